"""The tables of the agents' inbox: what is found by its words, who was called into a note, filters kept for later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, PERSONAL, SEQUENCE, Base, ConversationRow, UtcDateTime


class SearchTextRow(Base):
    """Words that a conversation is found by, folded; ``key`` names the message, note or case they stand in."""

    __tablename__ = "search_texts"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(String(128), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(256))
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)


class MentionRow(Base):
    """Somebody who was called into a note."""

    __tablename__ = "mentions"
    __table_args__ = (UniqueConstraint("conversation_id", "note_key", "agent_id"), Index(None, "agent_id", "read_at"))

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id))
    note_key: Mapped[str] = mapped_column(String(128))
    agent_id: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SavedFilterRow(Base):
    """A filter of the inbox that an agent keeps under a name."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("agent_id", "name"),)

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    agent_id: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(60))
    filter: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
