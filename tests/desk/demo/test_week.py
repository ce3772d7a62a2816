"""A small week in the database: everything occurs in it, at sensible times, and it goes without a trace."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, select

from bot.desk.demo.cast import MARK, cast
from bot.desk.demo.filling import PersonTaken, fill, planned
from bot.desk.demo.making import RealConversations, make, remove
from bot.desk.demo.planning import Plan
from bot.desk.demo.playing import Answered, Script
from bot.desk.demo.week import arrivals
from bot.service_levels import STANDARD
from bot.settings import Settings
from bot.store import Incoming, NewCase, Store
from bot.store.demo_rows import REMOVED, UNTOUCHED
from bot.store.models import Base
from tests.desk.demo.conftest import UNTIL, WEEK

Played = Mapping[Script, Sequence[Answered]]
HOURS = STANDARD.hours


def rows(url: str) -> dict[str, list[str]]:
    """Everything in a database, by table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return found


def values(url: str, table: str, *columns: str) -> list[tuple[Any, ...]]:
    engine = create_engine(url)
    here = Base.metadata.tables[table]
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(select(*(here.c[name] for name in columns)))]
    engine.dispose()
    return found


@pytest.fixture(scope="session")
def week_url(tmp_path_factory: pytest.TempPathFactory, plans: tuple[Plan, ...], played: Played) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('week') / 'koshin.db'}"
    store = Store(url)
    store.upgrade()
    store.close()
    fill(url, WEEK, plans, played, STANDARD)
    return url


def test_every_channel_and_language_occurs(week_url: str) -> None:
    found = Counter(values(week_url, "conversations", "channel", "language"))
    assert set(found) == {(channel, language) for channel in ("web", "line", "slack") for language in ("ja", "en")}


def test_every_list_of_the_inbox_has_something(week_url: str) -> None:
    assert {row[0] for row in values(week_url, "conversations", "queue")} == {"waiting", "agent", "assistant", "closed"}


def test_cases_are_in_every_state_and_of_every_kind(week_url: str) -> None:
    cases = values(week_url, "cases", "status", "kind", "priority", "assignee_id", "merged_into", "email_verified_at")
    assert {row[0] for row in cases} == {"open", "in_progress", "waiting_customer", "resolved", "closed"}
    assert {row[1] for row in cases} == {"escalation", "erasure"}
    assert len({row[2] for row in cases}) >= 3
    assert {bool(row[3]) for row in cases} == {True, False}
    assert any(row[4] for row in cases)
    assert any(row[5] for row in cases)


def test_guides_helped_and_did_not_whole_and_step_by_step(week_url: str) -> None:
    felt = {(step is not None, bool(helped)) for step, helped in values(week_url, "feedback", "step", "helped")}
    assert felt == {(False, False), (False, True), (True, False), (True, True)}


def test_agents_left_traces_of_all_their_work(week_url: str) -> None:
    uses = {row[0] for row in values(week_url, "suggestion_uses", "outcome")}
    assert uses == {"accepted", "edited", "rejected"}
    for table in ("notes", "mentions", "scheduled_replies", "labels", "flags", "canned_replies", "case_events"):
        assert values(week_url, table, next(iter(Base.metadata.tables[table].c.keys()))), table
    reasons = {str(row[0]).partition(":")[0] for row in values(week_url, "conversations", "close_reason") if row[0]}
    assert {"solved", "elsewhere"} <= reasons


def test_each_answer_is_behind_its_question_and_nothing_waits_for_one(week_url: str) -> None:
    assert {row[0] for row in values(week_url, "inbox", "state")} <= {"done", "held"}
    said: dict[str, list[tuple[int, datetime]]] = {}
    for conversation, seq, at in values(week_url, "messages", "conversation_id", "seq", "created_at"):
        said.setdefault(conversation, []).append((seq, at))
    for lines in said.values():
        moments = [at for _, at in sorted(lines)]
        assert moments == sorted(moments)


def test_a_receipt_shows_the_number_under_which_the_case_is_filed(week_url: str) -> None:
    numbers = {row[0] for row in values(week_url, "cases", "number")}
    shown = set(re.findall(r"KD-\d{8}", str(values(week_url, "messages", "blocks"))))
    assert numbers
    assert shown == numbers


def test_all_of_it_lies_in_the_week_and_agents_speak_in_opening_hours(week_url: str) -> None:
    store = Store(week_url)
    now = {plan.story.id for plan in planned(WEEK, STANDARD) if plan.story.began is not None}
    assert now
    for conversation, role, at in values(week_url, "messages", "conversation_id", "role", "created_at"):
        assert WEEK.since - timedelta(hours=1) <= at <= UNTIL + timedelta(seconds=5)
        if role == "agent" and at < UNTIL - timedelta(hours=1):
            assert HOURS.is_open(at), conversation
    for (due,) in values(week_url, "scheduled_replies", "due_at"):
        assert due > UNTIL
    store.close()


