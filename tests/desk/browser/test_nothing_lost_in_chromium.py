"""What an agent writes stays theirs: through an ended sign-in, too long a paste, and other windows."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect

from bot.desk.access_cookie import COOKIE
from tests.browser.tab import Tab
from tests.desk.browser.conftest import NewWindow
from tests.desk.browser.running import RunningDesk
from tests.desk.browser.test_takeover_in_chromium import enter

pytestmark = pytest.mark.browser


def come_back(page: Page, running: RunningDesk, person_id: str) -> None:
    """Sign in again; the password itself is tested elsewhere."""
    secret = running.store.open_desk_session(person_id, "test")
    page.context.add_cookies([{"name": COOKIE, "value": secret, "url": running.url}])


def test_reply_and_note_outlive_the_sign_in(window: NewWindow, running: RunningDesk, customer: Tab) -> None:
    customer.say("人をお願いします、期限切れ")
    mine = window("/desk", "期限係")
    page, person = mine.page, mine.person
    assert person is not None
    enter(page, "期限切れ")
    page.locator("[data-act=claim]").click()
    reply, note = page.locator("textarea#reply"), page.locator("textarea#note")
    reply.fill("書きかけの返信")
    note.fill("書きかけのメモ")
    page.context.clear_cookies()
    note.press("Control+Enter")
    expect(page.locator(".toast", has_text="サインイン")).to_be_visible()
    expect(note).to_have_value("書きかけのメモ")
    page.reload()
    expect(page.locator("[name=login]")).to_be_visible()
    come_back(page, running, person.id)
    page.reload()  # the sign-in page leads back to where somebody was
    expect(reply).to_have_value("書きかけの返信")
    expect(note).to_have_value("書きかけのメモ")
    note.press("Control+Enter")
    expect(page.locator(".notes li")).to_contain_text("書きかけのメモ")
    page.reload()
    expect(note).to_have_value("")


def test_a_note_to_a_case_outlives_the_sign_in(window: NewWindow, running: RunningDesk, customer: Tab) -> None:
    customer.say("人をお願いします、ケースのメモ")
    mine = window("/desk", "ケース期限係")
    page, person = mine.page, mine.person
    assert person is not None
    enter(page, "ケースのメモ")
    page.locator(".case-line a").first.click()
    page.wait_for_url("**/desk/cases/*")
    page.wait_for_load_state()
    address = page.url
    field = page.locator("form[action$='/notes'] textarea")
    field.fill("書きかけのケースのメモ")
    page.context.clear_cookies()
    page.locator("form[action$='/notes'] button").last.click()
    expect(page.locator("[name=login]")).to_be_visible()
    come_back(page, running, person.id)
    page.reload()
    page.wait_for_url(address)
    expect(field).to_have_value("書きかけのケースのメモ")
    page.locator("form[action$='/notes'] button").last.click()
    expect(page.locator("[data-part=notes]")).to_contain_text("書きかけのケースのメモ")
    expect(field).to_have_value("")


def test_too_long_a_paste_is_told_and_not_cut(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、長文")
    page = window("/desk", "長文係").page
    enter(page, "長文")
    page.locator("[data-act=claim]").click()
    reply = page.locator("textarea#reply")
    expect(reply).to_be_focused()
    page.keyboard.insert_text("あ" * 10_000)
    expect(reply).to_have_value("あ" * 10_000)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-refused]")).to_contain_text("2,000")
    expect(reply).to_have_value("あ" * 10_000)
    reply.fill("")


def test_what_a_customer_takes_back_leaves_the_open_page(
    window: NewWindow, running: RunningDesk, customer: Tab
) -> None:
    customer.say("人をお願いします、取り消し")
    page = window("/desk", "取り消し係").page
    enter(page, "取り消し")
    page.locator("[data-act=claim]").click()
    customer.say("秘密の番号です")
    secret = page.locator(".line[data-role=customer]", has_text="秘密の番号です")
    expect(secret).to_be_visible()
    page.locator("textarea#reply").fill("はい")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line[data-role=agent]")).to_be_visible()
    conversation_id = page.url.rsplit("/", 1)[1]
    told = next(
        message for message in running.store.messages_after(conversation_id) if message.plain_text == "秘密の番号です"
    )
    assert told.client_message_id is not None
    running.store.unsend(conversation_id, told.client_message_id)
    page.locator("textarea#note").fill("お客様が取り消しました")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notes li")).to_be_visible()
    expect(secret).to_have_count(0)


def test_a_look_that_failed_is_tried_again(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、途切れ")
    page = window("/desk", "途切れ係").page
    enter(page, "途切れ")
    page.locator("[data-act=claim]").click()
    expect(page.locator("textarea#reply")).to_be_visible()
    failed: list[float] = []

    def refuse_for_a_while(route: Route) -> None:
        failed.append(time.monotonic())
        if failed[-1] - failed[0] < 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/live?**", refuse_for_a_while)
    customer.say("届いていますか")
    expect(page.locator(".line[data-role=customer]").last).to_contain_text("届いていますか")


def test_however_many_tabs_are_open_the_next_one_opens(window: NewWindow, customer: Tab) -> None:
    customer.say("人をお願いします、たくさん")
    inbox = window("/desk", "タブ係").page
    expect(inbox.locator(".talk", has_text="たくさん")).to_be_visible()
    address = inbox.url.rsplit("/desk", 1)[0] + str(
        inbox.locator(".talk", has_text="たくさん").locator("a").get_attribute("href")
    )
    inbox.context.add_init_script("Object.defineProperty(document, 'hidden', {get: () => Boolean(window.away)})")
    inbox.reload()
    expect(inbox.locator("[data-live=on]")).to_be_attached()
    tabs = [inbox]
    for number in range(1, 9):
        look(tabs[-1], away=True)
        tabs.append(inbox.context.new_page())
        tabs[-1].goto(address)
        expect(tabs[-1].locator("[data-live=on]")).to_be_attached()
        if number > 3:
            # The one that nobody has looked at for longest makes room.
            expect(tabs[number - 3].locator("[data-live=off]")).to_be_attached()
    expect(inbox.locator("[data-live=on]")).to_be_attached()
    look(tabs[-1], away=True)
    look(tabs[1], away=False)
    expect(tabs[1].locator("[data-live=on]")).to_be_attached()


def look(page: Page, *, away: bool) -> None:
    """Let a tab be hidden behind others, or be looked at again."""
    page.evaluate("away => { window.away = away; document.dispatchEvent(new Event('visibilitychange')) }", away)
