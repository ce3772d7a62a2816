"""The audit log: who did what to what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from bot.store.agent_models import AuditRow
from bot.store.parts import StorePart
from bot.store.people_records import AuditFilter, AuditLine
from bot.store.records import Agent


class AuditLog(StorePart):
    """The part of the store that knows who did what."""

    def audit(self, actor: Agent | None, action: str, subject: str, details: Mapping[str, str] | None = None) -> None:
        """Add a line to the audit log, which knows no other change; never put personal data into it."""
        now = self._clock()
        self._database.write(lambda connection: audited(connection, now, actor, action, subject, details))

    def audit_lines(self, wanted: AuditFilter, *, before: int | None = None, most: int = 100) -> list[AuditLine]:
        """The lines that fit, the latest first; ``before`` is the id of the line where the last page ended."""
        query = _matching(wanted).order_by(AuditRow.id.desc()).limit(most)
        if before is not None:
            query = query.where(AuditRow.id < before)
        return self._database.read(lambda connection: [_line(row) for row in connection.execute(query)])

    def audit_actors(self) -> list[Agent]:
        """Everybody who is in the log, by name; who changed theirs is there under the latest."""
        query = select(AuditRow.actor_id, AuditRow.actor_name).where(AuditRow.actor_id.is_not(None)).distinct()
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return sorted({row.actor_id: Agent(row.actor_id, row.actor_name or "") for row in rows}.values(), key=_name)


def audited(
    connection: Connection,
    now: datetime,
    actor: Agent | None,
    action: str,
    subject: str,
    details: Mapping[str, str] | None = None,
) -> None:
    """Add a line in the commit that it is about."""
    connection.execute(
        insert(AuditRow).values(
            at=now,
            actor_id=actor.id if actor else None,
            actor_name=actor.name if actor else None,
            action=action,
            subject=subject,
            details=dict(details or {}),
        )
    )


def _matching(wanted: AuditFilter) -> Select[Any]:
    query = select(*AuditRow.__table__.columns)
    if wanted.actor:
        query = query.where(AuditRow.actor_id == wanted.actor)
    if wanted.action:
        query = query.where(AuditRow.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        query = query.where(AuditRow.subject.startswith(wanted.subject, autoescape=True))
    if wanted.since is not None:
        query = query.where(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditRow.at < wanted.until)
    return query


def _line(row: Row[Any]) -> AuditLine:
    actor = None if row.actor_id is None else Agent(row.actor_id, row.actor_name or "")
    return AuditLine(row.id, row.at, actor, row.action, row.subject, row.details)


def _name(agent: Agent) -> str:
    return agent.name
