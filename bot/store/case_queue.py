"""The agents' queue of cases: views, order, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, literal, or_, select

from bot.service_levels import PRIORITIES
from bot.store.case_numbers import normalised_case_number
from bot.store.case_records import CaseFilter, CasePage, CaseSort, CaseView
from bot.store.case_rows import case_query, read_cases
from bot.store.filed_case import ENDED, UNDER_WAY, Case
from bot.store.inbox_models import SearchTextRow
from bot.store.models import CaseRow, UtcDateTime
from bot.store.parts import StorePart
from bot.store.search_text import words_of

_NEVER = datetime(9999, 1, 1, tzinfo=timezone.utc)
_MOST_EXPORTED = 50_000
_RANK = case({name: rank for rank, name in enumerate(PRIORITIES)}, value=CaseRow.priority, else_=len(PRIORITIES))
_DUE = func.coalesce(CaseRow.due_at, literal(_NEVER, UtcDateTime()), type_=UtcDateTime())


class CaseQueue(StorePart):
    """The part of the store that lists cases."""

    def case_queue(self, shown: CaseFilter, after: str | None = None, limit: int = 50) -> CasePage:
        """A part of the queue.

        Args:
            after: where it begins, as the page before said; one that can't be read is the beginning.
        """
        keys, descending = _order(shown.sort)
        query = case_query().where(*self._conditions(shown))
        place = _place(after, shown.sort)
        if place is not None:
            query = query.where(_behind(keys, place, descending))
        query = query.order_by(*(key.desc() if descending else key for key in keys)).limit(limit + 1)
        found = self._database.read(lambda connection: read_cases(connection, query))
        more = _cursor(found[limit - 1], shown.sort) if len(found) > limit else None
        return CasePage(tuple(found[:limit]), more)

    def case_counts(self, me: str) -> dict[CaseView, int]:
        """How many cases are in each view."""
        under_way = select(
            func.count(),
            func.count(case((CaseRow.assignee_id == me, 1))),
            func.count(case((CaseRow.assignee_id.is_(None), 1))),
            func.count(case((CaseRow.status == "waiting_customer", 1))),
        ).where(*_of_view("open", me))
        merged = select(func.count()).where(CaseRow.merged_into.is_not(None))
        everything = select(func.count()).select_from(CaseRow)

        def work(connection: Connection) -> dict[CaseView, int]:
            opened, mine, unassigned, waiting = connection.execute(under_way).one()
            total, apart = connection.scalar(everything) or 0, connection.scalar(merged) or 0
            # What has ended is the great part: it is not counted one by one.
            return {
                "mine": mine,
                "unassigned": unassigned,
                "open": opened,
                "waiting": waiting,
                "ended": total - opened - apart,
                "all": total,
            }

        return self._database.read(work)

    def all_cases(self, shown: CaseFilter) -> Iterator[Case]:
        """Every case of a list in its order, for an export; so many at most as a spreadsheet bears."""
        after, seen = None, 0
        while seen < _MOST_EXPORTED:
            page = self.case_queue(shown, after, 500)
            yield from page.cases
            seen += len(page.cases)
            after = page.next
            if after is None:
                return

    def _conditions(self, shown: CaseFilter) -> list[ColumnElement[bool]]:
        conditions = _of_view(shown.view, shown.me)
        for column, wanted in (
            (CaseRow.priority, shown.priority),
            (CaseRow.kind, shown.kind),
            (CaseRow.channel, shown.channel),
            (CaseRow.assignee_id, shown.assignee),
        ):
            if wanted:
                conditions.append(column == wanted)
        if shown.overdue:
            conditions.append(CaseRow.due_at < self._clock())
        if shown.text:
            conditions.append(_found(shown.text))
        return conditions


def _of_view(view: CaseView, me: str) -> list[ColumnElement[bool]]:
    apart = CaseRow.merged_into.is_(None)
    if view == "mine":
        return [CaseRow.assignee_id == me, CaseRow.status.in_(UNDER_WAY), apart]
    if view == "unassigned":
        return [CaseRow.assignee_id.is_(None), CaseRow.status.in_(UNDER_WAY), apart]
    if view == "open":
        return [CaseRow.status.in_(UNDER_WAY), apart]
    if view == "waiting":
        return [CaseRow.status == "waiting_customer", apart]
    # Nearly every case has ended: SQLite would look each of them up by its status instead of following the order.
    return [func.coalesce(CaseRow.status, "").in_(ENDED), apart] if view == "ended" else []


def _found(text: str) -> ColumnElement[bool]:
    number = normalised_case_number(text)
    words = words_of(text)
    if not words:
        return false()
    holds = and_(*(SearchTextRow.text.contains(word, autoescape=True) for word in words))
    found = CaseRow.number.in_(select(SearchTextRow.key).where(SearchTextRow.kind == "case", holds))
    return or_(CaseRow.number == number, found) if number else found


def _order(sort: CaseSort) -> tuple[list[ColumnElement[Any]], bool]:
    """What a list is sorted by, all of it up or all of it down."""
    keys: dict[CaseSort, tuple[list[Any], bool]] = {
        "due": ([_DUE, CaseRow.created_at, CaseRow.number], False),
        "priority": ([_RANK, _DUE, CaseRow.number], False),
        "newest": ([CaseRow.created_at, CaseRow.number], True),
        "oldest": ([CaseRow.created_at, CaseRow.number], False),
        "changed": ([CaseRow.updated_at, CaseRow.number], True),
    }
    return keys[sort]


def _values(item: Case, sort: CaseSort) -> list[Any]:
    due = (item.clock.due_at if item.clock and not item.merged_into else None) or _NEVER
    values: dict[CaseSort, list[Any]] = {
        "due": [due, item.created_at, item.number],
        "priority": [PRIORITIES.index(item.priority), due, item.number],
        "newest": [item.created_at, item.number],
        "oldest": [item.created_at, item.number],
        "changed": [item.updated_at, item.number],
    }
    return values[sort]


def _cursor(item: Case, sort: CaseSort) -> str:
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in _values(item, sort))


def _place(after: str | None, sort: CaseSort) -> list[Any] | None:
    pieces = (after or "").split("~")
    shapes: dict[CaseSort, tuple[Callable[[str], Any], ...]] = {
        "due": (_moment, _moment, str),
        "priority": (int, _moment, str),
    }
    shape = shapes.get(sort, (_moment, str))
    if len(pieces) != len(shape):
        return None
    try:
        return [read(piece) for read, piece in zip(shape, pieces, strict=True)]
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _behind(keys: list[ColumnElement[Any]], place: list[Any], descending: bool) -> ColumnElement[bool]:
    """That a row comes after the one with these values."""
    if not keys:
        return false()
    key, value = keys[0], place[0]
    return or_(key < value if descending else key > value, and_(key == value, _behind(keys[1:], place[1:], descending)))
