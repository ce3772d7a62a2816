"""The history of the cases: lines are added inside the commit that they tell of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, insert

from bot.store.case_models import CaseEventRow
from bot.store.case_records import CaseEventKind
from bot.store.records import Agent

Written = str | date | None


def note_event(
    connection: Connection,
    number: str,
    at: datetime,
    actor: Agent | None,
    kind: CaseEventKind,
    *,
    field: str | None = None,
    before: Written = None,
    after: Written = None,
    words: str | None = None,
) -> None:
    """Add a line to a case's history; without an actor the desk itself or the customer did it."""
    values = {
        "case_number": number,
        "at": at,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else None,
        "kind": kind,
        "field": field,
        "before": _text(before),
        "after": _text(after),
        "words": words or None,
    }
    connection.execute(insert(CaseEventRow).values(**values))


def _text(value: Written) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
