"""What the agents see of all conversations: the lists, their counts, and what stands behind an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, cast, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.inbox_details import as_written, with_details
from bot.store.inbox_models import MentionRow
from bot.store.inbox_records import (
    GuideVerdict,
    InboxEntry,
    InboxFilter,
    InboxPage,
    Queue,
    Related,
    SearchHit,
    Turn,
)
from bot.store.inbox_related import same_address, same_customer
from bot.store.models import ConversationRow, FeedbackRow, InboxRow, MessageRow
from bot.store.records import Agent
from bot.store.search import Search
from bot.store.search_text import excerpt, words_of

PAGE = 50
"""So many conversations are shown at a time."""

_SHORT_LISTS: frozenset[Queue] = frozenset({"waiting", "mine", "colleagues", "mentions"})
"""Lists as short as the people who work on them are few."""

_COLUMNS = (
    ConversationRow.id,
    ConversationRow.channel,
    ConversationRow.language,
    ConversationRow.queue,
    ConversationRow.agent_id,
    ConversationRow.agent_name,
    ConversationRow.waiting_since,
    ConversationRow.last_at,
    ConversationRow.last_seq,
    ConversationRow.created_at,
    ConversationRow.closed_at,
    ConversationRow.closed_by,
    ConversationRow.close_reason,
)


class InboxView(Search):
    """The part of the store that the agents' inbox is made of."""

    def inbox(self, shown: InboxFilter, agent_id: str, after: str | None = None, limit: int = PAGE) -> InboxPage:
        """A part of a list, in its order: those who wait longest first, else the latest first.

        Args:
            agent_id: who looks.
            after: the ``next`` of the page before.
        """
        if words_of(shown.text):
            return self._searched(shown, agent_id, after, limit)
        order, ascending = _order(shown.queue)
        query = select(*_COLUMNS).where(*_conditions(shown, agent_id))
        query = (
            query.order_by(order, ConversationRow.id)
            if ascending
            else query.order_by(order.desc(), ConversationRow.id.desc())
        )
        place = _place(after)
        if place is not None:
            key, start = tuple_(order, ConversationRow.id), tuple_(literal(place[0], order.type), literal(place[1]))
            query = query.where(key > start if ascending else key < start)

        def work(connection: Connection) -> InboxPage:
            rows = connection.execute(query.limit(limit + 1)).all()
            entries = with_details(connection, [_entry(row) for row in rows[:limit]])
            last = entries[-1] if len(rows) > limit else None
            return InboxPage(tuple(entries), _next(last, ascending) if last else None)

        return self._database.read(work)

    def inbox_counts(self, agent_id: str) -> dict[Queue, int]:
        """How many conversations each list has."""
        counted = select(ConversationRow.queue, func.count()).where(ConversationRow.last_at.is_not(None))
        mine = select(func.count()).where(*_conditions(InboxFilter("mine"), agent_id))
        called = select(func.count(MentionRow.conversation_id.distinct())).where(*_called(agent_id))

        def work(connection: Connection) -> dict[Queue, int]:
            of_all = {str(row[0]): int(row[1]) for row in connection.execute(counted.group_by(ConversationRow.queue))}
            own = connection.scalar(mine) or 0
            return {
                "waiting": of_all.get("waiting", 0),
                "mine": own,
                "colleagues": of_all.get("agent", 0) - own,
                "assistant": of_all.get("assistant", 0),
                "closed": of_all.get("closed", 0),
                "mentions": connection.scalar(called) or 0,
                "all": sum(of_all.values()),
            }

        return self._database.read(work)

    def inbox_entry(self, conversation_id: str) -> InboxEntry | None:
        """One conversation as a list shows it."""

        def work(connection: Connection) -> InboxEntry | None:
            row = connection.execute(select(*_COLUMNS).where(ConversationRow.id == conversation_id)).one_or_none()
            return with_details(connection, [_entry(row)])[0] if row else None

        return self._database.read(work)

    def turns_behind(self, conversation_id: str, after: int = 0) -> dict[int, Turn]:
        """How each answer of a transcript came about, by its place there."""
        query = (
            select(MessageRow.seq, MessageRow.role, InboxRow.kind, InboxRow.trace)
            .join(InboxRow, InboxRow.turn_id == MessageRow.turn_id)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.seq > after, MessageRow.role != "customer")
        )
        return self._database.read(lambda connection: {row[0]: Turn(*row) for row in connection.execute(query)})

    def unsent_of(self, conversation_id: str) -> list[int]:
        """The places in a transcript where the customer took their message back."""
        query = select(MessageRow.seq).where(
            MessageRow.conversation_id == conversation_id, cast(MessageRow.blocks, Text) == "[]"
        )
        return self._database.read(lambda connection: list(connection.scalars(query.order_by(MessageRow.seq))))

    def verdicts_of(self, conversation_id: str) -> list[GuideVerdict]:
        """What the customer said of the guides, oldest first."""
        query = (
            select(FeedbackRow.guide_id, FeedbackRow.step, FeedbackRow.helped, FeedbackRow.created_at)
            .where(FeedbackRow.conversation_id == conversation_id)
            .order_by(FeedbackRow.id)
        )
        return self._database.read(lambda connection: [GuideVerdict(*row) for row in connection.execute(query)])

    def has_mentions(self, conversation_id: str, agent_id: str) -> bool:
        """Whether notes of a conversation call an agent who has not read them."""
        query = select(MentionRow.id).where(*_called(agent_id), MentionRow.conversation_id == conversation_id)
        return self._database.read(lambda connection: connection.execute(query.limit(1)).first() is not None)

    def related(self, conversation_id: str, most: int = 10) -> Related:
        """Other conversations of the same customer, and those that only name the same mail address; the latest first."""

        def work(connection: Connection) -> Related:
            certain, perhaps = (
                with_details(connection, [_entry(row) for row in connection.execute(query)])
                for query in (
                    select(*_COLUMNS).where(condition).order_by(ConversationRow.last_at.desc()).limit(most)
                    for condition in (same_customer(conversation_id), same_address(conversation_id))
                )
            )
            return Related(tuple(certain), tuple(perhaps))

        return self._database.read(work)

    def read_mentions(self, conversation_id: str, agent_id: str) -> bool:
        """Note that an agent has read the notes of a conversation that call them; false when there were no new ones."""
        query = update(MentionRow).where(*_called(agent_id), MentionRow.conversation_id == conversation_id)
        now = self._clock()
        return self._database.write(lambda connection: connection.execute(query.values(read_at=now)).rowcount > 0)

    def _searched(self, shown: InboxFilter, agent_id: str, after: str | None, limit: int) -> InboxPage:
        """What a search found in the list."""
        before = int(after) if after and after.isdecimal() else None
        conditions = _conditions(shown, agent_id)
        few = shown.queue in _SHORT_LISTS
        hits = self.search(shown.text, limit=limit + 1, before=before, within=conditions, few=few)
        page = hits[:limit]
        more = str(page[-1].id) if len(hits) > limit else None
        return InboxPage(tuple(self._entries_of(page, words_of(shown.text))), more)

    def _entries_of(self, hits: Sequence[SearchHit], words: tuple[str, ...]) -> list[InboxEntry]:
        query = select(*_COLUMNS).where(ConversationRow.id.in_([hit.conversation_id for hit in hits]))

        def work(connection: Connection) -> list[InboxEntry]:
            entries = with_details(connection, [_entry(row) for row in connection.execute(query)])
            texts = as_written(connection, hits)
            found = {entry.id: entry for entry in entries}
            return [
                replace(found[hit.conversation_id], found=excerpt(texts[hit.id], words))
                for hit in hits
                if hit.conversation_id in found
            ]

        return self._database.read(work)


