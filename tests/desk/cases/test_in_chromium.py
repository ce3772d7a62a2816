"""Cases in a real Chromium: found, worked by keys, merged and set apart, printed, and live."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.desk.access_cookie import COOKIE
from bot.desk.strings import text
from bot.messages import Message, Paragraph
from bot.store import Agent, Case, Incoming, NewCase
from tests.desk.browser.conftest import Window, browser, running, window
from tests.desk.browser.running import RunningDesk

__all__ = ["browser", "running", "window"]
pytestmark = pytest.mark.browser

OTHER = Agent("desk:other", "山本")


def file(running: RunningDesk, key: str, **facts: object) -> Case:
    conversation = running.store.open_conversation("web", "ja")
    running.store.accept(Incoming(conversation.id, "one", text=f"{key}の件です"))
    return running.store.file_case(NewCase(idempotency_key=key, conversation_id=conversation.id, **facts))  # type: ignore[arg-type]


def toast(page: Page, key: str) -> None:
    expect(page.locator(".toast").filter(has_text=text(f"cases.{key}", "ja"))).to_be_visible()
    ready(page)


def ready(page: Page) -> None:
    """Wait until the page's own scripts listen."""
    expect(page.locator("[data-live=on]")).to_be_attached()


def test_a_case_is_taken_moved_merged_set_apart_and_printed_by_keys(
    window: Callable[..., Window], running: RunningDesk
) -> None:
    old = file(running, "古い", name="高橋 一郎", email="taro@example.jp", problem="自動更新を止めたい")
    new = file(running, "新しい", name="高橋 一郎", email="taro@example.jp", problem="まだ返事がない")
    page = window("/desk/cases", "佐藤").page
    ready(page)
    expect(page.locator(".case-rows tr")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".case-rows a").first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text(text("cases.chosen", "ja", n=1))
    page.keyboard.press("t")
    toast(page, "several_changed")
    assert [case.number for case in running.store.cases() if case.assignee] == [old.number]

    page.goto(f"{running.url}/desk/cases/{old.number}")
    ready(page)
    expect(page.locator('[data-part="side"] [data-key="t"]')).to_have_count(0)
    page.keyboard.press("y")
    page.keyboard.type("番号を伺いました")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("s")
    page.keyboard.press("w")
    toast(page, "said_status")
    expect(page.locator('[data-part="top"]')).to_contain_text("停止中（お客様待ち）")
    expect(page.locator(".case-history")).to_contain_text("番号を伺いました")
    page.keyboard.press("v")
    expect(page.locator("#how")).to_be_focused()
    page.locator("#how").select_option("called_back")
    page.get_by_role("button", name=text("cases.verify", "ja"), exact=True).click()
    toast(page, "said_verified")
    expect(page.locator('[data-part="facts"]')).to_contain_text("確認済み")

    page.keyboard.press("m")
    expect(page.locator("#into")).to_be_focused()
    page.keyboard.type(new.number)
    page.keyboard.press("Enter")
    toast(page, "said_merged")
    expect(page.locator("h1")).to_have_text(new.number)
    expect(page.locator("[data-taken-in]")).to_contain_text(old.number)
    page.keyboard.press("s")
    page.keyboard.press("r")
    toast(page, "said_status")
    found = running.store.find_case(old.number)
    assert found is not None
    assert found.status == "resolved"
    page.keyboard.press("z")
    toast(page, "said_unmerged")
    expect(page.locator("h1")).to_have_text(old.number)
    expect(page.locator('[data-part="top"]')).to_contain_text("お客様待ち")

    page.keyboard.press("Shift+P")
    expect(page.locator(".case-print")).to_contain_text("番号を伺いました")
    expect(page.locator(".case-print")).to_contain_text("古いの件です")
    page.evaluate("() => { window.printed = 0; window.print = () => void (window.printed += 1) }")
    page.locator("[data-prints]").click()
    assert page.evaluate("window.printed") == 1, "one click asks for the printer once"
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".case-print .actions")).to_be_hidden()
    expect(page.locator(".case-print h1")).to_be_visible()
    assert len(page.pdf()) > 5000


