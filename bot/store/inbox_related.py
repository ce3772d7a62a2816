"""Which conversations are of the same customer."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from bot.store.models import CaseRow

_OTHER = aliased(CaseRow)


def same_customer(conversation_id: str) -> Select[tuple[str]]:
    """The ids of the conversations with a case of the same mail address."""
    return (
        select(_OTHER.conversation_id)
        .join(CaseRow, func.lower(_OTHER.email) == func.lower(CaseRow.email))
        .where(CaseRow.conversation_id == conversation_id)
    )
