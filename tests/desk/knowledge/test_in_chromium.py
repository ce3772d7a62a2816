"""The knowledge pages in a real Chromium: read, searched, copied, compared, by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from bot.desk.access_cookie import COOKIE
from tests.desk.browser.conftest import Window, browser, running, window
from tests.desk.browser.running import RunningDesk

__all__ = ["browser", "running", "window"]
pytestmark = pytest.mark.browser

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PATHS = [
    "/desk/knowledge?q=off",
    "/desk/knowledge/off_my_kaspersky?channel=web&shape=steps",
    "/desk/knowledge/renewal_registration?channel=line",
    "/desk/knowledge/renewal_registration?channel=slack",
    "/desk/knowledge/off_ios?channel=text",
    "/desk/knowledge/providers/allsoft",
    "/desk/knowledge/provider-lookup",
    "/desk/knowledge/past-review",
    "/desk/knowledge/outgoing-links",
    "/desk/knowledge/compare-copy",
]


@pytest.fixture
def names() -> Callable[[], str]:
    """A name that nobody has yet."""
    return lambda: f"担当{next(_COUNT)}"


_COUNT = iter(range(10_000))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(window: Callable[..., Window], names: Callable[[], str], width: int) -> None:
    page = window("/desk/knowledge", names(), "lead", width=width).page
    page.emulate_media(reduced_motion="reduce")  # no colour is halfway when it is looked at
    for path in PATHS:
        page.goto(page.url.partition("/desk")[0] + path)
        expect(page.locator("h1")).to_be_visible()
        if page.locator("[data-widget]").count():
            expect(page.locator("[data-widget][data-drawn]")).to_have_count(2)
        found = Axe().run(page, options=AXE)
        assert found.response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_widgets_own_code_draws_the_guide(window: Callable[..., Window], names: Callable[[], str]) -> None:
    page = window("/desk/knowledge/off_ios?shape=steps", names()).page
    stage = page.locator("[data-widget][data-drawn]").first
    step = stage.locator(".step").first
    expect(step).to_contain_text("iTunes StoreとApp Store")
    expect(stage.locator("button.choice").first).to_have_text("できた")
    number = step.locator(".number")
    assert number.evaluate("element => getComputedStyle(element).borderRadius") == "50%"
    assert number.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(29, 79, 115)"


def test_a_card_of_line_has_its_colours_and_shapes(window: Callable[..., Window], names: Callable[[], str]) -> None:
    page = window("/desk/knowledge/renewal_registration?channel=line", names()).page
    bubble = page.locator(".fx-bubble").first
    expect(bubble).to_be_visible()
    header = bubble.locator("> .fx-box").first
    assert header.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(29, 79, 115)"
    disc = bubble.locator('.fx-box[data-round="13px"]').first
    box = disc.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (26, 26)
    page.get_by_text("JSONを見る").first.click()
    expect(page.locator(".json").first).to_contain_text('"altText"')


def test_by_keyboard_from_the_search_to_the_text_of_a_guide(
    window: Callable[..., Window], names: Callable[[], str]
) -> None:
    page = window("/desk/knowledge", names()).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("アイフォン")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="iPhone・iPadで自動更新をオフにする", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("iPhone・iPadで自動更新をオフにする")
    page.keyboard.press("3")
    expect(page.locator(".bk-post").first).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_have_text("コピーしました。")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "3. [Apple IDを表示]をタップします。" in copied


def test_a_lead_compares_a_saved_file(
    window: Callable[..., Window], names: Callable[[], str], running: RunningDesk, tmp_path: Path
) -> None:
    page = window("/desk/knowledge/compare-copy", names(), "lead", width=390).page
    large = tmp_path / "large.html"
    large.write_bytes(b"x" * 2_000_001)
    page.locator("#saved").set_input_files(large)
    page.get_by_role("button", name="比較する").click()
    expect(page.get_by_role("alert").filter(has_text="大きすぎます")).to_be_visible()
    # A page that holds our own facts and says them otherwise than the vendor's
    facts = "\n".join(f"- {text}" for text in ("KASPERSKYLAB", "DR*Kaspersky Lab", "20564778810", "22122857"))
    saved = tmp_path / "saved.html"
    saved.write_text(f"<html><h1>自動更新をオフにする方法</h1><pre>{facts}</pre><p>電話 03-1111-2222", "utf-8")
    page.locator("#saved").set_input_files(saved)
    page.locator("#page_key").select_option("kaspersky_auto_renewal")
    page.get_by_role("button", name="比較する").click()
    expect(page.get_by_role("heading", name="見直す案内")).to_be_visible()
    expect(page.locator(".differences li").first).to_be_visible()
    expect(page.get_by_text("このページとは内容が大きく違います")).to_be_visible()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as download:
        page.get_by_role("button", name="CSVで書き出す").click()
    assert "KASPERSKY_APPLEPAY" in Path(download.value.path()).read_text("utf-8-sig")


def test_the_guides_are_read_without_scripts(browser: Browser, running: RunningDesk, names: Callable[[], str]) -> None:
    _person, secret = running.somebody(names(), "agent", "ja")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": COOKIE, "value": secret, "url": running.url}])
    page = context.new_page()
    page.goto(running.url + "/desk/knowledge/off_ios")
    expect(page.get_by_text("View Apple ID").first).to_be_visible()
    context.close()
