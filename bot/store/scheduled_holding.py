"""Holds the replies that are to be said later, inside the commit that may make them wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.people_audit import audited
from bot.store.scheduled_models import ScheduledReplyRow
from bot.store.scheduled_records import HeldFor

_WAITING = select(ScheduledReplyRow.id).where(ScheduledReplyRow.state == "waiting")


def hold_scheduled(connection: Connection, conversation_id: str, why: HeldFor, now: datetime) -> None:
    """Let nothing that waits in a conversation be said until somebody has looked at it."""
    for reply_id in connection.scalars(_WAITING.where(ScheduledReplyRow.conversation_id == conversation_id)).all():
        hold_reply(connection, reply_id, conversation_id, why, now)


def hold_reply(connection: Connection, reply_id: str, conversation_id: str, why: HeldFor, now: datetime) -> None:
    """Hold one reply."""
    connection.execute(
        update(ScheduledReplyRow)
        .where(ScheduledReplyRow.id == reply_id, ScheduledReplyRow.state == "waiting")
        .values(state="held", held_for=why, version=ScheduledReplyRow.version + 1, changed_at=now)
    )
    audited(connection, now, None, "scheduled_reply_held", conversation_id, {"why": why})
