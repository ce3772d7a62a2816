"""The table of what happened to the cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import PERSONAL, SEQUENCE, Base, CaseRow, UtcDateTime


class CaseEventRow(Base):
    """One change of a case: by whom, of what, from what to what; rows are only ever added.

    An erasure empties ``before``, ``after`` and ``words``, which may hold what the customer said.
    """

    __tablename__ = "case_events"
    __table_args__ = (Index(None, "case_number", "id"), Index(None, "kind", "at"))

    id: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(String(16), ForeignKey(CaseRow.number))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor_id: Mapped[str | None] = mapped_column(String(100))
    actor_name: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    field: Mapped[str | None] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    after: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    words: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
