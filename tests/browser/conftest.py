"""A real Chromium, a fake front, and a page that reports everything a customer or an operator would mind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, expect, sync_playwright

from tests.browser.fake_front import FakeFront
from tests.browser.tab import Tab

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WATCH_CSP = "document.addEventListener('securitypolicyviolation', (e) => console.error('CSP violation', e.violatedDirective, e.blockedURI))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def running_front() -> Iterator[FakeFront]:
    server = FakeFront()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def front(running_front: FakeFront) -> FakeFront:
    running_front.reset()
    return running_front


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 860}) as fresh:
        fresh.set_default_timeout(8_000)
        fresh.add_init_script(WATCH_CSP)
        yield fresh


@pytest.fixture
def new_tab(front: FakeFront) -> Callable[..., Tab]:
    """Open the shop page in another tab of a browser."""

    def make(context: BrowserContext, path: str = "/") -> Tab:
        tab = Tab(context.new_page())
        page = tab.page

        def hear(message: ConsoleMessage) -> None:
            # a failed request of a test that breaks the network on purpose is reported by Chromium itself
            if message.type == "error" and "Failed to load resource" not in message.text:
                tab.complaints.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        page.on("request", lambda request: tab.hosts.add(request.url.split("/")[2]))
        page.goto(front.url + path)
        tab.desk.locator(".launcher:not([hidden]), .panel:not([hidden])").wait_for()
        return tab

    return make


@pytest.fixture
def tab(context: BrowserContext, new_tab: Callable[..., Tab]) -> Iterator[Tab]:
    opened = new_tab(context)
    yield opened
    opened.restful()
