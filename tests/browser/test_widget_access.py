"""The widget for everybody: input methods, keyboard, screen readers, small screens, both schemes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.fake_front import WEB, FakeFront
from tests.browser.tab import Tab

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def test_the_enter_that_commits_a_conversion_does_not_send(tab: Tab, context: BrowserContext, front: FakeFront) -> None:
    tab.open()
    ime = context.new_cdp_session(tab.page)
    ime.send("Input.imeSetComposition", {"text": "じどうこうしん", "selectionStart": 7, "selectionEnd": 7})
    expect(tab.field).to_have_value("じどうこうしん")
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    ime.send("Input.insertText", {"text": "自動更新"})
    ime.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    expect(tab.field).to_have_value("自動更新")
    expect(tab.mine).to_have_count(0)
    tab.field.press("Shift+Enter")
    tab.page.keyboard.type("off")
    tab.field.press("Enter")
    expect(tab.mine).to_have_text(["自動更新\noff"], use_inner_text=True)
    expect(tab.theirs).to_have_count(1)
    assert len(front.posts) == 1


@pytest.mark.parametrize(
    ("browser_kind", "events"),
    [
        ("chrome", ["start", {"isComposing": True, "keyCode": 229}, "end"]),
        ("safari", ["start", "end", {"keyCode": 229}]),
        ("an input method that hides the code", ["start", "end", {"keyCode": 13}]),
    ],
)
def test_every_order_of_composition_events_keeps_the_text(tab: Tab, browser_kind: str, events: list[object]) -> None:
    tab.open()
    tab.field.fill("解約")
    tab.field.evaluate(
        """(field, events) => {
          const composition = (which) => field.dispatchEvent(new CompositionEvent(`composition${which}`, {bubbles: true}));
          const key = (init) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true, ...init}));
          for (const event of events) event === 'start' || event === 'end' ? composition(event) : key(event);
        }""",
        events,
    )
    expect(tab.field).to_have_value("解約")
    expect(tab.mine).to_have_count(0)


def test_everything_can_be_done_from_the_keyboard(tab: Tab) -> None:
    press = tab.page.keyboard.press
    tab.launcher.focus()
    press("Enter")
    expect(tab.field).to_be_focused()
    tab.page.keyboard.type("担当者につないで")
    press("Enter")
    expect(tab.desk.get_by_role("button", name="はい、送信する")).to_be_visible()
    press("Shift+Tab")
    expect(tab.desk.get_by_role("button", name="やめる")).to_be_focused()
    press("ArrowUp")
    press("ArrowUp")
    press("Space")
    expect(tab.theirs.last).to_contain_text("KD-48217730")
    press("F6")
    assert tab.page.evaluate("document.activeElement.localName") != "koshin-desk"
    press("F6")
    expect(tab.field).to_be_focused()
    tab.desk.get_by_role("button", name="新しい会話を始める").press("Enter")
    expect(tab.desk.get_by_role("alertdialog")).to_be_visible()
    expect(tab.desk.get_by_role("button", name="このまま続ける")).to_be_focused()
    press("Escape")
    expect(tab.desk.get_by_role("button", name="新しい会話を始める")).to_be_focused()
    expect(tab.panel).to_be_visible()
    press("Escape")
    expect(tab.panel).to_be_hidden()
    expect(tab.launcher).to_be_focused()


def test_each_message_enters_the_log_once_and_whole(tab: Tab) -> None:
    tab.open()
    log = tab.desk.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    log.evaluate(
        """(log) => {
          window.entered = [];
          new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
            window.entered.push([change.target === log, node.textContent.length > 0]);
          }))).observe(log, {childList: true, subtree: false});
        }"""
    )
    tab.say("Huawei")
    expect(tab.theirs).to_have_count(1)
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(2)
    # a day mark, two questions, two answers: confirming an own message moves nothing
    assert tab.page.evaluate("window.entered") == [[True, True]] * 5


def test_a_text_near_the_limit_is_counted_in_characters_and_never_cut(tab: Tab, front: FakeFront) -> None:
    tab.open()
    tab.field.fill("あ" * 1500)
    expect(tab.desk.locator(".count")).to_be_hidden()
    tab.field.fill("𠮷" * 1990)
    expect(tab.desk.locator(".count")).to_have_text("あと10文字")
    tab.field.fill("あ" * 2003)
    expect(tab.desk.locator(".count")).to_have_text("3文字多いため送信できません")
    tab.field.press("Enter")
    expect(tab.field).to_have_value("あ" * 2003)
    assert front.posts == []


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (1280, 860)])
def test_axe_finds_nothing_in_either_scheme(
    browser: Browser, new_tab: Callable[..., Tab], width: int, height: int
) -> None:
    with browser.new_context(
        locale="ja-JP", viewport={"width": width, "height": height}, reduced_motion="reduce"
    ) as context:
        tab = new_tab(context)
        for scheme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=scheme)
            assert violations(tab) == [], f"{scheme}, closed"
            tab.launcher.click()
            if scheme == "light":
                assert violations(tab) == [], "welcome"
                tab.say("Huawei")
                tab.say("担当者につないで")
                tab.desk.get_by_role("button", name="はい、送信する").click()
                expect(tab.theirs.last).to_contain_text("KD-48217730")
            assert violations(tab) == [], f"{scheme}, open"
            tab.desk.get_by_role("button", name="新しい会話を始める").click()
            assert violations(tab) == [], f"{scheme}, asked back"
            tab.page.keyboard.press("Escape")
            tab.page.keyboard.press("Escape")
        tab.restful()


def violations(tab: Tab) -> list[str]:
    found = Axe().run(tab.page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (320, 256), (844, 390)])
def test_on_a_small_screen_the_panel_is_a_sheet_in_which_nothing_is_cut_off(
    browser: Browser, new_tab: Callable[..., Tab], width: int, height: int
) -> None:
    with browser.new_context(locale="ja-JP", viewport={"width": width, "height": height}) as context:
        tab = new_tab(context)
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
        tab.open()
        tab.say("Huawei")
        tab.say("担当者につないで")
        expect(tab.theirs).to_have_count(2)
        box = tab.panel.evaluate(
            "e => e.getAnimations().forEach((a) => a.finish()) || e.getBoundingClientRect().toJSON()"
        )
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
        expect(tab.panel).to_have_attribute("aria-modal", "true")
        wide = tab.desk.locator(".scroller").evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0
        for control in (tab.field, tab.desk.locator(".send"), tab.desk.get_by_role("button", name="チャットを閉じる")):
            expect(control).to_be_in_viewport(ratio=1)
        tab.field.focus()
        for _ in range(3):
            tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.localName") == "koshin-desk"
        tab.page.keyboard.press("Escape")
        expect(tab.launcher).to_be_visible()
        assert tab.page.evaluate("document.documentElement.style.overflow") == ""


def test_the_theme_attribute_stands_above_the_system(tab: Tab) -> None:
    tab.page.emulate_media(color_scheme="dark")
    expect(tab.desk.locator(".desk")).to_have_attribute("data-scheme", "dark")
    tab.desk.evaluate("e => e.setAttribute('theme', 'light')")
    expect(tab.desk.locator(".desk")).to_have_attribute("data-scheme", "light")


def test_with_forced_colors_the_pressed_language_can_still_be_told(tab: Tab) -> None:
    tab.page.emulate_media(forced_colors="active")
    tab.open()
    pressed, other = (tab.desk.get_by_role("button", name=name, exact=True) for name in ("日本語", "EN"))
    color = "e => getComputedStyle(e).backgroundColor"
    assert pressed.evaluate(color) != other.evaluate(color)


def test_a_browser_that_blocks_storage_can_still_chat(context: BrowserContext, new_tab: Callable[..., Tab]) -> None:
    context.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kind, { get() { throw new DOMException('blocked', 'SecurityError'); } });"
    )
    tab = new_tab(context)
    tab.open()
    tab.say("こんにちは")
    expect(tab.theirs).to_have_count(1)
    tab.restful()


def test_the_whole_widget_stays_within_45_kilobytes() -> None:
    files = [path for path in sorted((WEB / "widget").rglob("*")) if path.is_file()]
    total = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert total <= 45 * 1024, f"{total} bytes"


def test_every_theming_property_is_documented() -> None:
    used = set(re.findall(r"--koshin-[a-z-]+", (WEB / "widget/styles/frame.css").read_text(encoding="utf-8")))
    told = set(re.findall(r"--koshin-[a-z-]+", (WEB.parent / "docs/widget.md").read_text(encoding="utf-8")))
    assert {name.removesuffix("-dark") for name in used - {"--koshin-"}} == {
        name.removesuffix("-dark") for name in told
    }


def test_nothing_in_the_widget_parses_markup() -> None:
    for path in (WEB / "widget").rglob("*.js"):
        source = Path(path).read_text(encoding="utf-8")
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert sink not in source, f"{path.name}: {sink}"