def test_queue_and_case_follow_what_others_do_and_keep_what_is_being_written(
    window: Callable[..., Window], running: RunningDesk
) -> None:
    case = file(running, "見ている", name="見られる人")
    queue = window("/desk/cases", "田中").page
    page = window(f"/desk/cases/{case.number}", "伊藤").page
    worker = window(f"/desk/cases/{case.number}", "鈴木").page
    for each in (queue, page, worker):
        ready(each)
    page.keyboard.press("n")
    page.keyboard.type("電話中です")
    worker.locator("#priority").select_option("urgent")
    worker.get_by_role("button", name=text("cases.set_priority", "ja")).click()
    toast(worker, "said_priority")
    expect(page.locator('[data-part="top"]')).to_contain_text("緊急")
    expect(page.locator("#text")).to_have_value("電話中です")
    expect(queue.locator("tr").filter(has_text=case.number)).to_contain_text("緊急")
    customer = running.store.open_conversation("web", "ja")
    filed = running.store.file_case(NewCase(idempotency_key="new", conversation_id=customer.id, name="いま来た人"))
    running.store.claim(customer.id, OTHER)
    running.store.say(customer.id, Message(language="ja", blocks=(Paragraph(text="はい"),)), key="k", author=OTHER)
    worker.goto(f"{running.url}/desk/cases/{filed.number}")
    ready(worker)
    worker.keyboard.press("t")
    toast(worker, "said_assigned")
    expect(queue.locator("tr").filter(has_text=filed.number)).to_contain_text("鈴木")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(window: Callable[..., Window], running: RunningDesk, width: int) -> None:
    case = file(running, f"a{width}", name="高橋 一郎", email=f"x{width}@example.jp", problem="自動更新を止めたい" * 12)
    twin = file(running, f"b{width}", name="高橋", email=f"x{width}@example.jp")
    request = file(running, f"c{width}", kind="erasure", email=f"x{width}@example.jp")
    running.store.merge_case(twin.number, case.number, OTHER)
    running.store.move_case(case.number, "waiting_customer", OTHER, "確認中")
    page = window("/desk/cases", f"林{width}", width=width).page
    for path in (
        "/desk/cases?view=all",
        f"/desk/cases/{case.number}",
        f"/desk/cases/{case.number}?edit=yes",
        f"/desk/cases/{twin.number}",
        f"/desk/cases/{request.number}",
        f"/desk/cases/{case.number}/print",
    ):
        page.goto(running.url + path)
        expect(page.locator("h1")).to_be_visible()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
            assert found.violations_count == 0, f"{path} {scheme} {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_filters_stand_behind_a_button_that_counts_them(
    browser: Browser, running: RunningDesk, scripts: bool
) -> None:
    file(running, f"絞る{scripts}")
    _person, secret = running.somebody(f"電話{scripts}", "agent", "ja")
    size = ViewportSize(width=390, height=844)
    context = browser.new_context(java_script_enabled=scripts, viewport=size, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": COOKIE, "value": secret, "url": running.url}])
    page = context.new_page()
    page.goto(f"{running.url}/desk/cases?priority=high")
    fields = page.locator(".fold-fields")
    button = page.locator(".fold summary")
    expect(button.locator("[data-active]")).to_contain_text("1")
    expect(fields).to_be_hidden()
    button.press("Enter")
    expect(fields).to_be_visible()
    page.locator("#priority").select_option("")
    page.locator("#kind").select_option("escalation")
    page.locator("#channel").select_option("line")
    # What is chosen stays on the page until it is sent.
    expect(fields).to_be_visible()
    page.get_by_role("button", name=text("base.apply", "ja")).click()
    expect(button.locator("[data-active]")).to_contain_text("2")
    assert "kind=escalation" in page.url
    assert "channel=line" in page.url
    context.close()


def test_on_a_phone_the_view_that_is_shown_is_seen(window: Callable[..., Window], running: RunningDesk) -> None:
    page = window("/desk/cases?view=ended", "端", width=390).page
    ready(page)
    box = page.locator(".tabs [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
