"""Carries out a customer's wish to have their data erased: what they said and left, in one conversation and its cases.

What stays says nothing about anybody: that there was a conversation, when something happened in it, which guide was
shown. The address on a platform stays too while the conversation is open there, or nobody could be answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from bot.store.agent_models import NoteRow
from bot.store.case_changes import Change, hold_case, set_status, write_columns
from bot.store.case_events import note_event
from bot.store.case_merging import CaseMerging
from bot.store.case_models import CaseEventRow
from bot.store.case_numbers import normalised_case_number
from bot.store.case_rows import read_case
from bot.store.channel_models import LinkRow
from bot.store.errors import CannotErase
from bot.store.filed_case import Case
from bot.store.inbox_models import MentionRow, SearchTextRow
from bot.store.models import CaseRow, ConversationRow, InboxRow, MessageRow
from bot.store.quality_forgetting import forget_labels
from bot.store.records import Agent
from bot.store.scheduled_models import ScheduledReplyRow
from bot.store.transcript import hold

_NOTHING_LEFT = {
    "problem": None,
    "purchase_date": None,
    "name": None,
    "email": None,
    "email_folded": None,
    "order_number": None,
    "order_folded": None,
    "close_reason": None,
    "email_verified_at": None,
    "email_verified_by": None,
    "email_verified_how": None,
}


class CaseErasure(CaseMerging):
    """The part of the store that erases."""

    def turns_of(self, conversation_id: str) -> list[str]:
        """The ids of everything that a customer did in a conversation, oldest first."""
        query = select(InboxRow.turn_id).where(InboxRow.conversation_id == conversation_id)
        return self._database.read(lambda connection: list(connection.scalars(query.order_by(InboxRow.position))))

    def erase_for(self, number: str, by: Agent, version: int | None = None, also: Sequence[str] = ()) -> Case:
        """Do what a request for erasure asks: empty its conversation and every case of it, and close the request.

        Args:
            also: numbers of other cases of the same customer whose own data goes too.

        Raises:
            CannotErase: this is no open request for erasure.
            UnknownCase, CaseMerged, CaseChanged: as with every change.
        """

        def work(connection: Connection, case: Case, change: Change) -> Case:
            if case.kind != "erasure" or case.has_ended or case.erased_at is not None:
                raise CannotErase(case.number)
            _empty_conversation(connection, case.conversation_id, change)
            query = select(CaseRow.number).where(CaseRow.conversation_id == case.conversation_id)
            others = [normalised_case_number(each) or "" for each in also]
            for each in sorted({*connection.scalars(query), *others} - {""}):
                _empty_case(connection, each, change)
            request = read_case(connection, CaseRow.number == case.number)
            assert request is not None
            return set_status(connection, request, "closed", change)

        return self._change_case(number, by, work, version=version)


def _empty_conversation(connection: Connection, conversation_id: str, change: Change) -> None:
    here = InboxRow.conversation_id == conversation_id
    hold(connection, conversation_id)
    forget_labels(connection, connection.scalars(select(InboxRow.turn_id).where(here)).all())
    connection.execute(update(InboxRow).where(here).values(text=None, payload=None, trace=None))
    connection.execute(
        update(InboxRow).where(here, InboxRow.state == "waiting").values(state="done", ended_at=change.at)
    )
    connection.execute(update(MessageRow).where(MessageRow.conversation_id == conversation_id).values(blocks=[]))
    for table in (MentionRow, NoteRow, SearchTextRow, ScheduledReplyRow):
        connection.execute(delete(table).where(table.conversation_id == conversation_id))
    connection.execute(update(LinkRow).where(LinkRow.conversation_id == conversation_id).values(display_name=None))
    connection.execute(update(ConversationRow).where(ConversationRow.id == conversation_id).values(close_reason=None))


def _empty_case(connection: Connection, number: str, change: Change) -> None:
    """Take out of a case what its customer left, and out of its history; its states and times stay.

    Raises:
        UnknownCase: no case has this number.
    """
    case = hold_case(connection, number, Change(change.at, change.by, change.service), "itself")
    if case.erased_at is not None:
        return
    lines = update(CaseEventRow).where(CaseEventRow.case_number == number)
    connection.execute(lines.values(words=None))
    connection.execute(lines.where(CaseEventRow.kind == "changed").values(before=None, after=None))
    note_event(connection, number, change.at, change.by, "erased")
    connection.execute(delete(SearchTextRow).where(SearchTextRow.kind == "case", SearchTextRow.key == number))
    write_columns(connection, case, {**_NOTHING_LEFT, "erased_at": change.at}, change)
