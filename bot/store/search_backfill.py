"""Fills the search index from what was there before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Connection

from bot.messages import Block, Choices, Message
from bot.store.search_index import row

_BLOCKS: TypeAdapter[tuple[Block, ...]] = TypeAdapter(tuple[Block, ...])
_AT_ONCE = 500

# Only the columns of the time of the first index: later migrations may add others to the models.
_MESSAGES = sa.table(
    "messages", sa.column("id"), sa.column("conversation_id"), sa.column("role"), sa.column("blocks", sa.JSON())
)
_NOTES = sa.table("notes", sa.column("conversation_id"), sa.column("key"), sa.column("text"))
_CASES = sa.table(
    "cases",
    *map(sa.column, ("conversation_id", "number", "name", "email", "order_number", "problem")),
)
_LINKS = sa.table("links", *map(sa.column, ("id", "conversation_id", "display_name")))
_TEXTS = sa.table("search_texts", *map(sa.column, ("conversation_id", "kind", "key", "text")))


def fill_index(connection: Connection) -> None:
    """Put every message, note, case and name into the empty index."""
    entries = _entries(connection)
    while rows := list(islice(entries, _AT_ONCE)):
        connection.execute(sa.insert(_TEXTS), rows)


def _entries(connection: Connection) -> Iterator[dict[str, str]]:
    messages = sa.select(_MESSAGES).where(_MESSAGES.c.role != "system")
    for message in connection.execute(messages).all():
        blocks = tuple(block for block in _BLOCKS.validate_python(message.blocks) if not isinstance(block, Choices))
        text = Message(language="ja", blocks=blocks).plain_text.strip()
        if text:
            yield row(message.conversation_id, "message", message.id, text)
    for note in connection.execute(sa.select(_NOTES)).all():
        yield row(note.conversation_id, "note", f"{note.conversation_id}/{note.key}", note.text)
    for case in connection.execute(sa.select(_CASES)).all():
        said = (case.number, case.name, case.email, case.order_number, case.problem)
        yield row(case.conversation_id, "case", case.number, "\n".join(filter(None, said)))
    for link in connection.execute(sa.select(_LINKS).where(_LINKS.c.display_name.is_not(None))).all():
        yield row(link.conversation_id, "name", link.id, link.display_name)