def test_people_write_by_day_and_less_on_days_off() -> None:
    chance = random.Random(1)
    until = datetime(2026, 11, 23, 15, 0, tzinfo=timezone.utc)  # the end of a Monday that is a holiday
    moments = [moment for moment, *_ in arrivals(chance, 4000, until - timedelta(days=7), until, HOURS)]
    local = [moment.astimezone(HOURS.zone) for moment in moments]
    by_day = Counter(moment.date() for moment in local)
    assert max(by_day[date(2026, 11, day)] for day in (21, 22, 23)) < 0.6 * min(
        by_day[date(2026, 11, day)] for day in (17, 18, 19, 20)
    )
    by_hour = Counter(moment.hour for moment in local)
    assert sum(by_hour[hour] for hour in range(1, 6)) < 0.02 * len(moments)
    assert by_hour[10] > 2 * by_hour[22]


def test_no_address_of_it_could_be_somebodys(week_url: str) -> None:
    domains = set(re.findall(r"@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", str(rows(week_url)).lower()))
    assert domains == {"example.com", "example.jp"}


def test_nothing_of_it_is_sent_anywhere(week_url: str) -> None:
    store = Store(week_url)
    assert not any(row[0] for row in values(week_url, "links", "reachable"))
    assert store.unannounced_cases("slack") == []
    people = store.people()
    assert len(people) == len(cast().agents)
    assert all(person.invited and not store.credentials(login=person.login).password for person in people)  # type: ignore[union-attr]
    assert not values(week_url, "password_links", "digest")
    store.close()


def test_the_same_seed_makes_the_same_week(
    week_url: str, tmp_path: Path, plans: tuple[Plan, ...], played: Played
) -> None:
    assert planned(WEEK, STANDARD) == plans
    assert planned(replace(WEEK, seed=6), STANDARD) != plans
    url = f"sqlite:///{tmp_path / 'koshin.db'}"
    store = Store(url)
    store.upgrade()
    store.close()
    fill(url, WEEK, plans, played, STANDARD)
    assert rows(url) == rows(week_url)


def test_it_goes_away_without_a_trace(store: Store, empty_url: str, plans: tuple[Plan, ...], played: Played) -> None:
    mine = store.add_person("real@example.org", "本物", "agent")
    real = store.open_conversation("web", "ja")
    store.accept(Incoming(real.id, "m1", text="注文番号20000086086"))
    store.file_case(NewCase(idempotency_key="k", conversation_id=real.id, email="aoki.m@example.jp"))
    store.claim(real.id, mine.agent)
    store.flag_answer(mine.agent, "違います")
    store.add_canned_reply("本物", "はい", "Yes", mine.agent)
    store.audit(mine.agent, "case_closed", "KD-1")
    before = rows(empty_url)
    fill(empty_url, WEEK, plans, played, STANDARD)
    marked, others = store.count_marked(MARK)
    assert marked > WEEK.conversations
    assert others == 1
    changed = {name for name, found in rows(empty_url).items() if found != before[name]}
    assert {"conversations", "messages", "cases", "people", "search_texts", "links", "labels", "flags"} <= changed
    # What somebody else did in a demo conversation since goes with it.
    somewhere = values(empty_url, "conversations", "id")
    demo_id = next(row[0] for row in somewhere if row[0].endswith(MARK))
    store.add_note(demo_id, mine.agent, "見ました", "note-by-somebody")
    store.remove_marked(MARK)
    after = rows(empty_url)
    assert set(before.pop("audit")) < set(after.pop("audit"))
    assert after == before
    assert store.search("20000086086", limit=5)[0].conversation_id == real.id


def test_every_table_is_either_cleared_of_it_or_known_to_hold_none() -> None:
    cleared = {table.__tablename__ for table in REMOVED}
    assert cleared | UNTOUCHED == {table.name for table in Base.metadata.sorted_tables}
    assert not cleared & (UNTOUCHED - {"failed_sign_ins"})


def test_a_database_with_real_conversations_is_refused(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None, var_dir=tmp_path, signing_key=SecretStr("a signing key"), rasa_token=SecretStr("rasa-token")
    )
    store = Store(settings.database)
    store.upgrade()
    store.open_conversation("web", "ja")
    store.close()
    with pytest.raises(RealConversations, match="1"):
        make(settings, WEEK, tmp_path / "no-model.tar.gz")
    assert remove(settings) == 0
    store = Store(settings.database)
    assert store.count_conversations() == 1
    store.close()


def test_a_real_persons_login_is_not_taken(
    store: Store, empty_url: str, plans: tuple[Plan, ...], played: Played
) -> None:
    store.add_person(cast().agents[0].login, "本物", "agent")
    before = rows(empty_url)
    with pytest.raises(PersonTaken):
        fill(empty_url, WEEK, plans, played, STANDARD)
    assert rows(empty_url) == before
