"""Suggestions in a real Chromium: inserted by one key, edited, sent, and what became of them noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.store import Agent, Incoming
from tests.desk.browser.conftest import Window, browser, running, window
from tests.desk.browser.running import RunningDesk

__all__ = ["browser", "running", "window"]
pytestmark = pytest.mark.browser

NewWindow = Callable[..., Window]
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def conversation(running: RunningDesk) -> str:
    opened = running.store.open_conversation("web", "ja")
    accepted = running.store.accept(Incoming(opened.id, "one", text="自動更新を止めたい。注文番号は20564778810です"))
    assert accepted.next_turn is not None
    running.store.finish_turn(
        accepted.next_turn, [], language="ja", trace={"intent": "stop_auto_renew", "confidence": 0.9, "ranking": []}
    )
    return opened.id


def test_a_suggestion_is_inserted_by_key_edited_and_sent(
    window: NewWindow, running: RunningDesk, conversation: str
) -> None:
    mine = window("/desk", "佐藤")
    assert mine.person is not None
    running.store.claim(conversation, mine.person.agent)
    before = running.store.suggestion_figures(LONG_AGO).get("off_digital_river")
    assert before is None
    page = mine.page
    page.goto(f"{running.url}/desk/conversations/{conversation}")
    expect(page.locator(".offer").first).to_contain_text("Digital River")
    reply = page.locator("textarea[data-composer]")
    reply.focus()
    page.keyboard.press("Alt+1")
    expect(reply).to_be_focused()
    assert "20564778810" in reply.input_value()
    page.keyboard.press("Control+Home")
    page.keyboard.type("お待たせしました。")
    with page.expect_response("**/suggestions/used") as noted:
        page.keyboard.press("Control+Enter")
    assert noted.value.status == 204
    expect(page.locator("[data-role=agent]").last).to_contain_text("お待たせしました。")
    figures = running.store.suggestion_figures(LONG_AGO)["off_digital_river"]
    assert (figures.accepted, figures.edited, figures.rejected) == (0, 1, 0)
    assert figures.likeness == 1.0


def test_a_canned_reply_is_found_and_inserted_and_undo_takes_it_out(
    window: NewWindow, running: RunningDesk, conversation: str
) -> None:
    mine = window("/desk", "鈴木")
    assert mine.person is not None
    running.store.claim(conversation, mine.person.agent)
    writer = Agent("desk:x", "田中")
    running.store.add_canned_reply(
        "確認中", "{order_number} を確認中です。{agent}", "Checking {order_number}. {agent}", writer
    )
    running.store.add_canned_reply("お礼", "ありがとうございます。", "Thank you.", writer)
    page = mine.page
    page.goto(f"{running.url}/desk/conversations/{conversation}")
    reply = page.locator("textarea[data-composer]")
    expect(page.locator(".canned-list li:visible")).to_have_count(2)
    page.keyboard.press("Alt+r")
    page.keyboard.type("確認")
    expect(page.locator(".canned-list li:visible")).to_have_count(1)
    page.locator(".canned-list li:visible button").press("Enter")
    expect(reply).to_have_value("20564778810 を確認中です。鈴木")
    page.keyboard.press("Control+z")
    expect(reply).to_have_value("")


def test_a_suggestion_that_is_no_use_is_noted(window: NewWindow, running: RunningDesk, conversation: str) -> None:
    page = window(f"/desk/conversations/{conversation}", "高橋").page
    before = running.store.suggestion_figures(LONG_AGO).get("off_digital_river")
    with page.expect_response("**/suggestions/used"):
        page.locator("[data-rejects]").first.click()
    page.locator("[data-inserts='1']").click()
    expect(page.locator(".toast", has_text="担当になると")).to_be_visible()
    after = running.store.suggestion_figures(LONG_AGO)["off_digital_river"]
    assert after.rejected == (before.rejected if before else 0) + 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_canned_replies_are_accessible(window: NewWindow, running: RunningDesk, width: int) -> None:
    if not running.store.canned_replies():
        running.store.add_canned_reply("お礼", "ありがとうございます。", "Thank you.", Agent("desk:x", "田中"))
    page = window("/desk/replies", f"伊藤{width}", "lead", width=width).page
    for path in ("/desk/replies", "/desk/replies/new"):
        page.goto(running.url + path)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
