"""Alive, ready, or what is missing."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.settings import Settings
from tests.front.desk import Desk


async def test_a_front_with_everything_is_ready(desk: Desk) -> None:
    assert (await desk.http.get("/healthz")).json() == {"alive": True}
    response = await desk.http.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": []})


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("no_model", "rasa"),
        ("tracker_in_memory", "rasa"),
        ("actions_unreachable", "actions"),
        ("rasa_unreachable", "rasa"),
        ("something_new", "rasa"),
    ],
)
async def test_what_is_missing_is_named_with_its_remedy(desk: Desk, code: str, part: str) -> None:
    desk.dialogue.problems = [code]
    response = await desk.http.get("/readyz")
    assert response.status_code == 503
    (problem,) = response.json()["problems"]
    assert (problem["part"], problem["code"]) == (part, code)
    assert problem["problem"]
    assert problem["remedy"]
    assert (await desk.http.get("/healthz")).status_code == 200
    japanese = await desk.http.get("/readyz", headers={"Accept-Language": "ja"})
    assert japanese.json()["problems"][0]["problem"] != problem["problem"]


async def test_a_database_without_its_schema_is_told(desk: Desk) -> None:
    with desk.store._database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    problems = (await desk.http.get("/readyz")).json()["problems"]
    assert [problem["code"] for problem in problems] == ["database_not_migrated"]
    assert "koshin db upgrade" in problems[0]["remedy"]


async def test_an_unreachable_database_is_told(desk: Desk, settings: Settings) -> None:
    desk.store.close()
    for file in settings.var_dir.glob("koshin.db*"):
        file.unlink()
    (settings.var_dir / "koshin.db").mkdir()
    problems = (await desk.http.get("/readyz")).json()["problems"]
    assert [(problem["part"], problem["code"]) for problem in problems] == [("database", "database_unreachable")]
