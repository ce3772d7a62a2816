"""Cases: filed once, found again, amended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal, cast, get_args

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.agent_models import AnnouncementRow
from bot.store.case_changes import (
    Change,
    WhenMerged,
    clock_values,
    hold_case,
    set_assignee,
    set_status,
    write_facts,
)
from bot.store.case_clock import CaseClock
from bot.store.case_events import note_event
from bot.store.case_folding import folded_email, folded_order
from bot.store.case_numbers import new_case_number, normalised_case_number
from bot.store.case_rows import case_query, read_case, read_cases
from bot.store.channel_models import LinkRow
from bot.store.errors import UnknownCase
from bot.store.filed_case import ENDED, UNDER_WAY, Case, CaseStatus, NewCase
from bot.store.models import CaseRow, ConversationRow, MessageRow
from bot.store.parts import StorePart
from bot.store.records import Agent
from bot.store.search_index import index_case

AmendableField = Literal[
    "product_line", "problem", "purchase_date", "name", "email", "order_number", "provider", "status"
]

_NUMBER_TRIES = 20


class Cases(StorePart):
    """The part of the store that holds cases."""

    def file_case(self, new: NewCase) -> Case:
        """File a case; the same idempotency key always gives the same case."""

        def work(connection: Connection) -> Case:
            filed = read_case(connection, CaseRow.idempotency_key == new.idempotency_key)
            if filed is not None:
                return filed
            now = self._clock()
            number = self._free_number(connection)
            clock = CaseClock(now).with_deadlines(self._service)
            if new.opened_by and _has_agents_line(connection, new.conversation_id):
                clock = clock.answered(now)
            connection.execute(
                insert(CaseRow).values(
                    number=number,
                    idempotency_key=new.idempotency_key,
                    kind=new.kind,
                    conversation_id=new.conversation_id,
                    channel=new.channel,
                    language=new.language,
                    product_line=new.product_line,
                    problem=new.problem,
                    purchase_date=new.purchase_date,
                    name=new.name,
                    email=new.email,
                    email_folded=folded_email(new.email),
                    order_number=new.order_number,
                    order_folded=folded_order(new.order_number),
                    provider=new.provider,
                    status="open",
                    opened_by=new.opened_by.name if new.opened_by else None,
                    created_at=now,
                    updated_at=now,
                    **clock_values(clock),
                )
            )
            note_event(connection, number, now, new.opened_by, "filed")
            if new.opened_by is None:
                connection.execute(
                    update(ConversationRow)
                    .where(ConversationRow.id == new.conversation_id, ConversationRow.waiting_since.is_(None))
                    .values(waiting_since=now)
                )
            filed = read_case(connection, CaseRow.number == number)
            assert filed is not None
            index_case(connection, filed)
            return filed

        try:
            return self._database.write(work)
        except IntegrityError:
            # Somebody else filed the same case, or took the number, between our look and our insert.
            return self._database.write(work)

    def find_case(self, number: str) -> Case | None:
        """The case with this number, however its letters and hyphen are written."""
        normalised = normalised_case_number(number)
        if normalised is None:
            return None
        return self._database.read(lambda connection: read_case(connection, CaseRow.number == normalised))

    def cases_of(self, conversation_id: str) -> list[Case]:
        """The cases of a conversation, oldest first."""
        query = case_query().where(CaseRow.conversation_id == conversation_id)
        query = query.order_by(CaseRow.created_at, CaseRow.number)
        return self._database.read(lambda connection: read_cases(connection, query))

    def amend_case(self, number: str, field: AmendableField, value: str | date | None, by: Agent | None = None) -> Case:
        """Change one field of a case.

        Args:
            by: the agent who does it; without one the customer does.

        Raises:
            UnknownCase: no case has this number.
            ValueError: the field is not one that changes.
        """
        if field not in get_args(AmendableField):
            raise ValueError(f"a case's {field} can't be changed")
        if field == "status":
            return self.set_case_status(number, cast(CaseStatus, value), by)
        return self._change_case(
            number,
            by,
            lambda connection, case, change: write_facts(connection, case, {field: value}, change),
            merged="itself",
        )

    def set_case_status(self, number: str, status: CaseStatus, by: Agent | None = None, words: str = "") -> Case:
        """Say where the work on a case is; with a merged one it is that of the case it went into.

        Raises:
            UnknownCase: no case has this number.
            ValueError: there is no such status.
        """
        if status not in (*UNDER_WAY, *ENDED):
            raise ValueError(f"{status} is no status of a case")
        return self._change_case(
            number,
            by,
            lambda connection, case, change: set_status(connection, case, status, change, words or None),
            merged="follow",
        )

    def cases(
        self,
        *,
        status: Sequence[CaseStatus] = (),
        assignee: Agent | None = None,
        unassigned: bool = False,
        limit: int = 50,
    ) -> list[Case]:
        """The cases with one of these statuses (all, if none is named), oldest first; none that was merged."""
        query = case_query().where(CaseRow.merged_into.is_(None))
        query = query.order_by(CaseRow.created_at, CaseRow.number).limit(limit)
        if status:
            query = query.where(CaseRow.status.in_(status))
        if assignee is not None:
            query = query.where(CaseRow.assignee_id == assignee.id)
        if unassigned:
            query = query.where(CaseRow.assignee_id.is_(None))
        return self._database.read(lambda connection: read_cases(connection, query))

    def assign_case(self, number: str, agent: Agent | None, by: Agent | None = None) -> Case:
        """Give a case to an agent, or to nobody; an open case is in progress from then on.

        Args:
            by: who gives it; without one the agent takes it.

        Raises:
            UnknownCase: no case has this number.
        """
        return self._change_case(
            number,
            by or agent,
            lambda connection, case, change: set_assignee(connection, case, agent, change),
            merged="follow",
        )

    def close_case(self, number: str, reason: str, by: Agent | None = None) -> Case:
        """Close a case; closing it again changes nothing.

        Raises:
            UnknownCase: no case has this number.
        """
        return self.set_case_status(number, "closed", by, reason)

    def unannounced_cases(self, channel: str, limit: int = 50) -> list[Case]:
        """The cases that the agents on a platform were not told about, oldest first."""
        told = (
            select(AnnouncementRow.case_number)
            .where(AnnouncementRow.channel == channel, AnnouncementRow.case_number == CaseRow.number)
            .exists()
        )
        query = (
            case_query()
            .where(~told, CaseRow.status.in_(("open", "in_progress")), CaseRow.merged_into.is_(None))
            .order_by(CaseRow.created_at)
            .limit(limit)
        )
        return self._database.read(lambda connection: read_cases(connection, query))

    def announce(self, number: str, channel: str, link_id: str | None) -> bool:
        """Note that the agents on a platform see a case, and where; false when they did already."""

        def work(connection: Connection) -> bool:
            known = select(AnnouncementRow.link_id).where(
                AnnouncementRow.case_number == number, AnnouncementRow.channel == channel
            )
            if connection.execute(known).first() is not None:
                return False
            values = {"case_number": number, "channel": channel, "link_id": link_id, "announced_at": self._clock()}
            connection.execute(insert(AnnouncementRow).values(**values))
            return True

        return self._database.write(work)

    def announced_link(self, number: str, channel: str) -> str | None:
        """The id of the link under which the agents on a platform see a case."""
        query = select(AnnouncementRow.link_id).where(
            AnnouncementRow.case_number == number, AnnouncementRow.channel == channel
        )
        return self._database.read(lambda connection: connection.scalars(query).first())

    def ended_behind(self, channel: str, recently: datetime, after: str = "", limit: int = 100) -> list[str]:
        """The numbers behind ``after`` of ended and merged cases that agents may see otherwise than they are.

        Each was changed since its link's ``version``, or something was said in its conversation ``recently``.
        """
        shown = LinkRow.data["version"].as_integer()
        changed = or_(shown != CaseRow.version, shown.is_(None) & (CaseRow.updated_at >= recently))
        query = (
            select(CaseRow.number)
            .join(AnnouncementRow, AnnouncementRow.case_number == CaseRow.number)
            .join(LinkRow, LinkRow.id == AnnouncementRow.link_id)
            .join(ConversationRow, ConversationRow.id == LinkRow.conversation_id)
            .where(AnnouncementRow.channel == channel, CaseRow.number > after)
            .where(CaseRow.status.in_(ENDED) | CaseRow.merged_into.is_not(None))
            .where(or_(changed, ConversationRow.last_at >= recently))
            .order_by(CaseRow.number)
            .limit(limit)
        )
        return self._database.read(lambda connection: list(connection.scalars(query)))

    def _change_case(
        self,
        number: str,
        by: Agent | None,
        work: Callable[[Connection, Case, Change], Case],
        *,
        version: int | None = None,
        merged: WhenMerged = "refuse",
    ) -> Case:
        """Hold a case, let ``work`` change it, and commit."""
        normalised = normalised_case_number(number)
        if normalised is None:
            raise UnknownCase(number)

        def whole(connection: Connection) -> Case:
            change = Change(self._clock(), by, self._service, version)
            held = hold_case(connection, normalised, change, merged)
            work(connection, held, change)
            changed = read_case(connection, CaseRow.number == normalised)
            assert changed is not None
            return changed

        return self._database.write(whole)

    def _free_number(self, connection: Connection) -> str:
        for _ in range(_NUMBER_TRIES):
            number = new_case_number(self._random_below)
            if connection.scalar(select(CaseRow.number).where(CaseRow.number == number)) is None:
                return number
        raise RuntimeError("no free case number was found")


def _has_agents_line(connection: Connection, conversation_id: str) -> bool:
    query = select(MessageRow.id).where(MessageRow.conversation_id == conversation_id, MessageRow.role == "agent")
    return connection.execute(query.limit(1)).first() is not None
