"""What human agents do in a conversation: take it, speak, write notes, give it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.messages import Language, Message
from bot.store.agent_lines import append_agents_line
from bot.store.agent_models import FlagRow, NoteRow
from bot.store.case_changes import Change
from bot.store.errors import AgentNotInCharge, NewerMessages
from bot.store.inbox_models import MentionRow
from bot.store.models import CaseRow, ConversationRow, FeedbackRow, MessageRow
from bot.store.parts import StorePart
from bot.store.records import Agent, Claim, Figures, Note, StoredMessage
from bot.store.scheduled_holding import hold_scheduled
from bot.store.search_index import index_note
from bot.store.transcript import Draft, Held, append, hold

Notice = Mapping[Language, Message]
"""The same sentence in each language."""


class Agents(StorePart):
    """The part of the store that holds the agents' work."""

    def claim(
        self,
        conversation_id: str,
        agent: Agent,
        notice: Notice | None = None,
        *,
        instead_of: Agent | None = None,
        left: Notice | None = None,
    ) -> Claim:
        """Give the conversation to an agent: from this commit on no assistant message is stored. The first one wins.

        Args:
            notice: what the customer reads when somebody new has it.
            instead_of: a colleague from whom it may be taken; the assistant never has it in between.
            left: what the customer reads when the colleague leaves.

        Raises:
            UnknownConversation: there is none.
        """
        ids = [self._new_id(), self._new_id()]

        def work(connection: Connection) -> Claim:
            held, now = hold(connection, conversation_id), self._clock()
            taken = held.handler == "agent" and held.agent_id is not None
            if taken and (instead_of is None or held.agent_id != instead_of.id or held.agent_id == agent.id):
                return Claim(held.agent_id == agent.id, Agent(held.agent_id or "", held.agent_name or ""))
            if taken:
                hold_scheduled(connection, conversation_id, "other_agent", now)
            _hand_to(connection, held, "agent", agent)
            _announce(connection, held, [left, notice] if taken else [notice], ids, now)
            return Claim(True, agent)

        return self._database.write(work)

    def hand_back(self, conversation_id: str, agent: Agent | None = None, notice: Notice | None = None) -> bool:
        """Give the conversation back to the assistant; false when it has it already.

        Args:
            agent: only if this agent has it; None takes it from whoever has it.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: another agent has it.
        """
        message_id = self._new_id()

        def work(connection: Connection) -> bool:
            held = hold(connection, conversation_id)
            if held.handler != "agent":
                return False
            if agent is not None and held.agent_id != agent.id:
                raise AgentNotInCharge(conversation_id)
            _hand_to(connection, held, "assistant", None)
            _announce(connection, held, [notice], [message_id], self._clock(), after_agent=True)
            hold_scheduled(connection, conversation_id, "handed_back", self._clock())
            return True

        return self._database.write(work)

    def say(
        self,
        conversation_id: str,
        message: Message,
        *,
        key: str,
        author: Agent | None = None,
        reply_to: str | None = None,
        seen: int | None = None,
    ) -> StoredMessage | None:
        """Say something that is not the assistant's answer to a turn; None when it was said before under this key.

        Args:
            author: the agent who says it; without one the desk itself speaks.
            reply_to: the event or message that this answers.
            seen: the last message that the author had read; without it nobody is asked.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: the author has not claimed the conversation.
            NewerMessages: the customer or another agent wrote behind what the author had read.
        """
        message_id = hashlib.sha256(f"{conversation_id}\0{key}".encode()).hexdigest()[:40]

        def work(connection: Connection) -> StoredMessage | None:
            held = hold(connection, conversation_id)
            if connection.scalar(select(MessageRow.seq).where(MessageRow.id == message_id)) is not None:
                return None
            if author is not None and (held.handler != "agent" or held.agent_id != author.id):
                raise AgentNotInCharge(conversation_id)
            if seen is not None and _unread(connection, conversation_id, seen, author):
                raise NewerMessages(held.last_seq)
            if author is not None:
                change = Change(self._clock(), author, self._service)
                return append_agents_line(
                    connection, held, message, author, change, message_id=message_id, reply_to=reply_to
                )
            draft = Draft("system", message.language, message.blocks, reply_to=reply_to)
            (stored,) = append(connection, held, [draft], turn_id=None, ids=[message_id], now=self._clock())
            return stored

        return self._database.write(work)

    def close_conversation(self, conversation_id: str, agent: Agent, reason: str, notice: Notice | None = None) -> bool:
        """End what the agents have to do in a conversation; false when it is closed already.

        The assistant has it from then on, and the customer's next message opens it again.

        Args:
            notice: what the customer reads when the agent leaves.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: another agent has it.
        """
        message_id = self._new_id()
        reached = ConversationRow.id == conversation_id

        def work(connection: Connection) -> bool:
            held = hold(connection, conversation_id)
            if held.handler == "agent":
                if held.agent_id != agent.id:
                    raise AgentNotInCharge(conversation_id)
                _hand_to(connection, held, "assistant", None)
                _announce(connection, held, [notice], [message_id], self._clock(), after_agent=True)
                hold_scheduled(connection, conversation_id, "closed", self._clock())
            elif connection.scalar(select(ConversationRow.closed_at).where(reached)) is not None:
                return False
            values = {"closed_at": self._clock(), "closed_by": agent.name, "close_reason": reason}
            connection.execute(update(ConversationRow).where(reached).values(**values, waiting_since=None))
            return True

        return self._database.write(work)

    def add_note(self, conversation_id: str, author: Agent, text: str, key: str, called: Sequence[str] = ()) -> bool:
        """Keep what an agent wrote to the others; false when it was kept before under this key.

        Args:
            called: the ids of the agents who are mentioned in it.
        """
        query = insert(NoteRow).values(
            conversation_id=conversation_id,
            key=key,
            author_id=author.id,
            author_name=author.name,
            text=text,
            created_at=self._clock(),
        )

        def work(connection: Connection) -> None:
            connection.execute(query)
            index_note(connection, conversation_id, key, text)
            for agent_id in dict.fromkeys(called):
                mention = {"conversation_id": conversation_id, "note_key": key, "agent_id": agent_id}
                connection.execute(insert(MentionRow).values(**mention, at=self._clock()))

        try:
            self._database.write(work)
        except IntegrityError:
            if self._notes_under(conversation_id, key):
                return False
            raise
        return True

    def notes_of(self, conversation_id: str) -> list[Note]:
        """The notes of a conversation, oldest first."""
        query = select(NoteRow).where(NoteRow.conversation_id == conversation_id).order_by(NoteRow.id)
        columns = NoteRow.author_id, NoteRow.author_name, NoteRow.text, NoteRow.created_at, NoteRow.id, NoteRow.key
        rows = self._database.read(lambda connection: list(connection.execute(query.with_only_columns(*columns))))
        return [Note(conversation_id, Agent(row[0], row[1]), *row[2:]) for row in rows]

    def flag_answer(
        self,
        by: Agent,
        question: str,
        *,
        intent: str | None = None,
        provider: str | None = None,
        guide: str | None = None,
        asked_at: datetime | None = None,
    ) -> bool:
        """Remember that an agent called an answer wrong; false when the agent did so before.

        Args:
            asked_at: when the answer was given, which tells two answers to one question apart; without it every
                call counts.
        """
        moment = asked_at or self._clock()
        same = (FlagRow.agent_id == by.id, FlagRow.question == question, FlagRow.created_at == moment)

        def work(connection: Connection) -> bool:
            if asked_at is not None and connection.scalars(select(FlagRow.id).where(*same)).first() is not None:
                return False
            values = {"intent": intent, "provider": provider, "guide": guide, "created_at": moment}
            connection.execute(insert(FlagRow).values(agent_id=by.id, agent_name=by.name, question=question, **values))
            return True

        return self._database.write(work)

    def figures_since(self, since: datetime) -> Figures:
        """What the desk did since a moment."""
        helped = select(func.count(FeedbackRow.id)).where(FeedbackRow.created_at >= since)

        def work(connection: Connection) -> Figures:
            return Figures(
                conversations=connection.scalar(
                    select(func.count(ConversationRow.id)).where(ConversationRow.created_at >= since)
                )
                or 0,
                cases_opened=connection.scalar(select(func.count(CaseRow.number)).where(CaseRow.created_at >= since))
                or 0,
                cases_closed=connection.scalar(select(func.count(CaseRow.number)).where(CaseRow.closed_at >= since))
                or 0,
                solved=connection.scalar(helped.where(FeedbackRow.helped.is_(True))) or 0,
                not_solved=connection.scalar(helped.where(FeedbackRow.helped.is_(False))) or 0,
            )

        return self._database.read(work)

    def _notes_under(self, conversation_id: str, key: str) -> list[int]:
        query = select(NoteRow.id).where(NoteRow.conversation_id == conversation_id, NoteRow.key == key)
        return self._database.read(lambda connection: list(connection.scalars(query)))


