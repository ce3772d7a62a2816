"""Replies that are said later, and who types, in two windows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.store.scheduled_records import ScheduledReply
from tests.browser.tab import Tab
from tests.desk.browser.conftest import NewWindow
from tests.desk.browser.running import RunningDesk

pytestmark = pytest.mark.browser


def claimed(window: NewWindow, customer: Tab, words: str, **size: int) -> Page:
    """The page of an agent who has just taken the conversation."""
    customer.say(f"人をお願いします、{words}")
    agent = window("/desk", f"{words}係", **size).page
    agent.locator(".talk", has_text=words).locator("a").click()
    agent.wait_for_url("**/desk/conversations/*")
    expect(agent.locator("[data-live=on]")).to_be_attached()
    agent.locator("[data-act=claim]").click()
    expect(agent.locator("textarea#reply")).to_be_visible()
    return agent


def schedule(agent: Page, words: str) -> None:
    """Write a reply for in one hour, by keys."""
    agent.locator("textarea#reply").fill(words)
    agent.locator("textarea#reply").press("Control+Shift+Enter")
    expect(agent.locator("#later")).to_be_visible()
    expect(agent.locator("#later-text")).to_have_value(words)
    agent.locator("#later [type=submit]").click()
    expect(agent.locator(".toast", has_text="返信を予約しました")).to_be_visible()
    expect(agent.locator(".later", has_text=words)).to_be_visible()


def waiting(running: RunningDesk, agent: Page) -> ScheduledReply:
    (reply,) = running.store.scheduled_of(agent.url.rsplit("/", 1)[1].partition("?")[0])
    return reply


def make_due(running: RunningDesk, reply: ScheduledReply) -> None:
    """Let it have been due a moment ago."""
    moment = datetime.now(timezone.utc) - timedelta(seconds=1)
    running.store.change_scheduled(
        reply.id, reply.agent, reply.text, version=reply.version, due_at=moment, seen=reply.seen_seq
    )


def test_a_reply_for_later_is_written_changed_and_arrives(
    window: NewWindow, customer: Tab, running: RunningDesk
) -> None:
    agent = claimed(window, customer, "予約")
    schedule(agent, "あとで確認します")
    expect(agent.locator("textarea#reply")).to_have_value("")
    agent.locator("[data-later-edit]").click()
    agent.locator("#later-text").fill("明日までに確認します")
    agent.locator("#later [type=submit]").click()
    expect(agent.locator(".later")).to_contain_text("明日までに確認します")
    expect(customer.theirs.filter(has_text="確認します")).to_have_count(0)

    make_due(running, waiting(running, agent))
    expect(customer.theirs.filter(has_text="明日までに確認します")).to_be_visible()
    expect(agent.locator(".line[data-role=agent]")).to_contain_text("明日までに確認します")
    expect(agent.locator(".later")).to_have_count(0)


def test_a_customer_who_writes_first_holds_it_until_the_agent_has_looked(window: NewWindow, customer: Tab) -> None:
    agent = claimed(window, customer, "保留")
    schedule(agent, "手続きを始めます")
    customer.say("やっぱりやめます")
    expect(agent.locator(".later[data-state=held]")).to_contain_text("新しいメッセージが届いた")
    expect(agent.locator(".toast[data-tone=bad]", has_text="保留")).to_be_visible()
    agent.locator("[data-later-send]").click()
    expect(customer.theirs.filter(has_text="手続きを始めます")).to_be_visible()
    expect(agent.locator(".later")).to_have_count(0)


def test_who_hands_back_is_told_what_that_does_and_can_still_cancel(window: NewWindow, customer: Tab) -> None:
    agent = claimed(window, customer, "返却")
    schedule(agent, "あとで連絡します")
    agent.locator("[data-act=hand-back]").click()
    expect(agent.locator("#unsent [data-leaves-later]")).to_be_visible()
    expect(agent.locator("#unsent [data-leaves-draft]")).to_be_hidden()
    agent.locator("[data-hand-back-anyway]").click()
    expect(agent.locator(".later[data-state=held]")).to_contain_text("担当を離れた")
    agent.locator("[data-later-cancel]").click()
    agent.locator("[data-later-drop]").click()
    expect(agent.locator(".later")).to_have_count(0)


def test_each_sees_the_other_type(window: NewWindow, customer: Tab) -> None:
    agent = claimed(window, customer, "入力")
    expect(customer.theirs.filter(has_text="入力係")).to_be_visible()
    agent.locator("textarea#reply").press_sequentially("はい")
    expect(customer.desk.locator(".typing")).to_be_visible()
    expect(customer.desk.locator(".typing")).to_contain_text("担当者が入力しています")
    agent.locator("textarea#reply").fill("")
    expect(customer.desk.locator(".typing")).to_be_hidden()

    customer.field.press_sequentially("あの")
    expect(agent.locator("[data-customer-typing]")).to_be_visible()
    customer.field.press("Enter")
    expect(agent.locator(".line[data-role=customer]").last).to_contain_text("あの")
    expect(agent.locator("[data-customer-typing]")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)])
def test_it_is_accessible_and_fits(window: NewWindow, customer: Tab, width: int, height: int) -> None:
    agent = claimed(window, customer, f"幅{width}", width=width, height=height)
    schedule(agent, "長い返信です。" * 20)
    check(agent)
    agent.locator("[data-later-edit]").click()
    expect(agent.locator("#later")).to_be_visible()
    check(agent)
    agent.keyboard.press("Escape")
    customer.say("もう一つあります")
    expect(agent.locator(".later[data-state=held]")).to_be_visible()
    check(agent)


def check(page: Page) -> None:
    """Nothing that axe finds, and nothing that has to be scrolled sideways."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
