"""Keeps the search index in step with what it is about, inside the commit that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from bot.messages import Choices, Message
from bot.store.filed_case import Case
from bot.store.inbox_models import SearchTextRow
from bot.store.models import MessageRow
from bot.store.records import StoredMessage
from bot.store.search_text import searchable

SearchKind = Literal["message", "note", "case", "name"]
"""What a found text is."""

_INSERT = insert(SearchTextRow)


def index_messages(connection: Connection, messages: Sequence[StoredMessage]) -> None:
    """Let new messages be found; what the desk itself says is the same everywhere and is not."""
    rows = [
        row(message.conversation_id, "message", message.id, text)
        for message in messages
        if message.role != "system" and (text := _said(message))
    ]
    if rows:
        connection.execute(_INSERT, rows)


def forget_message(connection: Connection, conversation_id: str, client_message_id: str) -> None:
    """Let a message that was unsent not be found any more."""
    unsent = select(MessageRow.id).where(
        MessageRow.conversation_id == conversation_id, MessageRow.client_message_id == client_message_id
    )
    connection.execute(delete(SearchTextRow).where(SearchTextRow.kind == "message", SearchTextRow.key.in_(unsent)))


def index_note(connection: Connection, conversation_id: str, key: str, text: str) -> None:
    """Let a note be found."""
    connection.execute(_INSERT, [row(conversation_id, "note", f"{conversation_id}/{key}", text)])


def index_case(connection: Connection, case: Case) -> None:
    """Let a case be found by everything that the customer left, as it is now."""
    said = (case.number, case.name, case.email, case.order_number, case.problem)
    _replace(connection, case.conversation_id, "case", case.number, filter(None, said))


def index_name(connection: Connection, conversation_id: str, link_id: str, name: str | None) -> None:
    """Let a conversation be found by the name that a platform gave."""
    _replace(connection, conversation_id, "name", link_id, filter(None, (name,)))


def row(conversation_id: str, kind: SearchKind, key: str, text: str) -> dict[str, str]:
    """The values of one entry."""
    return {"conversation_id": conversation_id, "kind": kind, "key": key, "text": searchable(text)}


def _replace(connection: Connection, conversation_id: str, kind: SearchKind, key: str, lines: Iterable[str]) -> None:
    connection.execute(delete(SearchTextRow).where(SearchTextRow.kind == kind, SearchTextRow.key == key))
    text = "\n".join(lines)
    if text:
        connection.execute(_INSERT, [row(conversation_id, kind, key, text)])


def _said(message: StoredMessage) -> str:
    blocks = tuple(block for block in message.blocks if not isinstance(block, Choices))
    return Message(language=message.language, blocks=blocks).plain_text.strip()
