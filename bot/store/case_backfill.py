"""Gives cases from before their queue what the queue needs."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.service_levels import STANDARD
from bot.store.case_clock import CaseClock
from bot.store.case_folding import folded_email, folded_order
from bot.store.models import UtcDateTime

# Only the columns of that time: later migrations may add others to the models.
_CASES = sa.table(
    "cases",
    *(sa.column(name) for name in ("number", "status", "email", "order_number", "email_folded", "order_folded")),
    *(
        sa.column(name, UtcDateTime())
        for name in (
            "created_at",
            "updated_at",
            "closed_at",
            "resolved_at",
            "first_response_due_at",
            "resolution_due_at",
            "due_at",
        )
    ),
)
_EVENTS = sa.table("case_events", sa.column("case_number"), sa.column("at", UtcDateTime()), sa.column("kind"))


def fill_cases(connection: Connection) -> None:
    """Fold addresses and order numbers, set deadlines, and begin each history with the filing."""
    for case in connection.execute(sa.select(_CASES)).all():
        clock = CaseClock(case.created_at).with_deadlines(STANDARD)
        ended = case.status in ("resolved", "closed")
        values = {
            "email_folded": folded_email(case.email),
            "order_folded": folded_order(case.order_number),
            "resolved_at": (case.closed_at or case.updated_at) if ended else None,
            "first_response_due_at": clock.first_response_due_at,
            "resolution_due_at": clock.resolution_due_at,
            "due_at": None if ended else clock.due_at,
        }
        connection.execute(sa.update(_CASES).where(_CASES.c.number == case.number).values(**values))
        connection.execute(sa.insert(_EVENTS).values(case_number=case.number, at=case.created_at, kind="filed"))