def _conditions(shown: InboxFilter, agent_id: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [ConversationRow.last_at.is_not(None)]
    if shown.queue in ("waiting", "assistant", "closed"):
        conditions.append(ConversationRow.queue == shown.queue)
    elif shown.queue == "mine":
        conditions += [ConversationRow.queue == "agent", ConversationRow.agent_id == agent_id]
    elif shown.queue == "colleagues":
        others = or_(ConversationRow.agent_id != agent_id, ConversationRow.agent_id.is_(None))
        conditions += [ConversationRow.queue == "agent", others]
    elif shown.queue == "mentions":
        conditions.append(ConversationRow.id.in_(select(MentionRow.conversation_id).where(*_called(agent_id))))
    if shown.channel:
        conditions.append(ConversationRow.channel == shown.channel)
    if shown.language:
        conditions.append(ConversationRow.language == shown.language)
    return conditions


def _called(agent_id: str) -> tuple[ColumnElement[bool], ...]:
    return MentionRow.agent_id == agent_id, MentionRow.read_at.is_(None)


def _order(queue: Queue) -> tuple[InstrumentedAttribute[datetime | None], bool]:
    """What a list is sorted by, and whether the earliest comes first."""
    return (ConversationRow.waiting_since, True) if queue == "waiting" else (ConversationRow.last_at, False)


def _entry(row: Row[Any]) -> InboxEntry:
    values = dict(row._mapping)
    agent_id, agent_name = values.pop("agent_id"), values.pop("agent_name")
    return InboxEntry(**values, agent=Agent(agent_id, agent_name or "") if agent_id else None)


def _next(last: InboxEntry, ascending: bool) -> str:
    moment = last.waiting_since if ascending else last.last_at
    assert moment is not None  # the list is sorted by it
    return f"{moment.isoformat()}~{last.id}"


def _place(after: str | None) -> tuple[datetime, str] | None:
    moment, _, conversation_id = (after or "").partition("~")
    try:
        return datetime.fromisoformat(moment), conversation_id
    except ValueError:
        return None
