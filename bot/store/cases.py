"""Cases: filed once, found again, amended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.case_numbers import new_case_number, normalised_case_number
from bot.store.errors import UnknownCase
from bot.store.models import CaseRow
from bot.store.parts import StorePart
from bot.store.records import Case, NewCase

AmendableField = Literal[
    "product_line", "problem", "purchase_date", "name", "email", "order_number", "provider", "status"
]

_NUMBER_TRIES = 20
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
            case = _one(connection, CaseRow.idempotency_key == new.idempotency_key)
            assert case is not None
            return case

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
        normalised = normalised_case_number(number)

        def work(connection: Connection) -> Case:
            changes: dict[str, str | date | datetime | None] = {field: value, "updated_at": self._clock()}
            connection.execute(update(CaseRow).where(CaseRow.number == normalised).values(**changes))
            case = _one(connection, CaseRow.number == normalised)
            if case is None:
                raise UnknownCase(number)
            return case

        return self._database.write(work)

    def _free_number(self, connection: Connection) -> str:
        for _ in range(_NUMBER_TRIES):
            number = new_case_number(self._random_below)
            if connection.scalar(select(CaseRow.number).where(CaseRow.number == number)) is None:
                return number
        raise RuntimeError("no free case number was found")


def _one(connection: Connection, condition: object) -> Case | None:
    row = connection.execute(select(*_COLUMNS).where(condition)).one_or_none()  # type: ignore[arg-type]
    return None if row is None else _case(row)


def _case(row: Row[tuple[object, ...]]) -> Case:
    return Case(**row._mapping)
