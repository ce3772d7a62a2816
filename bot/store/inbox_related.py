"""Which conversations are of the same customer: for certain, or perhaps.

A mail address is only what somebody wrote. Two conversations are of the same customer when an agent has verified the same
address in a case of each; what merely names that address may be anybody's.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from bot.store.models import CaseRow, ConversationRow

_OTHER = aliased(CaseRow)


def same_customer(conversation_id: str) -> ColumnElement[bool]:
    """Other conversations that are of the same customer for certain."""
    return _others(conversation_id, and_(CaseRow.email_verified_at.is_not(None), _OTHER.email_verified_at.is_not(None)))


def same_address(conversation_id: str) -> ColumnElement[bool]:
    """Other conversations that only name the same address, on either side unverified."""
    unsure = or_(CaseRow.email_verified_at.is_(None), _OTHER.email_verified_at.is_(None))
    return and_(_others(conversation_id, unsure), ~same_customer(conversation_id))


def _others(conversation_id: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found = (
        select(_OTHER.conversation_id)
        .join(CaseRow, _OTHER.email_folded == CaseRow.email_folded)
        .where(CaseRow.conversation_id == conversation_id, condition)
    )
    return and_(ConversationRow.id.in_(found), ConversationRow.id != conversation_id)