def _hand_to(connection: Connection, held: Held, handler: Literal["assistant", "agent"], agent: Agent | None) -> None:
    connection.execute(
        update(ConversationRow)
        .where(ConversationRow.id == held.id)
        .values(
            handler=handler,
            agent_id=agent.id if agent else None,
            agent_name=agent.name if agent else None,
        )
    )


def _unread(connection: Connection, conversation_id: str, seen: int, author: Agent | None) -> bool:
    """Whether somebody else wrote behind what the author had read; their own words are no news to them."""
    query = select(MessageRow.seq).where(
        MessageRow.conversation_id == conversation_id,
        MessageRow.seq > seen,
        MessageRow.role.in_(("customer", "agent")),
    )
    if author is not None:
        query = query.where(or_(MessageRow.role == "customer", MessageRow.author != author.name))
    return connection.execute(query.limit(1)).first() is not None


def _announce(
    connection: Connection,
    held: Held,
    notices: Sequence[Notice | None],
    ids: Sequence[str],
    now: datetime,
    *,
    after_agent: bool | None = None,
) -> None:
    """Tell the customer who leaves and who answers from now on, and note what else changes with it."""
    said = [notice[held.language] for notice in notices if notice]
    append(
        connection,
        held,
        [Draft("system", message.language, message.blocks) for message in said],
        turn_id=None,
        ids=ids[: len(said)],
        now=now,
        after_agent=after_agent,
        waiting_since=None if after_agent else "as before",
    )
