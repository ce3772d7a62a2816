"""The table of the replies that are to be said later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import CONVERSATION_KEY, PERSONAL, Base, ConversationRow, UtcDateTime


class ScheduledReplyRow(Base):
    """A reply that an agent has written and that is said when it is due; its words go when it has ended.

    It vanishes with its conversation, so that nothing is ever said in one that was erased.
    """

    __tablename__ = "scheduled_replies"
    __table_args__ = (
        UniqueConstraint("conversation_id", "key"),
        Index(None, "state", "due_at"),
        Index(None, "conversation_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(CONVERSATION_KEY, ForeignKey(ConversationRow.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(100))
    agent_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    seen_seq: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state: Mapped[str] = mapped_column(String(16))
    held_for: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())
