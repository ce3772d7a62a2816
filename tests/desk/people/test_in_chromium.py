"""The frame and the people's pages in a real browser: keys, dialogs, narrow screens, both schemes, axe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from bot.desk.people.first_admin import first_admin_link
from bot.store.people_records import Person
from tests.browser.conftest import FLAGS, WATCH_CSP
from tests.desk.people.live import PASSWORD, LiveDesk

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    desk = LiveDesk(tmp_path_factory.mktemp("desk"))
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def ito(live: LiveDesk) -> Person:
    admin = live.person("ito@desk.example", "伊藤 麻衣", "admin")
    live.person("sato@desk.example", "佐藤 遥", "agent")
    live.store.create_api_token("社内CRM", ["cases", "providers"])
    live.store.audit(admin.agent, "role_changed", f"person:{admin.id}", {"before": "lead", "after": "admin"})
    return admin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live: LiveDesk) -> Iterator[NewPage]:
    """Open a page in a browser of its own, signed in as somebody; afterwards nothing may have complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(path: str, person: Person | None = None, *, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            locale="ja-JP", viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH_CSP)
        if person is not None:
            context.add_cookies([live.cookie(person)])
        page = context.new_page()

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                complaints.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live.url + path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


def pages(ito: Person) -> list[str]:
    return [
        "/desk/people",
        "/desk/people/new",
        f"/desk/people/{ito.id}",
        "/desk/profile",
        "/desk/audit",
        "/desk/audit?subject=nothing",
        "/desk/tokens",
        "/desk/nowhere",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_passes_axe_and_fits(
    new_page: NewPage, live: LiveDesk, ito: Person, width: int, scheme: str
) -> None:
    page = new_page("/desk/sign-in", width=width, scheme=scheme)
    found = check(page)
    signed_in = new_page("/desk/profile", ito, width=width, scheme=scheme)
    for path in pages(ito):
        signed_in.goto(live.url + path)
        found += check(signed_in)
    assert not found


def check(page: Page) -> list[str]:
    where = page.url.partition("/desk")[2]
    results = Axe().run(page, options=RULES).response
    found = [f"{where}: {each['id']}: {each['nodes'][0]['html'][:150]}" for each in results["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{where}: wider than the screen")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select')]
          .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline' && !each.matches('.skip'))
          .filter((each) => { const box = each.getBoundingClientRect(); return box.width < 20 || box.height < 20; })
          .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return found + [f"{where}: too small: {each}" for each in small]


def test_the_first_admin_comes_in_by_the_printed_link_and_invites_somebody(
    new_page: NewPage, browser: Browser, tmp_path: object
) -> None:
    fresh = LiveDesk(tmp_path)  # type: ignore[arg-type]
    fresh.start()
    try:
        link = first_admin_link(fresh.store, fresh.settings)
        assert link is not None
        page = browser.new_page(locale="ja-JP")
        page.goto(link)
        page.get_by_label("新しいパスワード").fill(PASSWORD)
        page.get_by_label("もう一度入力").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/desk$"))
        page.goto(f"{fresh.url}/desk/people")
        page.keyboard.press("n")
        page.get_by_label("名前").fill("森 太郎")
        page.get_by_label("ログインID").fill("mori@desk.example")
        page.get_by_role("button", name="招待リンクを作る").click()
        invitation = page.get_by_label("パスワード設定リンク").input_value()
        assert invitation.startswith(f"{fresh.url}/desk/set-password/")
        page.close()
    finally:
        fresh.stop()


def test_signing_in_by_keyboard_alone(new_page: NewPage, ito: Person) -> None:
    page = new_page("/desk/audit")
    expect(page.get_by_label("ログインID")).to_be_focused()
    page.keyboard.type("ito@desk.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="操作履歴")).to_be_visible()


def test_keys_lead_from_page_to_page_and_the_sheet_lists_them(new_page: NewPage, ito: Person) -> None:
    page = new_page("/desk/profile", ito)
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="メンバー")).to_be_visible()
    page.wait_for_load_state()  # a key typed before the scripts are there is lost, as for anybody
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for label in ("メンバー", "操作履歴", "トークン", "マイ設定", "メンバーを招待", "この一覧を開く"):
        expect(sheet.locator("dt", has_text=label).first).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="メンバー")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="メンバーを招待")).to_be_visible()


def test_keys_are_letters_while_somebody_types(new_page: NewPage, ito: Person) -> None:
    page = new_page("/desk/people/new", ito)
    page.get_by_label("名前").fill("")
    page.keyboard.type("g p ?")
    expect(page.get_by_label("名前")).to_have_value("g p ?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_rest_while_an_input_method_composes(new_page: NewPage, ito: Person) -> None:
    page = new_page("/desk/people", ito)
    page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', keyCode: 229, bubbles: true}))"""
    )
    expect(page.get_by_role("heading", name="メンバー")).to_be_visible()


def test_single_keys_can_be_turned_off(new_page: NewPage, live: LiveDesk, ito: Person) -> None:
    quiet = live.person("quiet@desk.example", "静", "admin")
    live.store.prefer(quiet.id, name="静", language="ja", theme="system", shortcuts=False)
    page = new_page("/desk/people", quiet)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="キー操作").click()
    expect(page.get_by_text("1文字のショートカットはオフです")).to_be_visible()


def test_a_narrow_screen_has_a_menu_that_keys_can_use(new_page: NewPage, ito: Person) -> None:
    page = new_page("/desk/people", ito, width=390)
    link = page.get_by_role("link", name="操作履歴")
    expect(link).not_to_be_visible()
    button = page.get_by_role("button", name="メニュー")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).not_to_be_visible()
    expect(button).to_be_focused()


def test_a_token_is_revoked_after_a_question_and_said_to_be(new_page: NewPage, live: LiveDesk, ito: Person) -> None:
    live.store.create_api_token("一時的", ["cases"])
    page = new_page("/desk/tokens", ito)
    page.get_by_role("row", name="一時的").get_by_role("button").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="キャンセル").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("row", name="一時的").get_by_role("button").first.click()
    dialog.get_by_role("button", name="失効させる").click()
    expect(page.get_by_text("トークンを失効させました。")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/desk/tokens$"))
    expect(page.get_by_role("row", name="一時的")).to_contain_text("失効")


def test_what_was_picked_as_colours_is_what_shows(new_page: NewPage, live: LiveDesk) -> None:
    person = live.person("dark@desk.example", "夜", "agent")
    page = new_page("/desk/profile", person, scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("配色").select_option("dark")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("保存しました。")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
