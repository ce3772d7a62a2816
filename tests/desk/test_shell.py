"""The frame around every page."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.desk.rendering_csv import csv_response
from bot.desk.rendering_times import ago, when
from bot.store import StoreUnavailable
from tests.desk.agents import PAGE, AtDesk, browser, shown
from tests.front.desk import Desk


async def test_an_unknown_address_is_a_page_in_the_readers_language(agent: AtDesk, desk: Desk) -> None:
    response = await agent.get("/desk/nowhere")
    assert response.status_code == 404
    assert "見つかりません" in shown(response) or "ありません" in shown(response)
    assert response.headers["content-language"] == "ja"
    async with browser(desk.app) as stranger:
        response = await stranger.get("/desk/nowhere", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert response.status_code == 404
        assert response.headers["content-language"] == "en"
        assert response.headers["content-type"].startswith("text/html")


async def test_scripts_get_problems(desk: Desk) -> None:
    async with browser(desk.app) as stranger:
        response = await stranger.get("/desk/nowhere")
    assert response.headers["content-type"] == "application/problem+json"


async def test_desk_pages_may_send_forms_to_themselves_only(agent: AtDesk) -> None:
    policy = (await agent.get("/desk/nowhere")).headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_files_are_served(desk: Desk) -> None:
    async with browser(desk.app) as stranger:
        for name, kind in (("desk.css", "text/css"), ("desk.js", "text/javascript"), ("icons.svg", "image/svg+xml")):
            response = await stranger.get(f"/desk/static/{name}", headers=PAGE)
            assert response.status_code == 200
            assert response.headers["content-type"].startswith(kind)


async def test_without_a_database_there_is_a_page_that_says_so(
    agent: AtDesk, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(desk.store, "desk_session", away)
    response = await agent.get("/desk/profile")
    assert response.status_code == 503
    assert response.headers["content-type"].startswith("text/html")
    assert "<h1" in response.text
    assert (await agent.send("/desk/profile")).json()["code"] == "database_unavailable"


async def test_a_form_that_is_too_large_is_refused_before_anybody_reads_it(agent: AtDesk) -> None:
    response = await agent.http.post("/desk/profile", data={"csrf": agent.csrf, "name": "x" * 4_100_000})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("seconds", "ja", "en"),
    [
        (0, "たった今", "just now"),
        (60, "1分前", "1 minute ago"),
        (7200, "2時間前", "2 hours ago"),
        (86_400, "1日前", "1 day ago"),
        (8 * 86_400, "11月14日", "14 Nov"),
        (400 * 86_400, "2025年10月18日", "18 Oct 2025"),
    ],
)
def test_moments_are_told_as_people_say_them(seconds: int, ja: str, en: str) -> None:
    now = datetime(2026, 11, 22, 3, 0, tzinfo=timezone.utc)
    assert ago(now - timedelta(seconds=seconds), now, "ja") == ja
    assert ago(now - timedelta(seconds=seconds), now, "en") == en


def test_the_day_is_japans_day() -> None:
    now = datetime(2026, 11, 22, 16, 0, tzinfo=timezone.utc)
    assert when(now - timedelta(minutes=30), now, "ja") == "00:30"
    assert when(now - timedelta(minutes=90), now, "ja") == "11月22日 23:30"


def test_a_table_for_spreadsheets_runs_nothing() -> None:
    response = csv_response("x.csv", ["名前"], [["=1+1"], ["-2"], ["＝1+1"], ["＠1"], [3], ['森 "太郎", 担当'], [True]])
    text = bytes(response.body).decode("utf-8-sig")
    assert text.split("\r\n") == ["名前", "'=1+1", "'-2", "'＝1+1", "'＠1", "3", '"森 ""太郎"", 担当"', "True", ""]
