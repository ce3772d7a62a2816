"""The tables of the human agents' work: notes, announcements, answers to look at again, the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, PERSONAL, SEQUENCE, Base, CaseRow, ConversationRow, UtcDateTime


class NoteRow(Base):
    """What agents write to each other beside a conversation."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("conversation_id", "key"),)

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id))
    key: Mapped[str] = mapped_column(String(128))
    author_id: Mapped[str] = mapped_column(String(100))
    author_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class AnnouncementRow(Base):
    """A case that was shown to the agents on a platform."""

    __tablename__ = "announcements"

    case_number: Mapped[str] = mapped_column(String(16), ForeignKey(CaseRow.number), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    link_id: Mapped[str | None] = mapped_column(String(64))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime())


class FlagRow(Base):
    """An answer that an agent called wrong, to be looked at again."""

    __tablename__ = "flags"

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    agent_id: Mapped[str] = mapped_column(String(100))
    agent_name: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text, info=PERSONAL)
    intent: Mapped[str | None] = mapped_column(String(64))
    provider: Mapped[str | None] = mapped_column(String(64))
    guide: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class AuditRow(Base):
    """Who did what to what; rows are only ever added, and hold no personal data themselves."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    actor_id: Mapped[str | None] = mapped_column(String(100))
    actor_name: Mapped[str | None] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    details: Mapped[dict[str, str]] = mapped_column(JSON)
