"""How a case changes: checked against what was seen, its clock set, written down, found by its new words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from sqlalchemy import Connection, select, update

from bot.service_levels import CasePriority, ServiceLevels
from bot.store.case_clock import CaseClock
from bot.store.case_events import note_event
from bot.store.case_folding import folded_email, folded_order
from bot.store.case_records import EDITABLE
from bot.store.case_rows import held_case, merged_into, read_case, root_of
from bot.store.errors import CaseChanged, CaseMerged, UnknownCase
from bot.store.filed_case import ENDED, UNDER_WAY, Case, CaseStatus
from bot.store.models import CaseRow, ConversationRow
from bot.store.records import Agent
from bot.store.search_index import index_case

WhenMerged = Literal["refuse", "follow", "itself"]
"""What a change of a merged case means: nothing, a change of the case that it went into, or of what was filed in it."""


@dataclass(frozen=True)
class Change:
    """Who changes a case, when, and what they had seen.

    Args:
        version: the version that the agent had seen; None asks nobody.
    """

    at: datetime
    by: Agent | None
    service: ServiceLevels
    version: int | None = None


def hold_case(connection: Connection, number: str, change: Change, merged: WhenMerged = "refuse") -> Case:
    """The case to be changed, held until the transaction ends.

    Raises:
        UnknownCase: no case has this number.
        CaseMerged: it was merged, and the change is meant for this one.
        CaseChanged: it isn't as the agent had seen it.
    """
    case = held_case(connection, root_of(connection, number) if merged == "follow" else number)
    if case is None:
        raise UnknownCase(number)
    if case.merged_into is not None and merged == "refuse":
        raise CaseMerged(case.merged_into)
    if change.version is not None and change.version != case.version:
        raise CaseChanged(number)
    return case


def write_facts(connection: Connection, case: Case, facts: Mapping[str, str | date | None], change: Change) -> Case:
    """Change what is written on a case; an address that changes is not verified any more."""
    new = {name: value for name, value in facts.items() if getattr(case, name) != value}
    if not new.keys() <= set(EDITABLE):
        raise ValueError(f"{sorted(new)} can't all be changed")
    values: dict[str, Any] = dict(new)
    if "email" in new:
        folded = folded_email(cast("str | None", new["email"]))
        values["email_folded"] = folded
        if folded != folded_email(case.email) and case.email_verified is not None:
            values |= {"email_verified_at": None, "email_verified_by": None, "email_verified_how": None}
            note_event(connection, case.number, change.at, change.by, "unverified")
    if "order_number" in new:
        values["order_folded"] = folded_order(cast("str | None", new["order_number"]))
    for name, value in new.items():
        note_event(
            connection,
            case.number,
            change.at,
            change.by,
            "changed",
            field=name,
            before=getattr(case, name),
            after=value,
        )
    return _written(connection, case, values, change)


def set_status(
    connection: Connection, case: Case, status: CaseStatus, change: Change, words: str | None = None
) -> Case:
    """Change where the work on a case is; the same status again changes nothing."""
    if status == case.status:
        return case
    clock = _clock_of(case)
    values: dict[str, Any] = {"status": status}
    if status in ENDED:
        clock = clock.ended(change.at, change.service)
        clock = clock.answered(change.at) if status == "resolved" else clock
        values |= {"close_reason": words or case.close_reason}
    elif status == "waiting_customer":
        clock = clock.paused(change.at, change.service)
    elif case.status not in ("open", "in_progress"):
        clock = clock.running(change.at, change.service)
    if status not in ENDED:
        values |= {"close_reason": None}
    values["closed_at"] = (case.closed_at or change.at) if status == "closed" else None
    note_event(connection, case.number, change.at, change.by, "status", before=case.status, after=status, words=words)
    return _written(connection, case, values | clock_values(clock), change)


def set_priority(connection: Connection, case: Case, priority: CasePriority, change: Change) -> Case:
    """Change how urgent a case is, and with it its deadlines."""
    if priority == case.priority:
        return case
    clock = _clock_of(case).prioritised(priority, change.service)
    note_event(connection, case.number, change.at, change.by, "priority", before=case.priority, after=priority)
    return _written(connection, case, clock_values(clock), change)


def set_assignee(connection: Connection, case: Case, agent: Agent | None, change: Change) -> Case:
    """Give a case to an agent, or to nobody; one that nobody had begun is in progress from then on."""
    if agent == case.assignee:
        return case
    before, after = (each.name if each else None for each in (case.assignee, agent))
    note_event(connection, case.number, change.at, change.by, "assigned", before=before, after=after)
    values = {"assignee_id": agent.id if agent else None, "assignee_name": agent.name if agent else None}
    given = _written(connection, case, values, change)
    if agent is not None and given.status == "open":
        return set_status(connection, given, "in_progress", change)
    return given


def note_answer(connection: Connection, case: Case, change: Change, words: str | None = None) -> Case:
    """The customer got an answer; only the first time counts."""
    if _clock_of(case).first_response_at is not None:
        return case
    note_event(connection, case.number, change.at, change.by, "answered", words=words)
    return _written(connection, case, clock_values(_clock_of(case).answered(change.at)), change)


def write_columns(connection: Connection, case: Case, values: Mapping[str, Any], change: Change) -> Case:
    """Change other columns of a case; the caller has noted the event."""
    return _written(connection, case, values, change)


def agent_answered(connection: Connection, conversation_id: str, change: Change) -> None:
    """An agent said something in a conversation: its cases are answered, and those they were merged into."""
    for case in _cases_at_work(connection, conversation_id):
        note_answer(connection, case, change)


def customer_wrote(connection: Connection, conversation_id: str, change: Change) -> None:
    """The customer wrote: nobody waits for them any more."""
    for case in _cases_at_work(connection, conversation_id):
        if case.status == "waiting_customer":
            set_status(connection, case, "in_progress" if case.assignee else "open", change)


def clock_values(clock: CaseClock) -> dict[str, Any]:
    """The columns that keep a clock."""
    return {
        "priority": clock.priority,
        "first_response_at": clock.first_response_at,
        "first_response_due_at": clock.first_response_due_at,
        "resolved_at": clock.resolved_at,
        "resolution_due_at": clock.resolution_due_at,
        "due_at": clock.due_at,
        "paused_at": clock.paused_at,
        "paused_seconds": clock.paused_seconds,
    }


def _clock_of(case: Case) -> CaseClock:
    return case.clock or CaseClock(case.created_at)


def _cases_at_work(connection: Connection, conversation_id: str) -> list[Case]:
    query = select(CaseRow.number, CaseRow.status, CaseRow.merged_into).where(
        CaseRow.conversation_id == conversation_id
    )
    numbers = [
        root_of(connection, row.number) if row.merged_into else row.number
        for row in connection.execute(query.order_by(CaseRow.number)).all()
        if row.merged_into or row.status in UNDER_WAY
    ]
    held = (held_case(connection, number) for number in dict.fromkeys(numbers))
    return [case for case in held if case is not None and case.status in UNDER_WAY]


def _written(connection: Connection, case: Case, values: Mapping[str, Any], change: Change) -> Case:
    if not values:
        return case
    here = CaseRow.number == case.number
    connection.execute(update(CaseRow).where(here).values(**values, version=CaseRow.version + 1, updated_at=change.at))
    written = read_case(connection, here)
    assert written is not None
    index_case(connection, written)
    if written.status in ENDED and case.status not in ENDED:
        alike = [written, *merged_into(connection, [written.number])]
        for conversation_id in {each.conversation_id for each in alike}:
            _stop_waiting(connection, conversation_id)
    return written


def _stop_waiting(connection: Connection, conversation_id: str) -> None:
    """Let nobody wait for a human any more whose last case has ended, unless an agent is there already."""
    query = select(CaseRow.number).where(CaseRow.conversation_id == conversation_id)
    for number in connection.scalars(query).all():
        case = read_case(connection, CaseRow.number == number)
        if case is not None and not case.has_ended:
            return
    connection.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.handler == "assistant")
        .values(waiting_since=None)
    )
