"""A customer's conversation in the widget: asking, picking, leaving, coming back, losing the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.fake_front import FakeFront
from tests.browser.tab import Tab

pytestmark = pytest.mark.browser


def texts(tab: Tab) -> list[str]:
    return tab.desk.locator(".line .bubble").all_inner_texts()


def test_a_guide_is_shown_as_numbered_cards_with_its_notes_links_and_source(tab: Tab) -> None:
    tab.open()
    tab.say("Huaweiのスマホで自動更新を止めたい")
    guide = tab.theirs.last
    expect(guide.get_by_role("heading")).to_have_text("Huawei端末で自動更新をオフにする")
    expect(guide.locator(".step")).to_have_count(4)
    expect(guide.locator(".step .number").last).to_have_text("4")
    expect(guide.locator(".step").last).to_contain_text("ライセンスは有効期限まで使えます。")
    expect(guide.locator(".source")).to_have_text("出典: 自動更新をオフにする方法「Huawei端末」(2026/11/1時点)")
    link = guide.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://support.example/huawei")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    # a long answer is read from its top
    top = guide.evaluate("e => e.getBoundingClientRect().top - e.closest('.scroller').getBoundingClientRect().top")
    assert top >= 0


def test_a_single_step_says_which_of_how_many_it_is(tab: Tab) -> None:
    tab.open()
    tab.say("1つずつ教えて")
    expect(tab.theirs.last.locator(".place")).to_have_text("手順 2/4")


def test_a_picked_choice_is_said_marked_and_closes_the_group(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("担当者につないで")
    group = tab.desk.get_by_role("group", name="選択肢")
    yes = group.get_by_role("button", name="はい、送信する")
    yes.focus()
    tab.page.keyboard.press("ArrowDown")
    expect(group.get_by_role("button", name="直したいところがある")).to_be_focused()
    tab.page.keyboard.press("Home")
    tab.page.keyboard.press("Enter")
    expect(tab.mine.last).to_have_text("はい、送信する")
    expect(group.locator(".picked")).to_have_count(1)
    expect(yes).to_contain_text("選択済み")
    expect(yes).to_be_focused()
    expect(group.get_by_role("button", name="やめる")).to_be_disabled()
    yes.evaluate("e => e.click()")
    expect(tab.theirs.last).to_contain_text("KD-48217730")
    assert [set(post) for post in front.posts] == [{"client_message_id", "text"}, {"client_message_id", "choice"}]
    tab.page.reload()
    expect(group.locator(".picked")).to_contain_text("はい、送信する")


def test_choices_close_when_the_customer_writes_instead(tab: Tab) -> None:
    tab.open()
    tab.say("担当者につないで")
    expect(tab.desk.get_by_role("button", name="やめる")).to_be_enabled()
    tab.say("やっぱり質問があります")
    expect(tab.desk.get_by_role("button", name="やめる")).to_be_disabled()
    expect(tab.desk.locator(".picked")).to_have_count(0)


def test_the_case_number_can_be_copied(browser: Browser, front: FakeFront, new_tab: Callable[..., Tab]) -> None:
    with browser.new_context(locale="ja-JP", permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = new_tab(context)
        tab.open()
        tab.say("はい、送信する")
        tab.desk.get_by_role("button", name="受付番号をコピーする").click()
        expect(tab.desk.locator(".copy")).to_contain_text("コピーしました")
        assert tab.page.evaluate("navigator.clipboard.readText()") == "KD-48217730"


def test_starter_questions_are_asked_in_the_language_of_the_frame_and_then_leave(tab: Tab) -> None:
    tab.open()
    tab.desk.get_by_role("button", name="EN", exact=True).click()
    starters = tab.desk.locator(".starters button")
    expect(starters).to_have_count(4)
    starters.first.click()
    expect(tab.mine).to_have_text(["I want to turn off auto-renewal"])
    expect(starters.first).to_be_hidden()


def test_a_reload_keeps_the_conversation_the_draft_and_the_open_panel(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("購入コードはどこですか")
    expect(tab.theirs).to_have_count(1)
    tab.field.fill("書きかけの")
    before = texts(tab)
    tab.page.reload()
    expect(tab.panel).to_be_visible()
    expect(tab.theirs).to_have_count(1)
    assert texts(tab) == before
    expect(tab.field).to_have_value("書きかけの")
    tab.say("続きです")
    expect(tab.theirs).to_have_count(2)
    assert len(front.conversations) == 1


def test_a_second_tab_shows_the_same_conversation_live(
    tab: Tab, context: BrowserContext, new_tab: Callable[..., Tab]
) -> None:
    second = new_tab(context)
    second.open()
    tab.page.bring_to_front()
    tab.open()
    tab.say("最初のタブから")
    expect(second.mine).to_have_text(["最初のタブから"])
    expect(second.theirs).to_have_count(1)
    second.say("二つ目のタブから")
    expect(tab.mine).to_have_text(["最初のタブから", "二つ目のタブから"])
    expect(tab.theirs).to_have_count(2)
    tab.desk.get_by_role("button", name="新しい会話を始める").click()
    tab.desk.get_by_role("button", name="新しく始める").click()
    expect(tab.mine).to_have_count(0)
    expect(second.mine).to_have_count(0)
    second.restful()


def test_a_broken_stream_resumes_without_loss_or_doubles(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(1)
    front.hold = True
    front.close_streams()
    front.push("切れている間の一通目")
    front.push("切れている間の二通目")
    expect(tab.desk.locator(".notice")).to_have_text("接続し直しています…")
    front.hold = False
    expect(tab.theirs).to_have_count(3)
    assert [text for text in texts(tab) if "切れている間" in text] == ["切れている間の一通目", "切れている間の二通目"]
    expect(tab.desk.locator(".notice")).to_have_text("")
    front.close_streams()
    front.push("もう一度")
    expect(tab.theirs).to_have_count(4)


def test_what_is_written_offline_is_sent_once_when_the_line_is_back(
    tab: Tab, context: BrowserContext, front: FakeFront
) -> None:
    tab.open()
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(1)
    context.set_offline(True)
    expect(tab.desk.locator(".notice")).to_contain_text("オフラインです")
    tab.say("オフラインで書きました")
    expect(tab.mine.last).to_have_text("オフラインで書きました")
    expect(tab.desk.locator(".line.customer .status").last).to_have_text("送信中")
    context.set_offline(False)
    expect(tab.theirs).to_have_count(2)
    expect(tab.mine).to_have_count(2)
    expect(tab.desk.locator(".notice")).to_have_text("")
    assert [m["plain_text"] for m in front.only.messages if m["role"] == "customer"] == [
        "こんにちは",
        "オフラインで書きました",
    ]


def test_an_answer_that_got_lost_makes_no_second_turn(tab: Tab, front: FakeFront) -> None:
    tab.open()
    front.failures = [0]
    tab.say("一度だけ")
    expect(tab.theirs).to_have_count(1)
    expect(tab.desk.locator(".line.customer .status")).to_have_text("")
    expect(tab.mine).to_have_count(1)
    expect(tab.theirs).to_have_count(1)


def test_a_failed_message_can_be_sent_again_under_the_same_id(tab: Tab, front: FakeFront) -> None:
    tab.open()
    front.failures = [500, 500, 500, 500]
    tab.say("届かない")
    again = tab.desk.get_by_role("button", name="再送信")
    expect(again).to_be_visible(timeout=15_000)
    again.click()
    expect(tab.theirs).to_have_count(1)
    assert len({post["client_message_id"] for post in front.posts}) == 1
    assert len(front.posts) == 5


def test_a_refused_message_says_why_and_can_be_rewritten(tab: Tab, front: FakeFront) -> None:
    tab.open()
    front.failures = [422]
    tab.say("だめな文")
    expect(tab.desk.locator(".unsent")).to_contain_text("この内容は受け付けられません。")
    tab.desk.get_by_role("button", name="書き直す").click()
    expect(tab.field).to_have_value("だめな文")
    expect(tab.mine).to_have_count(0)


def test_an_expired_conversation_goes_on_in_a_new_one_with_what_was_unsent(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("古い会話")
    expect(tab.theirs).to_have_count(1)
    front.forget_everything()
    tab.say("期限の後の質問")
    expect(tab.mine).to_have_text(["期限の後の質問"])
    expect(tab.theirs).to_have_count(1)
    expect(tab.desk.locator(".notice")).to_contain_text("期限が切れました")
    assert [m["plain_text"] for m in front.only.messages if m["role"] == "customer"] == ["期限の後の質問"]


def test_unread_messages_are_counted_on_the_launcher_until_the_panel_opens(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(1)
    tab.desk.get_by_role("button", name="チャットを閉じる").click()
    front.push("お返事です")
    front.push("もう一通です")
    expect(tab.desk.locator(".badge")).to_have_text("2")
    expect(tab.launcher).to_have_accessible_name("更新デスクのチャットを開く(未読2件)")
    tab.page.reload()
    expect(tab.desk.locator(".badge")).to_have_text("2")
    tab.open()
    expect(tab.theirs.last).to_have_text("もう一通です")
    tab.page.keyboard.press("Escape")
    expect(tab.launcher).to_be_focused()
    expect(tab.desk.locator(".badge")).to_be_hidden()


def test_typing_is_shown_while_it_lasts(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("silent")
    expect(tab.desk.locator(".line.customer .status")).to_have_text("")
    front.typing(True)
    expect(tab.desk.locator(".typing")).to_be_visible()
    front.typing(False)
    expect(tab.desk.locator(".typing")).to_be_hidden()


def test_the_language_switch_turns_the_frame_at_once_and_tells_the_desk(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(1)
    tab.desk.get_by_role("button", name="EN", exact=True).click()
    expect(tab.panel).to_have_accessible_name("Koshin Desk")
    expect(tab.field).to_have_attribute("placeholder", "Type your question")
    expect(tab.theirs.last).to_have_text("We go on in English.")
    expect(tab.theirs.first).to_have_attribute("lang", "ja")
    expect(tab.theirs.last).to_have_attribute("lang", "en")
    assert front.switches == ["en"]
    tab.page.reload()
    expect(tab.field).to_have_attribute("placeholder", "Type your question")


def test_a_card_number_that_the_desk_masked_leaves_the_screen(tab: Tab) -> None:
    tab.open()
    tab.say("カードは4111111111111111です")
    expect(tab.mine).to_have_text(["カードは[カード番号]です"])


def test_hostile_text_stays_text(tab: Tab) -> None:
    tab.open()
    tab.say('hostile <img src=x onerror="window.hacked=1">')
    expect(tab.mine).to_have_text(['hostile <img src=x onerror="window.hacked=1">'])
    expect(tab.theirs.last).to_contain_text("<script>window.hacked=1</script>")
    expect(tab.desk.locator(".choice")).to_contain_text("onerror")
    assert tab.desk.locator(".log img, .log script").count() == 0
    assert tab.page.evaluate("window.hacked") is None


def test_the_page_talks_to_its_own_host_alone(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.say("Huawei")
    expect(tab.theirs).to_have_count(1)
    assert tab.hosts == {front.url.removeprefix("http://")}


def test_the_shop_page_opens_the_chat_with_the_question_of_a_card(tab: Tab) -> None:
    page: Page = tab.page
    page.get_by_role("button", name="チャットで聞く 自動更新について").click()
    expect(tab.mine).to_have_text(["自動更新を止めたい"])
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trouble with a renewal?")
    expect(tab.field).to_have_attribute("placeholder", "Type your question")
    page.get_by_label("Your question").first.fill("Where is my serial number?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(tab.mine.last).to_have_text("Where is my serial number?")
