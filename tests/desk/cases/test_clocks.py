"""A case's clock: opening hours, whom it waits for, and what ends it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.store import Case, Incoming, Store
from tests.desk.cases.conftest import Now
from tests.desk.cases.filing import SATO, file, said, talk


def clock(case: Case) -> tuple[datetime | None, datetime | None]:
    assert case.clock is not None
    return case.clock.first_response_due_at, case.clock.resolution_due_at


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.utc)


def test_a_case_is_due_in_opening_hours_by_its_priority(cases: Store) -> None:
    case = file(cases)
    # Thursday at ten: eight hours later the desk is just about to close; forty are a good week.
    assert clock(case) == (utc(26, 9), utc(2, 5, month=12))
    urgent = cases.prioritise_case(case.number, "urgent", SATO)
    assert clock(urgent) == (utc(26, 2), utc(26, 9))
    assert urgent.priority == "urgent"
    assert clock(cases.prioritise_case(case.number, "normal", SATO)) == clock(case)


def test_the_clock_stands_still_while_the_customer_is_waited_for_until_they_write(cases: Store, now: Now) -> None:
    conversation = talk(cases)
    case = file(cases, conversation)
    now.pass_(hours=1)
    waiting = cases.move_case(case.number, "waiting_customer", SATO, "注文番号をお願いしました")
    assert waiting.clock is not None
    assert (waiting.clock.due_at, waiting.clock.first_response_at) == (None, utc(26, 2))
    now.pass_(days=1)
    cases.accept(Incoming(conversation, "m", text="番号です"))
    (again,) = cases.cases_of(conversation)
    assert again.status == "open"
    assert again.clock is not None
    # A night and a day of opening hours: nine of them don't count.
    assert again.clock.paused_seconds == 9 * 3600
    assert again.clock.due_at == utc(3, 5, month=12)
    assert [(event.kind, event.after) for event in cases.case_events(case.number)][-1] == ("status", "open")


def test_an_ended_case_that_is_opened_again_has_the_time_left_that_it_had(cases: Store, now: Now) -> None:
    case = file(cases)
    ended = cases.move_case(case.number, "resolved", SATO, "解約を確認")
    assert ended.clock is not None
    assert (ended.clock.resolved_at, ended.close_reason, ended.closed_at) == (now(), "解約を確認", None)
    now.pass_(hours=2)
    closed = cases.move_case(case.number, "closed", SATO)
    assert closed.clock is not None
    assert (closed.clock.resolved_at, closed.closed_at) == (utc(26, 1), now())
    again = cases.move_case(case.number, "in_progress", SATO)
    assert again.clock is not None
    assert (again.close_reason, again.closed_at, again.clock.resolved_at) == (None, None, None)
    assert again.clock.resolution_due_at == utc(2, 7, month=12)


def test_the_first_line_of_an_agent_is_the_first_answer_also_of_the_case_that_it_went_into(
    cases: Store, now: Now
) -> None:
    one, other = talk(cases), talk(cases)
    first, second = file(cases, one), file(cases, other)
    cases.merge_case(first.number, second.number, SATO)
    cases.claim(one, SATO)
    now.pass_(minutes=5)
    cases.say(one, said("確認します"), key="a", author=SATO)
    found = cases.find_case(second.number)
    assert found is not None
    assert found.clock is not None
    assert found.clock.first_response_at == now()
    now.pass_(minutes=5)
    cases.say(one, said("もう少し"), key="b", author=SATO)
    assert cases.find_case(second.number) == found


def test_closing_a_case_ends_the_wait_where_it_was_merged_from_too(cases: Store) -> None:
    one, other = talk(cases), talk(cases)
    first, second = file(cases, one), file(cases, other)
    cases.merge_case(first.number, second.number, SATO)
    for conversation in (one, other):
        found = cases.conversation(conversation)
        assert found is not None
        assert found.waiting_since is not None
    cases.close_case(second.number, "解決", SATO)
    for conversation in (one, other):
        found = cases.conversation(conversation)
        assert found is not None
        assert found.waiting_since is None


def test_a_case_opened_by_hand_makes_nobody_wait_and_is_answered_already(cases: Store) -> None:
    conversation = talk(cases)
    cases.claim(conversation, SATO)
    cases.say(conversation, said("伺います"), key="a", author=SATO)
    case = file(cases, conversation, opened_by=SATO)
    assert case.opened_by == "佐藤"
    assert case.clock is not None
    assert case.clock.first_response_at == case.created_at
    found = cases.conversation(conversation)
    assert found is not None
    assert found.waiting_since is None


def test_times_in_opening_hours_are_what_the_figures_can_count_on(cases: Store, now: Now) -> None:
    case = file(cases)
    now.pass_(hours=3)
    cases.answer_case(case.number, SATO, "メールで返信")
    now.pass_(days=4)
    cases.move_case(case.number, "closed", SATO)
    engine_row = cases.find_case(case.number)
    assert engine_row is not None
    assert engine_row.clock is not None
    assert engine_row.clock.first_response_at == case.created_at + timedelta(hours=3)
    assert engine_row.clock.resolved_at == now()
