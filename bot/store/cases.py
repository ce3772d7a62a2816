"""Cases: filed once, found again, amended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.agent_models import AnnouncementRow
from bot.store.case_numbers import new_case_number, normalised_case_number
from bot.store.errors import UnknownCase
from bot.store.models import CaseRow, ConversationRow
from bot.store.parts import StorePart
from bot.store.records import Agent, Case, CaseStatus, NewCase
from bot.store.search_index import index_case

AmendableField = Literal[
    "product_line", "problem", "purchase_date", "name", "email", "order_number", "provider", "status"
]

_NUMBER_TRIES = 20
_ENDED = ("resolved", "closed")
_COLUMNS = (
    CaseRow.number,
    CaseRow.kind,
    CaseRow.conversation_id,
    CaseRow.channel,
    CaseRow.language,
    CaseRow.product_line,
    CaseRow.problem,
    CaseRow.purchase_date,
    CaseRow.name,
    CaseRow.email,
    CaseRow.order_number,
    CaseRow.provider,
    CaseRow.status,
    CaseRow.created_at,
    CaseRow.assignee_id,
    CaseRow.assignee_name,
    CaseRow.close_reason,
    CaseRow.closed_at,
)


class Cases(StorePart):
    """The part of the store that holds cases."""

    def file_case(self, new: NewCase) -> Case:
        """File a case; the same idempotency key always gives the same case."""

        def work(connection: Connection) -> Case:
            filed = _one(connection, CaseRow.idempotency_key == new.idempotency_key)
            if filed is not None:
                return filed
            now = self._clock()
            connection.execute(
                insert(CaseRow).values(
                    number=self._free_number(connection),
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
                    order_number=new.order_number,
                    provider=new.provider,
                    status="open",
                    created_at=now,
                    updated_at=now,
                )
            )
            connection.execute(
                update(ConversationRow)
                .where(ConversationRow.id == new.conversation_id, ConversationRow.waiting_since.is_(None))
                .values(waiting_since=now)
            )
            filed = _one(connection, CaseRow.idempotency_key == new.idempotency_key)
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
        return self._database.read(lambda connection: _one(connection, CaseRow.number == normalised))

    def cases_of(self, conversation_id: str) -> list[Case]:
        """The cases of a conversation, oldest first."""
        query = (
            select(*_COLUMNS)
            .where(CaseRow.conversation_id == conversation_id)
            .order_by(CaseRow.created_at, CaseRow.number)
        )
        return self._database.read(lambda connection: [_case(row) for row in connection.execute(query)])

    def amend_case(self, number: str, field: AmendableField, value: str | date | None) -> Case:
        """Change one field of a case.

        Raises:
            UnknownCase: no case has this number.
            ValueError: the field is not one that changes.
        """
        if field not in AmendableField.__args__:  # type: ignore[attr-defined]
            raise ValueError(f"a case's {field} can't be changed")
        return self._changed(number, {field: value, "updated_at": self._clock()})

    def cases(
        self,
        *,
        status: Sequence[CaseStatus] = (),
        assignee: Agent | None = None,
        unassigned: bool = False,
        limit: int = 50,
    ) -> list[Case]:
        """The cases with one of these statuses (all, if none is named), oldest first."""
        query = select(*_COLUMNS).order_by(CaseRow.created_at, CaseRow.number).limit(limit)
        if status:
            query = query.where(CaseRow.status.in_(status))
        if assignee is not None:
            query = query.where(CaseRow.assignee_id == assignee.id)
        if unassigned:
            query = query.where(CaseRow.assignee_id.is_(None))
        return self._database.read(lambda connection: [_case(row) for row in connection.execute(query)])

    def assign_case(self, number: str, agent: Agent | None) -> Case:
        """Give a case to an agent, or to nobody; an open case is in progress from then on.

        Raises:
            UnknownCase: no case has this number.
        """
        changes = {
            "assignee_id": agent.id if agent else None,
            "assignee_name": agent.name if agent else None,
            "updated_at": self._clock(),
        }
        begun = case((CaseRow.status == "open", "in_progress"), else_=CaseRow.status) if agent else CaseRow.status
        return self._changed(number, {**changes, "status": begun})

    def close_case(self, number: str, reason: str) -> Case:
        """Close a case; closing it again changes nothing.

        Raises:
            UnknownCase: no case has this number.
        """
        now = self._clock()
        changes = {"status": "closed", "close_reason": reason, "closed_at": now, "updated_at": now}
        return self._changed(number, changes, only=CaseRow.closed_at.is_(None))

    def unannounced_cases(self, channel: str, limit: int = 50) -> list[Case]:
        """The cases that the agents on a platform were not told about, oldest first."""
        told = (
            select(AnnouncementRow.case_number)
            .where(AnnouncementRow.channel == channel, AnnouncementRow.case_number == CaseRow.number)
            .exists()
        )
        query = (
            select(*_COLUMNS)
            .where(~told, CaseRow.status.in_(("open", "in_progress")))
            .order_by(CaseRow.created_at)
            .limit(limit)
        )
        return self._database.read(lambda connection: [_case(row) for row in connection.execute(query)])

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

    def _changed(self, number: str, changes: Mapping[str, object], only: ColumnElement[bool] | None = None) -> Case:
        condition = CaseRow.number == normalised_case_number(number)

        def work(connection: Connection) -> Case:
            query = update(CaseRow).where(condition).values(**changes)
            connection.execute(query if only is None else query.where(only))
            found = _one(connection, condition)
            if found is None:
                raise UnknownCase(number)
            index_case(connection, found)
            if found.status in _ENDED:
                _stop_waiting(connection, found.conversation_id)
            return found

        return self._database.write(work)

    def _free_number(self, connection: Connection) -> str:
        for _ in range(_NUMBER_TRIES):
            number = new_case_number(self._random_below)
            if connection.scalar(select(CaseRow.number).where(CaseRow.number == number)) is None:
                return number
        raise RuntimeError("no free case number was found")


def _stop_waiting(connection: Connection, conversation_id: str) -> None:
    """Let nobody wait for a human any more whose last case has ended, unless an agent is there already."""
    still_open = (
        select(CaseRow.number).where(CaseRow.conversation_id == conversation_id, CaseRow.status.not_in(_ENDED)).exists()
    )
    connection.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.handler == "assistant", ~still_open)
        .values(waiting_since=None)
    )


def _one(connection: Connection, condition: object) -> Case | None:
    row = connection.execute(select(*_COLUMNS).where(condition)).one_or_none()  # type: ignore[arg-type]
    return None if row is None else _case(row)


def _case(row: Row[tuple[object, ...]]) -> Case:
    values = dict(row._mapping)
    assignee_id, assignee_name = values.pop("assignee_id"), values.pop("assignee_name")
    return Case(**values, assignee=Agent(assignee_id, assignee_name) if assignee_id else None)
