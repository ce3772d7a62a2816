"""Reading the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from bot.store.agent_models import AuditRow
from bot.store.parts import StorePart
from bot.store.people_records import AuditFilter, AuditLine
from bot.store.records import Agent


class AuditLog(StorePart):
    """The part of the store that shows who did what."""

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
