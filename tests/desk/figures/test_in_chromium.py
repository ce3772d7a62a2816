"""Figures in a real Chromium: charts drawn from seeded data, their numbers those of SQL, reachable and accessible."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.desk.figures.period import Period, day_of
from bot.desk.strings import text
from tests.desk.browser.conftest import Window, browser, running, window
from tests.desk.browser.running import RunningDesk
from tests.desk.figures.log import Log, believable
from tests.desk.figures.plain_sql import counted_by_sql

__all__ = ["browser", "running", "window"]
pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def now(running: RunningDesk) -> Iterator[datetime]:
    """Eight believable days up to now are in the desk's store; the newest conversation has ended."""
    moment = datetime.now(timezone.utc)
    store, clock = running.store, running.store._clock

    def set_time(at: datetime) -> None:
        store._clock = lambda: at

    believable(Log(store, set_time), moment - timedelta(hours=2), days=8, each_day=4)
    store._clock = clock
    return moment


def heights(page: Page, chart: str) -> dict[str, float]:
    """How high the marks of each kind stand in all, in the drawing that is shown."""
    found = page.evaluate(
        """name => {
          const svg = [...document.querySelectorAll(`[aria-labelledby=chart-${name}] svg.chart`)].find(s => s.checkVisibility());
          const sums = {};
          for (const mark of svg.querySelectorAll("rect.mark")) {
            const kind = mark.classList[1];
            sums[kind] = (sums[kind] ?? 0) + mark.getBBox().height;
          }
          return JSON.stringify(sums);
        }""",
        chart,
    )
    return dict(json.loads(found))


@pytest.mark.parametrize("width", [1280, 390])
def test_charts_are_drawn_from_the_stored_rows_and_say_what_sql_says(
    window: Callable[..., Window], running: RunningDesk, now: datetime, width: int
) -> None:
    period = Period(day_of(now) - timedelta(days=29), day_of(now))
    expected = counted_by_sql(running.store, period.start, period.end, now)
    page = window("/desk/figures", f"田中{width}", "lead", width=width).page
    tile = page.locator("[data-tile=conversations]")
    expect(tile.locator(".big-number")).to_have_text(str(expected["all"]))
    solved = page.locator("[data-tile=solved] dd").first
    expect(solved).to_have_text(str(expected["outcome:solved"]))
    drawn = heights(page, "channels")
    unit = drawn["s1"] / expected["channel:web"]
    assert unit > 1
    for kind, channel in (("s1", "web"), ("s2", "line"), ("s3", "slack")):
        assert drawn.get(kind, 0) == pytest.approx(unit * expected.get(f"channel:{channel}", 0), rel=0.02), channel
    drawn = heights(page, "outcomes")
    for kind, outcome in (("good", "solved"), ("s2", "human"), ("bad", "unsolved")):
        assert drawn.get(kind, 0) == pytest.approx(unit * expected.get(f"outcome:{outcome}", 0), rel=0.02), outcome
    page.locator("#numbers-channels summary").click()
    cells = page.locator("#numbers-channels tbody tr td:nth-child(2)")
    expect(cells).to_have_count(30)
    assert sum(int(said) for said in cells.all_text_contents()) == expected["all"]
    guide = page.locator("[aria-labelledby=guides] tbody tr").first
    numbers = [int(said) for said in guide.locator("td.number").all_text_contents()[:3]]
    most = max(count for name, count in expected.items() if name.startswith("guide:"))
    assert numbers[0] == most


def test_a_number_leads_to_its_list_and_on_to_the_conversation(
    window: Callable[..., Window], running: RunningDesk, now: datetime
) -> None:
    page = window("/desk/figures", "鈴木", "lead").page
    link = page.locator("[data-tile=human] dd a").first
    count = (link.text_content() or "").strip()
    link.click()
    expect(page.locator(f"[data-count='{count}']")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(int(count))
    page.locator("tbody th a").first.click()
    expect(page.get_by_text(text("figures.outcome", "ja"))).to_have_count(0)
    expect(page.get_by_text("担当の佐藤です").or_(page.get_by_text("秘密の言葉です")).first).to_be_visible()


def test_a_column_of_a_chart_and_the_keys_lead_on(
    window: Callable[..., Window], running: RunningDesk, now: datetime
) -> None:
    page = window("/desk/figures", "伊藤", "lead").page
    page.keyboard.press("7")
    expect(page.locator(".segments a[aria-current]")).to_have_text(text("figures.period_7", "ja"))
    column = page.locator("[aria-labelledby=chart-channels] svg.wide a").first
    said = column.locator("title").text_content() or ""
    column.click(force=True)
    expect(page.get_by_role("heading", name=text("figures.list_all", "ja"))).to_be_visible()
    total = sum(int(part.rpartition(" ")[2]) for part in said.partition(": ")[2].split(", "))
    expect(page.locator(f"[data-count='{total}']")).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/desk/figures", "/desk/figures/conversations?of=outcome:human"])
def test_the_pages_are_accessible_and_fit(
    window: Callable[..., Window], running: RunningDesk, now: datetime, path: str, width: int, language: str
) -> None:
    name = f"林{width}{language}{len(path)}"
    page = window(path, name, "lead", width=width, language=language).page
    page.emulate_media(color_scheme="dark" if language == "en" else "light")
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_where_motion_is_reduced_colours_change_at_once(
    window: Callable[..., Window], running: RunningDesk, now: datetime
) -> None:
    page = window("/desk/figures", "静", "lead").page
    page.emulate_media(color_scheme="dark")
    colours = page.evaluate(
        """() => {
          for (const each of document.querySelectorAll("main details")) each.open = true;
          const cells = [...document.querySelectorAll(".table.figures tbody th"), document.body];
          return [...new Set(cells.map((cell) => getComputedStyle(cell).color))];
        }"""
    )
    assert len(colours) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_contents_stay_in_sight_and_say_where_one_is(
    window: Callable[..., Window], running: RunningDesk, now: datetime, width: int
) -> None:
    page = window("/desk/figures", f"目次{width}", "lead", width=width).page
    contents = page.get_by_role("navigation", name=text("base.on_this_page", "ja"))
    there = contents.locator("a[href='#guides']")
    there.click()
    heading = page.locator("#guides")
    expect(heading).to_be_in_viewport()
    expect(there).to_be_in_viewport()
    expect(contents.locator("[aria-current]")).to_have_text(there.inner_text())
    # What was jumped to is not under what stays.
    bar, place = contents.bounding_box(), heading.bounding_box()
    assert bar is not None
    assert place is not None
    assert width == 1280 or place["y"] >= bar["y"] + bar["height"]


def test_the_end_of_a_long_table_is_shown_on_demand(
    window: Callable[..., Window], running: RunningDesk, now: datetime
) -> None:
    store, clock = running.store, running.store._clock
    at = now - timedelta(hours=3)

    def set_time(moment: datetime) -> None:
        store._clock = lambda: moment

    log = Log(store, set_time)
    for number in range(11):
        log.turn(log.conversation(at), at, intent=f"wish_{number}")
    store._clock = clock
    page = window("/desk/figures", "長い表", "lead").page
    rows = page.locator("[aria-labelledby=intents] tbody tr")
    assert rows.count() > 10
    expect(rows.nth(7)).to_be_visible()
    expect(rows.nth(8)).to_be_hidden()
    page.locator("[aria-labelledby=intents] .all-rows summary").click()
    expect(rows.last).to_be_visible()
