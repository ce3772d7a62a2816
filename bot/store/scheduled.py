"""Replies that are said later: written, changed, held, and said at most once.

What decides whether a reply is said, the message itself and the note that it was said are one commit. A process that is
killed has either said it and noted so, or neither; and of two processes only one finds it waiting.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.messages import Message, Paragraph
from bot.store.agent_lines import append_agents_line
from bot.store.case_changes import Change
from bot.store.errors import AgentNotInCharge, NewerMessages
from bot.store.models import ConversationRow, MessageRow
from bot.store.parts import StorePart
from bot.store.people_audit import audited
from bot.store.people_models import PersonRow
from bot.store.records import Agent, StoredMessage
from bot.store.scheduled_holding import hold_reply
from bot.store.scheduled_models import ScheduledReplyRow as ReplyRow
from bot.store.scheduled_records import (
    MOST_SCHEDULED,
    OPEN,
    ConversationClosed,
    HeldFor,
    ScheduledReply,
    ScheduledReplyMoved,
    ScheduledState,
    SentLater,
    TooManyScheduled,
)
from bot.store.transcript import Held, hold

_COLUMNS = (
    ReplyRow.id,
    ReplyRow.conversation_id,
    ReplyRow.agent_id,
    ReplyRow.agent_name,
    ReplyRow.text,
    ReplyRow.seen_seq,
    ReplyRow.due_at,
    ReplyRow.state,
    ReplyRow.held_for,
    ReplyRow.version,
)


class Scheduled(StorePart):
    """The part of the store that holds replies that are said later."""

    def schedule_reply(
        self, conversation_id: str, agent: Agent, text: str, *, key: str, due_at: datetime, seen: int
    ) -> ScheduledReply:
        """Keep a reply until it is due; the same key always gives the same reply.

        Args:
            seen: the last message that the agent had read.

        Raises:
            UnknownConversation: there is none.
            ConversationClosed: nobody has it, and it is closed.
            AgentNotInCharge: the agent has not claimed it.
            NewerMessages: the customer wrote behind what the agent had read.
            TooManyScheduled: so many wait already.
        """
        reply_id = hashlib.sha256(f"{conversation_id}\0{key}".encode()).hexdigest()[:40]

        def work(connection: Connection) -> ScheduledReply:
            held = hold(connection, conversation_id)
            known = _find(connection, reply_id)
            if known is not None:
                return _reply(known)
            _may_speak(connection, held, agent, seen)
            waiting = select(func.count()).where(ReplyRow.conversation_id == held.id, ReplyRow.state.in_(OPEN))
            if (connection.scalar(waiting) or 0) >= MOST_SCHEDULED:
                raise TooManyScheduled(conversation_id)
            now = self._clock()
            values = _values(agent, text, seen, due_at, now) | {"version": 1, "created_at": now}
            row = {"id": reply_id, "conversation_id": held.id, "key": key}
            connection.execute(insert(ReplyRow).values(**row, **values))
            audited(connection, now, agent, "reply_scheduled", held.id, {"due": due_at.isoformat()})
            return _reply(_one(connection, reply_id))

        return self._database.write(work)

    def change_scheduled(
        self, reply_id: str, agent: Agent, text: str, *, version: int, due_at: datetime, seen: int
    ) -> ScheduledReply:
        """Rewrite a reply or move it; one that was held waits again, in the name of who decided so.

        Raises:
            ScheduledReplyMoved: it was said, cancelled, changed or erased meanwhile.
            AgentNotInCharge, ConversationClosed, NewerMessages: as for a new one.
        """

        def work(connection: Connection) -> ScheduledReply:
            held, row = _held(connection, reply_id)
            _still(row, version)
            _may_speak(connection, held, agent, seen)
            now = self._clock()
            _set(connection, row, **_values(agent, text, seen, due_at, now))
            audited(connection, now, agent, "scheduled_reply_changed", held.id, {"due": due_at.isoformat()})
            return _reply(_one(connection, reply_id))

        return self._database.write(work)

    def cancel_scheduled(self, reply_id: str, agent: Agent, *, version: int) -> None:
        """Say a reply never; anybody may while no other agent has the conversation.

        Raises:
            ScheduledReplyMoved: it was said, cancelled, changed or erased meanwhile.
            AgentNotInCharge: another agent has the conversation.
        """

        def work(connection: Connection) -> None:
            held, row = _held(connection, reply_id)
            _still(row, version)
            if held.handler == "agent" and held.agent_id != agent.id:
                raise AgentNotInCharge(held.id)
            now = self._clock()
            _set(connection, row, state="cancelled", text=None, changed_at=now)
            audited(connection, now, agent, "scheduled_reply_cancelled", held.id)

        self._database.write(work)

    def send_scheduled_now(self, reply_id: str, agent: Agent, *, version: int, seen: int) -> StoredMessage:
        """Say a reply without waiting any longer, in the name of who decided so.

        Raises:
            ScheduledReplyMoved: it was said, cancelled, changed or erased meanwhile.
            AgentNotInCharge, ConversationClosed, NewerMessages: as for a new one.
        """

        def work(connection: Connection) -> StoredMessage:
            held, row = _held(connection, reply_id)
            _still(row, version)
            _may_speak(connection, held, agent, seen)
            return _say(connection, held, row, agent, Change(self._clock(), agent, self._service))

        return self._database.write(work)

    def send_scheduled(self, reply_id: str, latest: timedelta) -> SentLater | None:
        """Say a reply that is due, or hold it when it may be wrong by now; None when there is nothing to do.

        Args:
            latest: so long after it was due it is still said.
        """

        def work(connection: Connection) -> SentLater | None:
            found = _find(connection, reply_id)
            if found is None:
                return None
            held = hold(connection, found.conversation_id)
            row, now = _find(connection, reply_id), self._clock()
            if row is None or row.state != "waiting" or row.due_at > now:
                return None
            against = _against(connection, held, row, now - latest)
            if against is not None:
                hold_reply(connection, row.id, held.id, against, now)
                return SentLater(held.id, "held", against)
            author = Agent(row.agent_id, row.agent_name)
            said = _say(connection, held, row, author, Change(now, author, self._service))
            return SentLater(held.id, "sent", seq=said.seq)

        return self._database.write(work)

    def due_scheduled(self, most: int = 50) -> list[str]:
        """The ids of the replies that are due, the longest due first."""
        query = select(ReplyRow.id).where(ReplyRow.state == "waiting", ReplyRow.due_at <= self._clock())
        query = query.order_by(ReplyRow.due_at, ReplyRow.id).limit(most)
        return self._database.read(lambda connection: list(connection.scalars(query)))

    def next_scheduled(self) -> datetime | None:
        """When the next reply is due."""
        query = select(ReplyRow.due_at).where(ReplyRow.state == "waiting").order_by(ReplyRow.due_at).limit(1)
        return self._database.read(lambda connection: connection.scalars(query).first())

    def scheduled_of(self, conversation_id: str) -> list[ScheduledReply]:
        """The replies of a conversation that wait or are held, the next first."""
        query = (
            select(*_COLUMNS)
            .where(ReplyRow.conversation_id == conversation_id, ReplyRow.state.in_(OPEN))
            .order_by(ReplyRow.due_at, ReplyRow.id)
        )
        return self._database.read(lambda connection: [_reply(row) for row in connection.execute(query)])

    def scheduled_reply(self, reply_id: str) -> ScheduledReply | None:
        """One reply, also one that has ended."""
        row = self._database.read(lambda connection: _find(connection, reply_id))
        return None if row is None else _reply(row)


def _may_speak(connection: Connection, held: Held, agent: Agent, seen: int) -> None:
    if held.handler != "agent":
        if _closed(connection, held):
            raise ConversationClosed(held.id)
        raise AgentNotInCharge(held.id)
    if held.agent_id != agent.id:
        raise AgentNotInCharge(held.id)
    if _customer_wrote(connection, held, seen):
        raise NewerMessages(held.last_seq)


def _against(connection: Connection, held: Held, row: Row[Any], oldest: datetime) -> HeldFor | None:
    """What speaks against saying a reply that is due."""
    if held.handler != "agent":
        return "closed" if _closed(connection, held) else "handed_back"
    if held.agent_id != row.agent_id:
        return "other_agent"
    if _customer_wrote(connection, held, row.seen_seq):
        return "customer_wrote"
    if _left(connection, row.agent_id):
        return "author_left"
    return "late" if row.due_at < oldest else None


def _say(connection: Connection, held: Held, row: Row[Any], agent: Agent, change: Change) -> StoredMessage:
    message = Message(language=held.language, blocks=(Paragraph(text=row.text),))
    # The message's id is the reply's: the database itself refuses to say it twice.
    said = append_agents_line(connection, held, message, agent, change, message_id=row.id)
    _set(connection, row, state="sent", text=None, held_for=None, changed_at=change.at)
    audited(connection, change.at, agent, "scheduled_reply_sent", held.id)
    return said


def _closed(connection: Connection, held: Held) -> bool:
    query = select(ConversationRow.closed_at).where(ConversationRow.id == held.id)
    return connection.scalar(query) is not None


def _customer_wrote(connection: Connection, held: Held, seen: int) -> bool:
    query = select(MessageRow.seq).where(
        MessageRow.conversation_id == held.id, MessageRow.seq > seen, MessageRow.role == "customer"
    )
    return connection.execute(query.limit(1)).first() is not None


def _left(connection: Connection, agent_id: str) -> bool:
    """Whether the author works here no more."""
    query = select(PersonRow.active).where(PersonRow.id == agent_id.partition(":")[2])
    return connection.scalar(query) is False


def _held(connection: Connection, reply_id: str) -> tuple[Held, Row[Any]]:
    found = _find(connection, reply_id)
    if found is None:
        raise ScheduledReplyMoved(reply_id)
    held = hold(connection, found.conversation_id)
    return held, _one(connection, reply_id)


def _still(row: Row[Any], version: int) -> None:
    if row.state not in OPEN or row.version != version:
        raise ScheduledReplyMoved(row.id)


def _values(agent: Agent, text: str, seen: int, due_at: datetime, now: datetime) -> dict[str, Any]:
    return {
        "agent_id": agent.id,
        "agent_name": agent.name,
        "text": text,
        "seen_seq": seen,
        "due_at": due_at,
        "state": "waiting",
        "held_for": None,
        "changed_at": now,
    }


def _set(connection: Connection, row: Row[Any], **values: Any) -> None:
    connection.execute(update(ReplyRow).where(ReplyRow.id == row.id).values(**values, version=row.version + 1))


def _find(connection: Connection, reply_id: str) -> Row[Any] | None:
    return connection.execute(select(*_COLUMNS).where(ReplyRow.id == reply_id)).one_or_none()


def _one(connection: Connection, reply_id: str) -> Row[Any]:
    row = _find(connection, reply_id)
    if row is None:
        raise ScheduledReplyMoved(reply_id)
    return row


def _reply(row: Row[Any]) -> ScheduledReply:
    values = dict(row._mapping)
    agent = Agent(values.pop("agent_id"), values.pop("agent_name"))
    state: ScheduledState = values.pop("state")
    return ScheduledReply(**(values | {"text": row.text or ""}), agent=agent, state=state)
