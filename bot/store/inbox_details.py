"""What a list tells of each conversation besides its state: the customer's words, their name, their cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from bot.messages import Message
from bot.store.agent_models import NoteRow
from bot.store.channel_models import LinkRow
from bot.store.inbox_records import CaseInBrief, InboxEntry, SearchHit
from bot.store.models import CaseRow, ConversationRow, MessageRow
from bot.store.scheduled_models import ScheduledReplyRow
from bot.store.scheduled_records import OPEN
from bot.store.transcript import blocks_of

_EARLIER = aliased(MessageRow)
_LAST_WORDS = (
    select(_EARLIER.id)
    .where(_EARLIER.conversation_id == ConversationRow.id, _EARLIER.role == "customer")
    .order_by(_EARLIER.seq.desc())
    .limit(1)
    .correlate(ConversationRow)
    .scalar_subquery()
)
_MOST_WORDS = 200


def with_details(connection: Connection, entries: Sequence[InboxEntry]) -> list[InboxEntry]:
    """The same entries, told in full."""
    ids = [entry.id for entry in entries]
    words = _words(connection, ids)
    cases = _cases(connection, ids)
    names = _names(connection, ids)
    scheduled = _scheduled(connection, ids)
    return [
        replace(
            entry,
            cases=(filed := cases.get(entry.id, ())),
            words=_matter(words.get(entry.id), filed),
            name=next((case.name for case in reversed(filed) if case.name), names.get(entry.id)),
            scheduled=scheduled.get((entry.id, "waiting"), 0),
            scheduled_held=scheduled.get((entry.id, "held"), 0),
        )
        for entry in entries
    ]


def as_written(connection: Connection, hits: Sequence[SearchHit]) -> dict[int, str]:
    """The found texts as somebody wrote them, by the id of the hit."""
    keys = {kind: [hit.key for hit in hits if hit.kind == kind] for kind in ("message", "note", "case", "name")}
    messages = select(MessageRow.id, MessageRow.blocks).where(MessageRow.id.in_(keys["message"]))
    texts = {("message", row.id): _plain(row.blocks) for row in connection.execute(messages)}
    places = [key.partition("/") for key in keys["note"]]
    notes = select(NoteRow.conversation_id, NoteRow.key, NoteRow.text).where(
        NoteRow.conversation_id.in_([place[0] for place in places]), NoteRow.key.in_([place[2] for place in places])
    )
    texts |= {("note", f"{row.conversation_id}/{row.key}"): row.text for row in connection.execute(notes)}
    texts |= {("case", key): text for key, text in _cases_as_written(connection, keys["case"]).items()}
    links = select(LinkRow.id, LinkRow.display_name).where(LinkRow.id.in_(keys["name"]))
    texts |= {("name", row.id): row.display_name or "" for row in connection.execute(links)}
    return {hit.id: texts.get((hit.kind, hit.key), "") for hit in hits}


def _cases_as_written(connection: Connection, numbers: Sequence[str]) -> dict[str, str]:
    query = select(CaseRow.number, CaseRow.name, CaseRow.email, CaseRow.order_number, CaseRow.problem).where(
        CaseRow.number.in_(numbers)
    )
    return {row.number: " · ".join(filter(None, row)) for row in connection.execute(query)}


@dataclass(frozen=True)
class _Said:
    text: str
    at: datetime


def _matter(said: _Said | None, cases: Sequence[CaseInBrief]) -> str:
    """What it is about: "send this" says nothing, the problem that was sent does."""
    if cases and (problem := cases[-1].problem) and (said is None or said.at <= cases[-1].created_at):
        return problem[:_MOST_WORDS]
    return said.text if said else ""


def _words(connection: Connection, ids: Sequence[str]) -> dict[str, _Said]:
    query = (
        select(MessageRow.conversation_id, MessageRow.blocks, MessageRow.created_at)
        .join(ConversationRow, MessageRow.id == _LAST_WORDS)
        .where(ConversationRow.id.in_(ids))
    )
    return {
        row.conversation_id: _Said(_plain(row.blocks)[:_MOST_WORDS], row.created_at)
        for row in connection.execute(query)
    }


def _cases(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[CaseInBrief, ...]]:
    query = (
        select(
            CaseRow.conversation_id,
            CaseRow.number,
            CaseRow.status,
            CaseRow.name,
            CaseRow.provider,
            CaseRow.product_line,
            CaseRow.problem,
            CaseRow.created_at,
        )
        .where(CaseRow.conversation_id.in_(ids))
        .order_by(CaseRow.created_at, CaseRow.number)
    )
    found: dict[str, tuple[CaseInBrief, ...]] = {}
    for conversation_id, *brief in connection.execute(query):
        found[conversation_id] = (*found.get(conversation_id, ()), CaseInBrief(*brief))
    return found


def _names(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    query = select(LinkRow.conversation_id, LinkRow.display_name).where(
        LinkRow.conversation_id.in_(ids), LinkRow.audience == "customer"
    )
    return {row.conversation_id: row.display_name for row in connection.execute(query)}


def _scheduled(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    query = (
        select(ScheduledReplyRow.conversation_id, ScheduledReplyRow.state, func.count())
        .where(ScheduledReplyRow.conversation_id.in_(ids), ScheduledReplyRow.state.in_(OPEN))
        .group_by(ScheduledReplyRow.conversation_id, ScheduledReplyRow.state)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def _plain(blocks: list[Any]) -> str:
    return Message(language="ja", blocks=blocks_of(blocks)).plain_text
