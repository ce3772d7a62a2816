"""The tables of the suggestions: canned replies, and what became of each suggestion."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, SEQUENCE, Base, ConversationRow, UtcDateTime


class CannedReplyRow(Base):
    """A reply that is written once, in both languages; its fields are filled in where it is used."""

    __tablename__ = "canned_replies"

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    ja: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())


class SuggestionUseRow(Base):
    """What an agent did with a suggestion; its words are not kept."""

    __tablename__ = "suggestion_uses"
    __table_args__ = (Index(None, "created_at"),)

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id))
    agent_id: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str | None] = mapped_column(String(128))
    outcome: Mapped[str] = mapped_column(String(16))
    likeness: Mapped[float | None] = mapped_column(Float)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
