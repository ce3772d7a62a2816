"""The tables between the desk and the platforms: who is reached where, what came in, what went out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, PERSONAL, SEQUENCE, Base, ConversationRow, UtcDateTime


class LinkRow(Base):
    """A place on a platform that shows a conversation: a customer's chat, or a thread of the agents."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id), index=True)
    audience: Mapped[str] = mapped_column(String(16))
    reachable: Mapped[bool] = mapped_column(Boolean)
    display_name: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    delivered_seq: Mapped[int] = mapped_column(Integer)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class PlatformEventRow(Base):
    """One thing that a platform told; its payload goes when it has been worked through."""

    __tablename__ = "platform_events"
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        Index(None, "channel", "state", "address"),
        Index(None, "channel", "reference"),
        Index(None, "received_at"),
    )

    position: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(32))
    event_id: Mapped[str] = mapped_column(String(128))
    address: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    reference: Mapped[str | None] = mapped_column(String(128))
    payload: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    ticket: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime())
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class DeliveryRow(Base):
    """Consecutive messages on their way to one link; its id is what repeated tries have in common."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "link_id", "state"), Index(None, "state"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    link_id: Mapped[str] = mapped_column(String(64), ForeignKey(LinkRow.id))
    first_seq: Mapped[int] = mapped_column(Integer)
    last_seq: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    ticket: Mapped[str | None] = mapped_column(String(200))
    ticket_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    parts_done: Mapped[int] = mapped_column(Integer)
    receipts: Mapped[list[Any]] = mapped_column(JSON)
    tries: Mapped[int] = mapped_column(Integer)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
