"""The tables of the quality loop and of replay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, PERSONAL, SEQUENCE, Base, UtcDateTime


class LabelRow(Base):
    """What somebody said a message means; ``text`` is what is trained on, without anything personal."""

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("origin", "origin_id"), Index(None, "state"))

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    origin: Mapped[str] = mapped_column(String(16))
    origin_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    intent: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    labelled_by: Mapped[str] = mapped_column(String(100))
    labelled_by_name: Mapped[str] = mapped_column(String(200))
    labelled_at: Mapped[datetime] = mapped_column(UtcDateTime())
    reviewed_by: Mapped[str | None] = mapped_column(String(100))
    reviewed_by_name: Mapped[str | None] = mapped_column(String(200))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class QualityOptionRow(Base):
    """A switch of the quality loop."""

    __tablename__ = "quality_options"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    is_on: Mapped[bool] = mapped_column(Boolean)


class CandidateRow(Base):
    """A model that was trained to be compared with the one in use."""

    __tablename__ = "candidates"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    model: Mapped[str | None] = mapped_column(String(100))
    compared_with: Mapped[str | None] = mapped_column(String(100))
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
    error: Mapped[str | None] = mapped_column(String(64))
    started_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class ReplayRow(Base):
    """A run of a past period's conversations through another model or knowledge version."""

    __tablename__ = "replays"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(UtcDateTime())
    until: Mapped[datetime] = mapped_column(UtcDateTime())
    model: Mapped[str] = mapped_column(String(200))
    knowledge: Mapped[str] = mapped_column(String(200))
    conversations: Mapped[int] = mapped_column(Integer)
    turns: Mapped[int] = mapped_column(Integer)
    skipped: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    error: Mapped[str | None] = mapped_column(String(64))
    started_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class ReplayChangeRow(Base):
    """A turn that would have gone otherwise: its outcome before and after, without any words."""

    __tablename__ = "replay_changes"

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    replay_id: Mapped[str] = mapped_column(String(64), ForeignKey(ReplayRow.id), index=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY)
    turn_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_first: Mapped[bool] = mapped_column(Boolean)
