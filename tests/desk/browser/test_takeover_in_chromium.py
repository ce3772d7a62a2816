"""Two agents and a customer in three windows."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.tab import Tab
from tests.desk.browser.conftest import NewWindow

pytestmark = pytest.mark.browser


def waits(page: Page, words: str) -> None:
    expect(page.locator(".talk", has_text=words)).to_be_visible()


def enter(page: Page, words: str) -> None:
    """Open a conversation, and wait until the page listens."""
    page.locator(".talk", has_text=words).locator("a").click()
    page.wait_for_url("**/desk/conversations/*")
    expect(page.locator("[data-live=on]")).to_be_attached()


def who_may_write(*pages: Page) -> Page:
    """The first page that lets its agent write a reply."""
    for _ in range(200):
        for page in pages:
            if page.locator("textarea#reply").is_visible():
                return page
        pages[0].wait_for_timeout(50)
    raise AssertionError("nobody may write")


def test_a_conversation_goes_from_the_assistant_to_a_person_and_back(window: NewWindow, customer: Tab) -> None:
    sato, brown = window("/desk", "佐藤").page, window("/desk", "Brown", "lead", "en").page
    expect(sato.locator("[data-live=on]")).to_be_visible()
    expect(brown.locator("[data-live=on]")).to_be_visible()

    customer.say("人と話したい、急ぎです")
    for page in (sato, brown):
        waits(page, "急ぎです")
    assert sato.title().startswith("(1)")

    for page in (sato, brown):
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/desk/conversations/*")
        expect(page.locator("[data-live=on]")).to_be_attached()
    expect(sato.locator("[data-presence]")).to_have_text("Brownも見ています")
    expect(brown.locator("[data-presence]")).to_have_text("佐藤 is looking at this too")

    claims = [sato.locator("[data-act=claim]"), brown.locator("[data-act=claim]")]
    for claim in claims:
        claim.evaluate("button => setTimeout(() => button.click(), 50)")
    for page in (sato, brown):
        expect(page.locator("[data-act=claim]")).to_have_count(0)
    winner = who_may_write(sato, brown)
    loser = brown if winner is sato else sato
    expect(winner.locator("textarea#reply")).to_be_focused()
    expect(loser.locator("textarea#reply")).to_be_hidden()
    expect(loser.locator("[data-part=bar]")).to_contain_text("佐藤" if winner is sato else "Brown")

    winner.keyboard.type("担当の者です。確認します。")
    expect(loser.locator("[data-presence]")).to_contain_text("…")
    winner.keyboard.press("Control+Enter")
    expect(customer.theirs.filter(has_text="確認します")).to_be_visible()
    expect(loser.locator(".line[data-role=agent]")).to_contain_text("確認します")
    expect(winner.locator("textarea#reply")).to_have_value("")

    customer.say("よろしくお願いします")
    expect(winner.locator(".line[data-role=customer]").last).to_contain_text("よろしくお願いします")
    expect(customer.theirs.filter(has_text="自動応答です: よろしく")).to_have_count(0)

    winner.keyboard.press("Escape")
    winner.keyboard.press("b")
    expect(winner.locator("[data-act=claim]")).to_be_visible()
    customer.say("ほかの質問です")
    expect(customer.theirs.filter(has_text="自動応答です: ほかの質問です")).to_be_visible()
    expect(winner.locator(".line[data-role=assistant]").last).to_contain_text("ほかの質問です")


def test_what_a_customer_goes_on_writing_is_on_the_screen_without_a_reload(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、続き")
    agent = window("/desk", "続き係").page
    enter(agent, "続き")
    agent.locator("[data-act=claim]").click()
    agent.locator("textarea#reply").fill("書きかけの返信")
    for number in range(5):
        customer.field.fill(f"続き {number}")
        customer.field.press("Enter")
        expect(agent.locator(".line[data-role=customer]", has_text=f"続き {number}")).to_be_visible()
    expect(agent.locator("textarea#reply")).to_have_value("書きかけの返信")


def test_a_reply_stops_at_a_message_that_was_not_read(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、行き違い")
    agent = window("/desk", "行き違い係").page
    enter(agent, "行き違い")
    agent.locator("[data-act=claim]").click()
    reply = agent.locator("textarea#reply")
    reply.fill("手続きを始めます")
    # The page hears nothing for a while, as on a bad line.
    agent.route("**/live?**", lambda route: route.abort())
    customer.say("やっぱりやめます")
    expect(customer.mine.last).to_contain_text("やっぱりやめます")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("[data-refused]")).to_contain_text("新しいメッセージ")
    expect(reply).to_have_value("手続きを始めます")
    agent.unroute("**/live?**")
    agent.reload()
    expect(agent.locator(".line[data-role=customer]").last).to_contain_text("やっぱりやめます")
    expect(reply).to_have_value("手続きを始めます")
    reply.focus()
    agent.keyboard.press("Control+Enter")
    expect(customer.theirs.filter(has_text="手続きを始めます")).to_be_visible()


def test_a_suggestion_is_inserted_changed_and_sent_by_keyboard(window: NewWindow, customer: Tab) -> None:
    customer.say("自動更新を止めたい")
    expect(customer.theirs.filter(has_text="自動応答です")).to_be_visible()
    customer.say("人と話したい、提案")
    agent = window("/desk", "提案係").page
    enter(agent, "提案")
    agent.locator("[data-act=claim]").click()
    customer.say("注文番号は20564778810です。自動更新を止めたい")
    expect(agent.locator(".line[data-role=customer]").last).to_contain_text("20564778810")
    expect(agent.locator("[data-offer]").first).to_be_visible()
    agent.locator("textarea#reply").focus()
    agent.keyboard.press("Alt+1")
    reply = agent.locator("textarea#reply")
    expect(reply).not_to_have_value("")
    agent.keyboard.press("Control+End")
    agent.keyboard.type("\n追伸です")
    agent.keyboard.press("Control+Enter")
    expect(customer.theirs.filter(has_text="追伸です")).to_be_visible()


def test_a_note_calls_a_colleague_and_the_customer_never_sees_it(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、メモ")
    colleague = window("/desk?queue=mentions", "メモ係").page
    agent = window("/desk", "書き手").page
    enter(agent, "メモ")
    agent.keyboard.press("n")
    agent.keyboard.type("@メモ係 見てください")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".notes li")).to_contain_text("見てください")
    waits(colleague, "メモ")
    expect(customer.desk.get_by_text("見てください")).to_have_count(0)
    call = colleague.locator(".toast a")
    expect(call).to_have_text("書き手さんがメモであなたを呼んでいます")
    call.click()
    colleague.wait_for_url("**/desk/conversations/*")


def test_closing_takes_a_reason_and_the_customer_opens_it_again(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、終了")
    agent = window("/desk", "終了係").page
    enter(agent, "終了")
    agent.keyboard.press("x")
    agent.locator("#close-it #words").fill("折り返し済み")
    agent.locator("#close-it [type=submit]").click()
    expect(agent.locator("[data-part=bar]")).to_contain_text("解決: 折り返し済み")
    customer.say("もう一つあります")
    expect(customer.theirs.filter(has_text="自動応答です: もう一つ")).to_be_visible()
    expect(agent.locator("[data-part=bar]")).not_to_contain_text("折り返し済み")


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)])
def test_both_pages_are_accessible_and_fit(window: NewWindow, customer: Tab, width: int, height: int) -> None:
    customer.say(f"人をお願いします、幅{width}")
    agent = window("/desk", f"幅{width}係", width=width, height=height).page
    waits(agent, f"幅{width}")
    check(agent)
    enter(agent, f"幅{width}")
    agent.locator("[data-act=claim]").click()
    expect(agent.locator("textarea#reply")).to_be_visible()
    if width < 900:
        agent.locator(".side-button").click()
        expect(agent.locator("#beside")).to_be_visible()
        agent.locator(".side-head button").click()
        expect(agent.locator("#beside")).to_be_hidden()
    agent.locator(".why summary").first.click()
    expect(agent.locator(".why").first).to_contain_text("0.91")
    check(agent)


def check(page: Page) -> None:
    """Nothing that axe finds, and nothing that has to be scrolled sideways."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
