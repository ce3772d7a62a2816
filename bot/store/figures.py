"""Reads the rows that figures are counted from."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, func, select, type_coerce

from bot.store.assist_models import SuggestionUseRow
from bot.store.figures_records import CaseFact, FigureRows, Place, TurnFact, UseFact, VerdictFact, WaitingNow
from bot.store.models import CaseRow, ConversationRow, FeedbackRow, InboxRow, MessageRow
from bot.store.parts import StorePart

_SAID = ("text", "choice")
_ASKED_AT_ONCE = 500


class FigureSource(StorePart):
    """The part of the store that gives figures their rows."""

    def figure_rows(self, since: datetime, until: datetime, apart: timedelta) -> FigureRows:
        """What figures of the time from ``since`` to before ``until`` depend on.

        Args:
            apart: after so long a silence a customer's next message begins something new. What hangs together with
                something in the period by shorter silences is given too.
        """
        return self._database.read(lambda connection: _rows(connection, since, until, apart))

    def waiting_now(self) -> list[WaitingNow]:
        """Whose customers wait for a human, the longest first; the provider is the last one found out."""
        of_case = (
            select(CaseRow.provider)
            .where(CaseRow.conversation_id == ConversationRow.id, CaseRow.provider.is_not(None))
            .order_by(CaseRow.created_at.desc())
            .limit(1)
            .scalar_subquery()
        )
        of_turn = (
            select(InboxRow.provider)
            .where(InboxRow.conversation_id == ConversationRow.id, InboxRow.provider.is_not(None))
            .order_by(InboxRow.position.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(
                ConversationRow.id,
                ConversationRow.waiting_since,
                ConversationRow.channel,
                ConversationRow.language,
                ConversationRow.closed_at,
                func.coalesce(of_turn, of_case),
            )
            .where(ConversationRow.queue == "waiting")
            .order_by(ConversationRow.waiting_since, ConversationRow.id)
        )
        return self._database.read(
            lambda connection: [
                WaitingNow(row[0], row[1], Place(row[2], row[3], row[4]), row[5]) for row in connection.execute(query)
            ]
        )


def _rows(connection: Connection, since: datetime, until: datetime, apart: timedelta) -> FigureRows:
    # One more silence to the left: whether the first message of the period goes on with an earlier one.
    turns = _facts(connection, _turns().where(*_between(InboxRow, since - apart, until)))
    turns += _goes_on(connection, until, apart)
    last = max((turn.at for turn in turns), default=until)
    horizon = max(last, until) + apart
    cases = [CaseFact(*row) for row in connection.execute(_cases(since, horizon))]
    verdicts = connection.execute(
        select(
            FeedbackRow.conversation_id,
            type_coerce(FeedbackRow.created_at, String),
            FeedbackRow.guide_id,
            FeedbackRow.step,
            FeedbackRow.helped,
        )
        .where(FeedbackRow.created_at >= since, FeedbackRow.created_at < horizon)
        .order_by(FeedbackRow.created_at, FeedbackRow.id)
    )
    uses = connection.execute(
        select(
            SuggestionUseRow.conversation_id,
            SuggestionUseRow.created_at,
            SuggestionUseRow.kind,
            SuggestionUseRow.subject,
            SuggestionUseRow.outcome,
        )
        .where(SuggestionUseRow.created_at >= since, SuggestionUseRow.created_at < until)
        .order_by(SuggestionUseRow.created_at, SuggestionUseRow.id)
    )
    used = tuple(UseFact(*row) for row in uses)
    wanted = {turn.conversation_id for turn in turns}
    wanted |= {case.conversation_id for case in cases} | {use.conversation_id for use in used}
    return FigureRows(
        turns=tuple(turns),
        places=_places(connection, since - apart, wanted),
        verdicts=tuple(VerdictFact(chat, _moment(at), *rest) for chat, at, *rest in verdicts.all()),
        cases=tuple(cases),
        lines=_lines(connection, since),
        uses=used,
    )


def _turns() -> Select[Any]:
    return (
        select(
            InboxRow.conversation_id,
            type_coerce(InboxRow.received_at, String),
            InboxRow.kind,
            InboxRow.seq,
            InboxRow.intent,
            InboxRow.guide,
            InboxRow.guide_step,
            InboxRow.provider,
            InboxRow.sign,
        )
        .where(InboxRow.kind.in_(_SAID))
        .order_by(InboxRow.received_at, InboxRow.conversation_id, InboxRow.seq)
    )


def _between(table: type[InboxRow], since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return table.received_at >= since, table.received_at < until


def _goes_on(connection: Connection, until: datetime, apart: timedelta) -> list[TurnFact]:
    """What was said after the period in conversations that were going on at its end."""
    going_on = select(InboxRow.conversation_id).where(*_between(InboxRow, until - apart, until)).distinct()
    query = _turns().where(InboxRow.received_at >= until, InboxRow.conversation_id.in_(going_on))
    return _facts(connection, query)


def _facts(connection: Connection, query: Select[Any]) -> list[TurnFact]:
    """Turns by the ten thousand: their moments are read without the layers that other columns go through."""
    return [
        TurnFact(conversation_id, _moment(at), *rest) for conversation_id, at, *rest in connection.execute(query).all()
    ]


def _moment(stored: str | datetime) -> datetime:
    """A moment as SQLite keeps it, or as PostgreSQL gives it."""
    if isinstance(stored, str):
        return datetime.fromisoformat(f"{stored}+00:00")
    return stored.astimezone(timezone.utc)


def _cases(since: datetime, until: datetime) -> Select[Any]:
    return (
        select(
            CaseRow.number,
            CaseRow.conversation_id,
            CaseRow.created_at,
            CaseRow.channel,
            CaseRow.language,
            CaseRow.provider,
            CaseRow.status,
            func.coalesce(CaseRow.resolved_at, CaseRow.closed_at),
        )
        .where(
            CaseRow.created_at >= since,
            CaseRow.created_at < until,
            CaseRow.kind == "escalation",
            CaseRow.merged_into.is_(None),
        )
        .order_by(CaseRow.created_at, CaseRow.number)
    )


def _lines(connection: Connection, since: datetime) -> dict[str, tuple[datetime, ...]]:
    query = (
        select(MessageRow.conversation_id, MessageRow.created_at)
        .where(MessageRow.role == "agent", MessageRow.created_at >= since)
        .order_by(MessageRow.created_at)
    )
    found: dict[str, list[datetime]] = {}
    for conversation_id, at in connection.execute(query):
        found.setdefault(conversation_id, []).append(at)
    return {conversation_id: tuple(moments) for conversation_id, moments in found.items()}


def _places(connection: Connection, since: datetime, wanted: set[str]) -> dict[str, Place]:
    """The conversations that were said something in since then; those of old cases are looked up one by one."""
    closed_at = type_coerce(ConversationRow.closed_at, String)
    columns = ConversationRow.id, ConversationRow.channel, ConversationRow.language, closed_at
    recent = select(*columns).where(ConversationRow.last_at >= since)
    found = {row[0]: _place(row) for row in connection.execute(recent).all() if row[0] in wanted}
    missing = sorted(wanted - found.keys())
    for start in range(0, len(missing), _ASKED_AT_ONCE):
        some = select(*columns).where(ConversationRow.id.in_(missing[start : start + _ASKED_AT_ONCE]))
        found |= {row[0]: _place(row) for row in connection.execute(some)}
    return found


def _place(row: Row[Any]) -> Place:
    return Place(row[1], row[2], None if row[3] is None else _moment(row[3]))
