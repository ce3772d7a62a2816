"""Conversations and their transcripts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, func, insert, select

from bot.messages import Language
from bot.store.models import ConversationRow
from bot.store.parts import StorePart
from bot.store.records import Agent, Conversation, StoredMessage
from bot.store.statements import FIND_CONVERSATION, MESSAGE_AT, MESSAGES_AFTER, REPLIES_TO
from bot.store.transcript import message_of

_NO_LIMIT = 2**31 - 1


class Conversations(StorePart):
    """The part of the store that holds conversations."""

    def open_conversation(self, channel: str, language: Language) -> Conversation:
        """Begin a conversation under an id that can't be guessed."""
        conversation = Conversation(self._new_id(), channel, language, "assistant", 0, self._clock())
        query = insert(ConversationRow).values(
            id=conversation.id,
            channel=channel,
            language=language,
            handler="assistant",
            last_seq=0,
            told_to_wait=False,
            created_at=conversation.created_at,
        )
        self._database.write(lambda connection: connection.execute(query))
        return conversation

    def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        find = {"conversation_id": conversation_id}
        row = self._database.read(lambda connection: connection.execute(FIND_CONVERSATION, find).one_or_none())
        return None if row is None else _conversation(row)

    def messages_after(self, conversation_id: str, after: int = 0, limit: int = _NO_LIMIT) -> list[StoredMessage]:
        """The transcript behind the sequence number ``after``, in order."""
        return self._messages(MESSAGES_AFTER, conversation_id=conversation_id, after=after, most=limit)

    def replies_to(self, turn_id: str) -> list[StoredMessage]:
        """What was said to the customer in one turn, in order."""
        return self._messages(REPLIES_TO, turn_id=turn_id)

    def message_at(self, conversation_id: str, seq: int) -> StoredMessage | None:
        """One message of a transcript."""
        return next(iter(self._messages(MESSAGE_AT, conversation_id=conversation_id, seq=seq)), None)

    def count_conversations(self) -> int:
        """How many conversations there are; also the cheapest sign that the database answers."""
        return self._database.read(lambda connection: connection.scalar(select(func.count(ConversationRow.id))) or 0)

    def _messages(self, query: Select[Any], **parameters: str | int) -> list[StoredMessage]:
        return self._database.read(
            lambda connection: [message_of(row) for row in connection.execute(query, parameters)]
        )


def _conversation(row: Row[Any]) -> Conversation:
    values = dict(row._mapping)
    agent_id, agent_name = values.pop("agent_id"), values.pop("agent_name")
    return Conversation(**values, agent=Agent(agent_id, agent_name) if agent_id else None)
