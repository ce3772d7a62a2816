"""Writes messages into a transcript and reads them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row

from bot.messages import Block, Language
from bot.store.errors import UnknownConversation
from bot.store.records import Handler, Role, StoredMessage
from bot.store.search_index import index_messages
from bot.store.statements import HOLD_CONVERSATION, INSERT_MESSAGE, UPDATE_CONVERSATION

_BLOCKS: TypeAdapter[tuple[Block, ...]] = TypeAdapter(tuple[Block, ...])


@dataclass(frozen=True)
class Draft:
    """A message that has no place in the transcript yet."""

    role: Role
    language: Language
    blocks: tuple[Block, ...]
    client_message_id: str | None = None
    reply_to: str | None = None
    choice_id: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Held:
    """A conversation whose row this transaction has locked."""

    id: str
    channel: str
    language: Language
    handler: Handler
    last_seq: int
    told_to_wait: bool
    after_agent: bool
    agent_id: str | None
    agent_name: str | None
    waiting_since: datetime | None


def hold(connection: Connection, conversation_id: str) -> Held:
    """Lock a conversation, so that its sequence and its handler stay as they are until the commit.

    Raises:
        UnknownConversation: there is none.
    """
    row = connection.execute(HOLD_CONVERSATION, {"conversation_id": conversation_id}).one_or_none()
    if row is None:
        raise UnknownConversation(conversation_id)
    return Held(*row)


def append(
    connection: Connection,
    held: Held,
    drafts: Sequence[Draft],
    *,
    turn_id: str | None,
    ids: Sequence[str],
    now: datetime,
    language: Language | None = None,
    told_to_wait: bool | None = None,
    after_agent: bool | None = None,
    waiting_since: datetime | Literal["as before"] | None = "as before",
) -> tuple[StoredMessage, ...]:
    """Put messages at the end of a held conversation and note what else changes about it."""
    messages = tuple(
        StoredMessage(
            id=new_id,
            conversation_id=held.id,
            seq=held.last_seq + place,
            role=draft.role,
            language=draft.language,
            created_at=now,
            blocks=draft.blocks,
            client_message_id=draft.client_message_id,
            reply_to=draft.reply_to,
            choice_id=draft.choice_id,
            author=draft.author,
        )
        for place, (draft, new_id) in enumerate(zip(drafts, ids, strict=True), start=1)
    )
    if messages:
        connection.execute(INSERT_MESSAGE, [_values(message, turn_id) for message in messages])
        index_messages(connection, messages)
    connection.execute(
        UPDATE_CONVERSATION,
        {
            "held_id": held.id,
            "last_seq": held.last_seq + len(messages),
            "language": language or held.language,
            "told_to_wait": held.told_to_wait if told_to_wait is None else told_to_wait,
            "after_agent": held.after_agent if after_agent is None else after_agent,
            "waiting_since": held.waiting_since if waiting_since == "as before" else waiting_since,
            "said_at": now if messages else None,
            "reopened": any(message.role == "customer" for message in messages),
        },
    )
    return messages


def message_of(row: Row[Any]) -> StoredMessage:
    """A message as it was stored."""
    values = dict(row._mapping)
    return StoredMessage(**(values | {"blocks": blocks_of(values["blocks"])}))


def blocks_of(stored: Sequence[Any]) -> tuple[Block, ...]:
    """Blocks as they were stored."""
    return _BLOCKS.validate_python(stored)


def _values(message: StoredMessage, turn_id: str | None) -> dict[str, Any]:
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "role": message.role,
        "language": message.language,
        "blocks": _BLOCKS.dump_python(message.blocks, mode="json"),
        "client_message_id": message.client_message_id,
        "reply_to": message.reply_to,
        "turn_id": turn_id,
        "choice_id": message.choice_id,
        "author": message.author,
        "created_at": message.created_at,
    }
