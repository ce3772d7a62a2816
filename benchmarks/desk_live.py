"""How soon a customer's message is on the screen of the agent who holds the conversation.

``python -m benchmarks.desk_live`` starts a front with an assistant in memory and three windows of Chromium.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bot.channels.logs import configure_logs
from bot.desk.access_cookie import COOKIE
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from tests.browser.conftest import FLAGS
from tests.browser.tab import Tab
from tests.desk.browser.running import RunningDesk

_PAGE = Path(__file__).parent / "results" / "desk_live.md"
_WANTED_MS = 500


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=40)
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    configure_logs("warning")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = RunningDesk(Path(folder))
        desk.start()
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            text = _measure(desk, chromium, options.messages)
        finally:
            chromium.close()
            desk.stop()
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def _measure(desk: RunningDesk, chromium: Browser, messages: int) -> str:
    customer = Tab(chromium.new_context(locale="ja-JP").new_page())
    customer.page.goto(desk.url)
    customer.open()
    customer.say("人をお願いします")
    customer.theirs.last.wait_for()
    second = Tab(customer.page.context.new_page())
    second.page.goto(desk.url)
    second.open()
    agent = _agent(desk, chromium)
    screens = {
        "the agent's page": agent.locator(".line[data-role=customer]"),
        "the customer's second tab": second.mine,
    }
    took = {
        name: [_seconds(customer, screen, f"{name} {number}") for number in range(messages)]
        for name, screen in screens.items()
    }
    peer = float(np.median(took["the customer's second tab"]))
    rows = [
        [
            name,
            *(f"{1000 * figure:.0f}" for figure in (np.median(each), np.percentile(each, 95))),
            f"{np.median(each) / peer:.2f}",
        ]
        for name, each in took.items()
    ]
    return page(
        "From the customer's Enter to the agent's screen",
        measured_here("fastapi", "playwright"),
        f"A customer in the widget, an agent who holds the conversation, and the same customer's second tab, in three "
        f"windows of one Chromium beside the front. {messages} messages for each screen, from pressing Enter until the "
        f"message is visible there. Wanted: under {_WANTED_MS} ms on the agent's screen.",
        table(("screen", "median ms", "p95 ms", "median against the second tab"), rows),
    )


def _agent(desk: RunningDesk, chromium: Browser) -> Page:
    _person, secret = desk.somebody("Bench", "agent", "en")
    context = chromium.new_context()
    context.add_cookies([{"name": COOKIE, "value": secret, "url": desk.url}])
    agent = context.new_page()
    agent.goto(f"{desk.url}/desk")
    agent.goto(f"{desk.url}{agent.locator('.talk a').first.get_attribute('href')}")
    agent.locator("[data-live=on]").wait_for(state="attached")
    agent.locator("[data-act=claim]").click()
    agent.locator("textarea#reply").wait_for()
    return agent


def _seconds(customer: Tab, screen: Locator, text: str) -> float:
    customer.page.bring_to_front()
    customer.field.fill(text)
    begun = time.perf_counter()
    customer.field.press("Enter")
    screen.filter(has_text=text).first.wait_for(timeout=10_000)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
