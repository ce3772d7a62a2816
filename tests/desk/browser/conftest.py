from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from bot.desk.access_cookie import COOKIE
from bot.desk.warming import warm_up
from bot.store.people_records import Person
from tests.browser.conftest import FLAGS, WATCH_CSP
from tests.browser.tab import Tab
from tests.desk.browser.running import RunningDesk


@dataclass
class Window:
    """A window of somebody, and everything its console complained of."""

    page: Page
    person: Person | None = None
    complaints: list[str] = field(default_factory=list)


NewWindow = Callable[..., Window]


def wait_before_keys(page: Page) -> None:
    """Type no faster than a person could: a page knows its keys only when its scripts have run."""
    press = page.keyboard.press

    def patiently(key: str, delay: float | None = None) -> None:
        page.wait_for_load_state("load")
        press(key, delay=delay)

    page.keyboard.press = patiently  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    desk = RunningDesk(tmp_path_factory.mktemp("desk"))
    desk.start()
    # On a loaded machine a page that is read for the first time takes longer than a test waits for it.
    warm_up(desk.app.state.front, threading.Event())
    yield desk
    desk.stop()


@pytest.fixture
def window(browser: Browser, running: RunningDesk) -> Iterator[Callable[..., Window]]:
    """Open a window: of a customer on the shop page, or of somebody who is signed in to the desk."""
    opened: list[Window] = []

    def make(
        path: str, name: str = "", role: str = "agent", language: str = "ja", width: int = 1280, height: int = 860
    ) -> Window:
        size = ViewportSize(width=width, height=height)
        # Half-risen toasts have half their contrast.
        context = browser.new_context(locale="ja-JP", viewport=size, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH_CSP)
        person = None
        if name:
            person, secret = running.somebody(name, role, language)  # type: ignore[arg-type]
            context.add_cookies([{"name": COOKIE, "value": secret, "url": running.url}])
        mine = Window(context.new_page(), person)
        opened.append(mine)

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                mine.complaints.append(message.text)

        mine.page.on("console", hear)
        mine.page.on("pageerror", lambda error: mine.complaints.append(str(error)))
        wait_before_keys(mine.page)
        mine.page.goto(running.url + path)
        return mine

    yield make
    complaints = [complaint for each in opened for complaint in each.complaints]
    for each in opened:
        each.page.context.close()
    assert complaints == []


@pytest.fixture
def customer(window: NewWindow) -> Tab:
    """A customer with the widget open on the shop's page."""
    tab = Tab(window("/").page)
    tab.open()
    return tab
