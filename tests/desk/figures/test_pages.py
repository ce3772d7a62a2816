"""The pages: each number is as long as its list, days end at midnight in Japan, customers' words stay away."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest

from bot.desk.figures.counting import entries_named
from bot.desk.figures.entries import Material
from bot.desk.figures.filters import filter_from
from bot.desk.figures.gathering import Gatherer
from bot.desk.figures.report import TABLES
from bot.desk.strings import text
from bot.knowledge import Knowledge
from bot.service_levels import STANDARD
from bot.store import Store
from tests.desk.agents import AtDesk, SignIn, shown
from tests.desk.figures.conftest import NOW
from tests.desk.figures.log import Log
from tests.desk.figures.plain_sql import counted_by_sql
from tests.desk.figures.reading import opened, table
from tests.front.desk import FakeTime

LAST_MIDNIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=timezone.utc)


async def test_every_number_is_as_long_as_its_list(believed: Store, store: Store, lead: AtDesk) -> None:
    figures = await opened(lead, "/desk/figures?period=7")
    assert len(figures.numbers) > 100
    materials: dict[object, Material] = {}
    for link in figures.numbers:
        query = dict(parse_qsl(urlsplit(link.href).query))
        chosen = filter_from(query, NOW, {})
        if chosen not in materials:
            materials[chosen] = Gatherer(store, STANDARD.hours).of(chosen, NOW)
        assert len(entries_named(materials[chosen], query["of"])) == link.number, link.href
    for link in [link for link in figures.numbers if link.number][::25]:
        rows = (await table(lead, link.href.replace("/conversations?", "/conversations.csv?")))[1:]
        page = await opened(lead, link.href)
        chats = [href for href, _ in page.links if href.startswith("/desk/conversations/")]
        assert len(rows) == len(chats) == link.number, link.href
        assert f'data-count="{link.number}"' in page.response.text
    assert (await lead.get(chats[0].partition("#")[0])).status_code == 200


async def test_shares_and_times_lead_to_lists_too(believed: Store, lead: AtDesk) -> None:
    figures = await opened(lead, "/desk/figures?period=7")
    for href, said in figures.links[::5]:
        if href.startswith("/desk/figures/conversations?") and re.search(r"[%時分]$", said) and said[0] not in "+−±0":
            assert 'data-count="0"' not in (await lead.get(href)).text, (href, said)
    changes = [href for href, said in figures.links if "pt" in said]
    assert changes
    assert all("to=2026-11-15" in href for href in changes)


async def test_the_page_says_what_sql_counts(believed: Store, store: Store, lead: AtDesk, knowledge: Knowledge) -> None:
    expected = counted_by_sql(store, NOW - timedelta(days=60), NOW + timedelta(days=1), NOW)
    rows = {row[0]: row[1:] for row in await table(lead, "/desk/figures/tables/guides.csv?period=30")}
    assert len(rows) == 4
    for guide in ("off_ios", "renewal_registration", "serial_number"):
        counts = [expected.get(f"{name}:{guide}", 0) for name in ("guide", "verdict:yes", "verdict:no")]
        assert [int(value) for value in rows[knowledge.guides[guide].title.ja][:3]] == counts
    days = await table(lead, "/desk/figures/tables/outcomes.csv?period=30")
    assert len(days) == 31
    for column, name in enumerate(("solved", "human", "unsolved", "open"), start=1):
        assert sum(int(row[column]) for row in days[1:]) == expected.get(f"outcome:{name}", 0)


@pytest.mark.parametrize("name", TABLES)
async def test_every_table_can_be_had_as_a_file(believed: Store, lead: AtDesk, name: str) -> None:
    rows = await table(lead, f"/desk/figures/tables/{name}.csv?period=30")
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


async def test_an_unknown_table_is_not_there(lead: AtDesk) -> None:
    assert (await lead.get("/desk/figures/tables/salaries.csv")).status_code == 404


async def test_a_day_ends_at_midnight_in_japan(log: Log, lead: AtDesk, time: FakeTime) -> None:
    for seconds in (-1, 0, 1):
        at = LAST_MIDNIGHT + timedelta(seconds=seconds)
        log.turn(log.conversation(at), at, guide="off_ios")
    time.now = NOW
    rows = await table(lead, "/desk/figures/tables/channels.csv?from=2026-11-20&to=2026-11-22")
    assert [row[:2] for row in rows[1:]] == [["2026-11-20", "0"], ["2026-11-21", "1"], ["2026-11-22", "2"]]
    today = await opened(lead, "/desk/figures?period=today")
    assert max(link.number for link in today.numbers) == 2
    assert "from=2026-11-22&to=2026-11-22" in today.numbers[0].href


async def test_a_filter_leaves_the_others_out(log: Log, lead: AtDesk, time: FakeTime) -> None:
    at = NOW - timedelta(hours=5)
    for channel, language, provider in (
        ("web", "ja", None),
        ("line", "ja", "allsoft"),
        ("line", "en", "app_store"),
        ("slack", "en", "allsoft"),
    ):
        chat = log.conversation(at, channel, language)  # type: ignore[arg-type]
        log.turn(chat, at, provider=provider)
    time.now = NOW

    async def count(query: str) -> int:
        return int((await table(lead, f"/desk/figures/tables/channels.csv?period=today&{query}"))[1][1])

    assert await count("") == 4
    assert await count("channel=line") == 2
    assert await count("language=en") == 2
    assert await count("provider=allsoft") == 2
    assert await count("provider=none") == 1
    assert await count("provider=allsoft&channel=line") == 1
    assert await count("channel=fax&provider=nobody&language=fr") == 4


async def test_waiting_now_is_of_now_whatever_the_period(log: Log, lead: AtDesk, time: FakeTime) -> None:
    at = NOW - timedelta(days=40)
    chat = log.conversation(at, "line")
    log.turn(chat, at, "talk_to_human")
    log.case(chat, at, "nexway", "line")
    time.now = NOW
    for query, count in (
        ("", 1),
        ("channel=line", 1),
        ("channel=web", 0),
        ("provider=nexway", 1),
        ("provider=none", 0),
    ):
        rows = await table(lead, f"/desk/figures/conversations.csv?period=today&of=waiting&{query}")
        assert len(rows) - 1 == count, query


async def test_first_response_runs_by_the_clock_and_in_opening_hours(log: Log, lead: AtDesk, time: FakeTime) -> None:
    friday = datetime(2026, 11, 20, 8, 30, tzinfo=timezone.utc)  # 17:30 in Japan, half an hour before closing
    chat = log.conversation(friday)
    log.turn(chat, friday, "talk_to_human")
    number = log.case(chat, friday)
    saturday = friday + timedelta(hours=16)
    log.line(chat, saturday)
    log.resolve(number, saturday + timedelta(hours=2))
    time.now = NOW
    rows = {}
    for name in ("response", "at_work", "resolution"):
        rows[name] = (await table(lead, f"/desk/figures/conversations.csv?period=7&of={name}"))[1:]
    assert {name: [int(row[-1]) for row in found] for name, found in rows.items()} == {
        "response": [16 * 3600],
        "at_work": [1800],
        "resolution": [18 * 3600],
    }
    assert rows["response"][0][-2] == number


async def test_merged_cases_and_requests_for_erasure_are_not_counted(
    log: Log, store: Store, lead: AtDesk, time: FakeTime
) -> None:
    at = NOW - timedelta(hours=3)
    chat = log.conversation(at)
    log.turn(chat, at)
    first, second = log.case(chat, at), log.case(chat, at)
    store._database.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE cases SET merged_into = ? WHERE number = ?", (first, second)
        )
    )
    time.now = NOW
    rows = await table(lead, "/desk/figures/conversations.csv?period=today&of=case")
    assert [row[6] for row in rows[1:]] == [first]


async def test_an_empty_desk_has_empty_figures(lead: AtDesk) -> None:
    for query in ("", "?period=today", "?period=90", "?from=2025-01-01&to=2025-12-31"):
        response = await lead.get(f"/desk/figures{query}")
        assert response.status_code == 200
        assert text("figures.empty", "ja") in shown(response)
    assert text("figures.nothing_counted", "ja") in shown(await lead.get("/desk/figures/conversations?of=lost"))
    assert (await lead.get("/desk/figures/conversations?of=no:such:thing")).status_code == 200


async def test_customers_words_are_on_none_of_the_pages(believed: Store, lead: AtDesk) -> None:
    figures = await opened(lead)
    pages = [figures.response.text]
    pages += [(await lead.get(href)).text for href in sorted(figures.lists)[::9]]
    pages += [(await lead.get(f"/desk/figures/tables/{name}.csv")).text for name in TABLES]
    for page in pages:
        assert "秘密" not in page
        assert "高橋" not in page


async def test_only_leads_see_figures(sign_in: SignIn) -> None:
    agent, admin = sign_in("agent", "林"), sign_in("admin", "森")
    for path in ("/desk/figures", "/desk/figures/conversations", "/desk/figures/conversations.csv"):
        assert (await agent.get(path)).status_code == 403
        assert (await admin.get(path)).status_code == 200


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_page_speaks_the_readers_language_and_its_charts_are_whole(
    believed: Store, sign_in: SignIn, language: str
) -> None:
    reader = sign_in("lead", "原", language)
    response = await reader.get("/desk/figures?period=90")
    assert text("figures.section_steps", language) in shown(response)  # type: ignore[arg-type]
    charts = re.findall(r'<svg class="chart.*?</svg>', response.text, re.S)
    assert len(charts) > 10
    for chart in charts:
        ElementTree.fromstring(chart)
    ids = re.findall(r'\bid="([^"]+)"', response.text)
    assert len(ids) == len(set(ids))


async def test_a_long_list_comes_in_pages(log: Log, lead: AtDesk, time: FakeTime) -> None:
    for number in range(103):
        at = NOW - timedelta(hours=2, seconds=number)
        log.turn(log.conversation(at), at)
    time.now = NOW
    first = await opened(lead, "/desk/figures/conversations?period=today&of=all")
    (older,) = [href for href, _ in first.links if "after=100" in href]
    second = await opened(lead, older)
    seen = [
        href.partition("#")[0]
        for page in (first, second)
        for href, _ in page.links
        if href.startswith("/desk/conversations/")
    ]
    assert len(seen) == len(set(seen)) == 103
    assert (await lead.get("/desk/figures/conversations?period=today&of=all&after=99999")).status_code == 200


async def test_more_is_compared_with_the_same_days_before(log: Log, lead: AtDesk, time: FakeTime) -> None:
    for days, count in ((0, 3), (1, 2)):
        for _ in range(count):
            at = NOW - timedelta(days=days, hours=4)
            log.turn(log.conversation(at), at, guide="off_ios")
    time.now = NOW
    page = await opened(lead, "/desk/figures?period=today")
    ((href, said),) = [(href, said) for href, said in page.links if said.startswith("+50%")]
    assert "from=2026-11-21&to=2026-11-21" in href
    assert text("figures.change_from", "ja", value=2) in said


async def test_a_row_is_called_by_when_and_where_it_was_not_by_its_key(log: Log, lead: AtDesk, time: FakeTime) -> None:
    at = datetime(2026, 11, 20, 1, 5, tzinfo=timezone.utc)
    chat = log.conversation(at, "line", "en")
    log.turn(chat, at, guide="off_ios")
    number = log.case(chat, at, channel="line")
    time.now = NOW
    for figure, more in (("all", text("figures.outcome_human", "ja")), ("case", number)):
        page = await opened(lead, f"/desk/figures/conversations?period=7&of={figure}")
        (said,) = [said for href, said in page.links if href.startswith(f"/desk/conversations/{chat}")]
        assert said.split() == ["11月20日", "10:05", "LINE", "英語"]
        assert more in shown(page.response)
        assert chat[:8] not in shown(page.response)


@pytest.mark.parametrize("query", ["?period=7", "?from=2025-01-01&to=2025-01-02"])
async def test_every_number_of_a_tile_is_a_link_nought_too(believed: Store, lead: AtDesk, query: str) -> None:
    page = await lead.get(f"/desk/figures{query}")
    tiles = re.findall(r'class="tile".*?</li>', page.text, re.S)
    assert len(tiles) == 8
    for tile in tiles:
        for cell in re.findall(r'(?s)class="big-number">(.*?)</span>|<dd>(.*?)</dd>', tile):
            said = cell[0] or cell[1]
            assert said == "–" or said.startswith('<a href="/desk/figures/conversations?'), said


async def test_what_is_on_the_page_can_be_jumped_to(believed: Store, lead: AtDesk) -> None:
    page = await lead.get("/desk/figures?period=30")
    places = re.findall(r'<a href="#([^"]+)"', page.text.partition('class="contents"')[2].partition("</nav>")[0])
    assert {"summary", "chart-outcomes", "guides", "steps", "definitions"} <= set(places)
    for place in places:
        assert page.text.count(f'id="{place}"') == 1, place
