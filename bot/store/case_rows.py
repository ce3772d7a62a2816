"""Reads cases: a merged one with the state of the case that it went into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from bot.store.case_clock import CaseClock
from bot.store.filed_case import Case, Verified
from bot.store.models import CaseRow
from bot.store.records import Agent

_OWN = (
    CaseRow.number,
    CaseRow.kind,
    CaseRow.conversation_id,
    CaseRow.channel,
    CaseRow.language,
    CaseRow.product_line,
    CaseRow.problem,
    CaseRow.purchase_date,
    CaseRow.name,
    CaseRow.email,
    CaseRow.order_number,
    CaseRow.provider,
    CaseRow.status,
    CaseRow.created_at,
    CaseRow.close_reason,
    CaseRow.closed_at,
    CaseRow.version,
    CaseRow.opened_by,
    CaseRow.merged_into,
    CaseRow.merged_at,
    CaseRow.erased_at,
    CaseRow.updated_at,
)
_CLOCK = (
    CaseRow.priority,
    CaseRow.first_response_at,
    CaseRow.first_response_due_at,
    CaseRow.resolved_at,
    CaseRow.resolution_due_at,
    CaseRow.paused_at,
    CaseRow.paused_seconds,
)
_OTHERS = (
    CaseRow.assignee_id,
    CaseRow.assignee_name,
    CaseRow.email_verified_at,
    CaseRow.email_verified_by,
    CaseRow.email_verified_how,
)


def case_query() -> Select[Any]:
    """Everything that a case is made of."""
    return select(*_OWN, *_CLOCK, *_OTHERS)


def read_cases(connection: Connection, query: Select[Any]) -> list[Case]:
    """The cases of a ``case_query`` in its order."""
    return [_with_state(connection, own_case(row)) for row in connection.execute(query)]


def read_case(connection: Connection, condition: ColumnElement[bool]) -> Case | None:
    """The one case that fulfils the condition."""
    row = connection.execute(case_query().where(condition)).one_or_none()
    return None if row is None else _with_state(connection, own_case(row))


def own_case(row: Row[Any]) -> Case:
    """A case as its row has it, merged or not."""
    assignee_id, assignee_name, at, by, how = row[len(_OWN) + len(_CLOCK) :]
    clock = dict(zip((column.key for column in _CLOCK), row[len(_OWN) :], strict=False))
    return Case(
        **dict(zip((column.key for column in _OWN), row, strict=False)),
        assignee=Agent(assignee_id, assignee_name) if assignee_id else None,
        email_verified=Verified(at, by or "", how or "") if at else None,
        clock=CaseClock(created_at=row.created_at, **clock),
    )


def held_case(connection: Connection, number: str) -> Case | None:
    """A case as its row has it, which nobody else changes until the transaction ends."""
    row = connection.execute(case_query().where(CaseRow.number == number).with_for_update()).one_or_none()
    return None if row is None else own_case(row)


def root_of(connection: Connection, number: str) -> str:
    """The number of the case that a case's work is done in: its own, or where it was merged into."""
    while into := connection.scalar(select(CaseRow.merged_into).where(CaseRow.number == number)):
        number = into
    return number


def merged_into(connection: Connection, numbers: Sequence[str]) -> list[Case]:
    """The cases that were merged into these, directly or on the way, each as its row has it."""
    found: list[Case] = []
    query = case_query().where(CaseRow.merged_into.in_(numbers)).order_by(CaseRow.merged_at, CaseRow.number)
    for row in connection.execute(query).all() if numbers else ():
        found.append(own_case(row))
    return found + merged_into(connection, [case.number for case in found]) if found else found


def _with_state(connection: Connection, case: Case) -> Case:
    if case.merged_into is None:
        return case
    query = case_query().where(CaseRow.number == root_of(connection, case.merged_into))
    root = own_case(connection.execute(query).one())
    return replace(
        case,
        status=root.status,
        assignee=root.assignee,
        close_reason=root.close_reason,
        closed_at=root.closed_at,
        clock=root.clock,
    )
