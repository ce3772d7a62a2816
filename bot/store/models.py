"""The tables. Columns that hold personal data carry ``info={"personal": True}``."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

PERSONAL = {"personal": True}
"""Marks a column for encryption, retention and erasure."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, also where the database keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class Base(DeclarativeBase):
    """All tables of the desk."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


SEQUENCE = BigInteger().with_variant(Integer, "sqlite")
CONVERSATION_KEY = String(64)
QUEUE = (
    "CASE WHEN handler = 'agent' THEN 'agent' WHEN waiting_since IS NOT NULL THEN 'waiting' "
    "WHEN closed_at IS NOT NULL THEN 'closed' ELSE 'assistant' END"
)
"""Where the agents find a conversation; the database keeps it, whoever changes the rest."""


class ConversationRow(Base):
    """A conversation: who answers it, in which language, and how long its transcript is."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(None, "queue", "last_at", "id"),
        Index(None, "queue", "waiting_since", "id"),
        Index(None, "agent_id", "last_at"),
        Index(None, "last_at", "id"),
    )

    id: Mapped[str] = mapped_column(CONVERSATION_KEY, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    handler: Mapped[str] = mapped_column(String(16), default="assistant")
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    told_to_wait: Mapped[bool] = mapped_column(Boolean, default=False)
    agent_id: Mapped[str | None] = mapped_column(String(100))
    agent_name: Mapped[str | None] = mapped_column(String(200))
    after_agent: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_by: Mapped[str | None] = mapped_column(String(200))
    close_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    queue: Mapped[str] = mapped_column(String(16), Computed(QUEUE))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class InboxRow(Base):
    """One thing a customer did; ``turn_id`` is the name of the turn everywhere, also in Rasa."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "conversation_id", "client_message_id"),
        Index(None, "conversation_id", "state", "position"),
        Index(None, "state"),
        Index(
            "ix_inbox_figures",
            *("received_at", "conversation_id", "seq", "kind", "intent", "guide", "guide_step", "provider", "sign"),
        ),
    )

    position: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    turn_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id))
    client_message_id: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    payload: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    trace: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    intent: Mapped[str | None] = mapped_column(String(64))
    guide: Mapped[str | None] = mapped_column(String(64))
    guide_step: Mapped[int | None] = mapped_column(Integer)
    provider: Mapped[str | None] = mapped_column(String(64))
    sign: Mapped[str | None] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class MessageRow(Base):
    """One message of a transcript."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        Index(
            "ix_messages_of_agents",
            *("created_at", "conversation_id"),
            sqlite_where=text("role = 'agent'"),
            postgresql_where=text("role = 'agent'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id))
    seq: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    blocks: Mapped[list[Any]] = mapped_column(JSON, info=PERSONAL)
    client_message_id: Mapped[str | None] = mapped_column(String(128))
    reply_to: Mapped[str | None] = mapped_column(String(128))
    turn_id: Mapped[str | None] = mapped_column(String(64), index=True)
    choice_id: Mapped[str | None] = mapped_column(String(128))
    author: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class CaseRow(Base):
    """A case for the human agents."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "status", "due_at", "number"),
        Index(None, "assignee_id", "status"),
        Index(None, "created_at", "number"),
    )

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(128), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    product_line: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    purchase_date: Mapped[date | None] = mapped_column(Date, info=PERSONAL)
    name: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    email: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    order_number: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    provider: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    assignee_id: Mapped[str | None] = mapped_column(String(100))
    assignee_name: Mapped[str | None] = mapped_column(String(200))
    close_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
    priority: Mapped[str] = mapped_column(String(8), default="normal", server_default="normal")
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    opened_by: Mapped[str | None] = mapped_column(String(200))
    first_response_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    first_response_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    resolution_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    paused_seconds: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    merged_into: Mapped[str | None] = mapped_column(String(16), index=True)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    email_folded: Mapped[str | None] = mapped_column(Text, index=True, info=PERSONAL)
    order_folded: Mapped[str | None] = mapped_column(Text, index=True, info=PERSONAL)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    email_verified_by: Mapped[str | None] = mapped_column(String(200))
    email_verified_how: Mapped[str | None] = mapped_column(String(32))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class FeedbackRow(Base):
    """Whether a guide, or one step of it, helped."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("conversation_id", "message_id", "guide_id"), Index(None, "created_at"))

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(String(128))
    message_id: Mapped[str] = mapped_column(String(128))
    guide_id: Mapped[str] = mapped_column(String(64))
    step: Mapped[int | None] = mapped_column(Integer)
    helped: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ApiTokenRow(Base):
    """A token of the assist API; only its digest is kept."""

    __tablename__ = "api_tokens"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
