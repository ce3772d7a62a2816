"""What the store keeps of a turn for figures, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import null, select, update

from bot.desk.figures.contacts import APART
from bot.desk.figures.counting import numbers_of
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.gathering import Gatherer
from bot.desk.figures.period import Period
from bot.dialogue.port import TurnTrace
from bot.service_levels import STANDARD
from bot.store import Incoming, Store
from bot.store.figures_digest import NOTHING, SIGNS, Digest, digest_of, fill_digests
from bot.store.models import InboxRow
from tests.desk.figures.log import Log, believable
from tests.store.conftest import empty_store, empty_url, postgres_server, postgres_url, store

__all__ = ["empty_store", "empty_url", "postgres_server", "postgres_url", "store"]

AT = datetime(2026, 11, 20, 3, 0, tzinfo=timezone.utc)


@pytest.fixture
def log(store: Store) -> Log:
    def set_time(at: datetime) -> None:
        store._clock = lambda: at

    return Log(store, set_time)


def kept(store: Store) -> list[dict[str, Any]]:
    columns = InboxRow.intent, InboxRow.guide, InboxRow.guide_step, InboxRow.provider, InboxRow.sign
    query = select(*columns).order_by(InboxRow.position)
    return store._database.read(lambda connection: [dict(row._mapping) for row in connection.execute(query)])


@given(
    trace=st.builds(
        TurnTrace,
        intent=st.sampled_from([None, "greet", "nlu_fallback", "talk_to_human", "identify_provider", "x" * 90]),
        actions=st.lists(st.sampled_from(["action_listen", "escalation_form", "action_not_understood"])).map(tuple),
        guide=st.sampled_from([None, "off_ios"]),
        guide_step=st.sampled_from([None, 1, 3]),
        provider=st.sampled_from([None, "allsoft"]),
    )
)
def test_a_digest_is_short_and_has_one_sign_at_most(trace: TurnTrace) -> None:
    digest = digest_of(trace.model_dump())
    assert digest.sign in (None, *SIGNS)
    assert len(digest.intent or "") <= 64
    assert digest.guide_step is None or digest.guide is not None
    if trace.intent == "nlu_fallback" or "action_not_understood" in trace.actions:
        assert digest.sign == "not_understood"
    elif trace.intent == "talk_to_human" or "escalation_form" in trace.actions:
        assert digest.sign == "asked_person"
    elif trace.guide:
        assert digest.sign == "answered"


def test_traces_of_earlier_versions_and_of_nobody_are_read_too() -> None:
    assert digest_of(None) == digest_of({}) == NOTHING
    assert digest_of({"intent": "greet", "guide": 7, "guide_step": "two"}) == Digest(intent="greet")


def test_an_answered_turn_is_kept_in_short(log: Log, store: Store) -> None:
    log.turn(log.conversation(AT), AT, "stop_auto_renew", guide="off_ios", step=2, provider="app_store")
    assert kept(store) == [Digest("stop_auto_renew", "off_ios", 2, "app_store", "answered").columns()]


def test_a_message_that_is_taken_back_leaves_nothing_of_its_meaning(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    store.accept(Incoming(chat, "one", text="秘密"))
    turn = store.next_turn(chat)
    assert turn is not None
    store.finish_turn(turn, [], language="ja", trace={"intent": "nlu_fallback"})
    assert kept(store)[0]["sign"] == "not_understood"
    store.unsend(chat, "one")
    assert kept(store) == [NOTHING.columns()]
    rows = store.figure_rows(AT - APART, AT + APART, APART)
    assert [(fact.conversation_id, fact.intent) for fact in rows.turns] == [(chat, None)]


def test_turns_of_earlier_versions_get_their_digest(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    for number in range(3):
        log.turn(chat, AT + timedelta(minutes=number), "stop_auto_renew", guide="off_ios", step=number or None)
    whole = kept(store)
    store._database.write(lambda connection: connection.execute(update(InboxRow).values(**NOTHING.columns())))
    store._database.write(fill_digests)
    assert kept(store) == whole
    store._database.write(lambda connection: connection.execute(update(InboxRow).values(trace=null())))
    store._database.write(fill_digests)
    assert kept(store) == whole


def test_rows_have_what_hangs_together_with_the_period_and_nothing_else(log: Log, store: Store) -> None:
    early, going_on, late = (log.conversation(AT) for _ in range(3))
    for hours in (-60, -20, 10, 30, 50, 80):
        log.turn(going_on, AT + timedelta(hours=hours))
    log.turn(early, AT - timedelta(hours=40))
    log.turn(late, AT + timedelta(hours=30))
    rows = store.figure_rows(AT, AT + timedelta(hours=12), APART)
    assert [(fact.conversation_id, fact.at) for fact in rows.turns] == [
        (going_on, AT + timedelta(hours=hours)) for hours in (-20, 10, 30, 50, 80)
    ]
    assert set(rows.places) == {going_on}


def test_each_database_gives_the_same_figures(log: Log, store: Store) -> None:
    believable(log, AT, days=3, each_day=5)
    shown = FigureFilter(Period(AT.date() - timedelta(days=5), AT.date()))
    material, before = Gatherer(store, STANDARD.hours).with_before(shown, AT)
    numbers = numbers_of(material)
    assert numbers["all"] == len({contact.conversation_id for contact in material.contacts}) > 8
    assert all(contact.began.utcoffset() == timedelta() for contact in material.contacts)
    assert numbers["response"] == sum(case.first_response is not None for case in material.cases)
    assert numbers["waiting"] == len(store.waiting_now())
    assert before.contacts == ()
