"""The queue of cases: a page, the list alone for the scripts, and its export."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, AgentWatching, Person
from bot.desk.cases.clocks import shown_clock
from bot.desk.rendering import page
from bot.desk.rendering_csv import csv_response
from bot.desk.strings import text
from bot.service_levels import PRIORITIES
from bot.store import Case
from bot.store.case_records import CASE_SORTS, CASE_VIEWS, CaseFilter

router = APIRouter()

PAGE = "/desk/cases"
CHANNELS = ("web", "line", "slack")
KINDS = ("escalation", "erasure")
_COLUMNS = (
    "number",
    "kind",
    "status",
    "priority",
    "assignee",
    "name",
    "email",
    "verified",
    "order_number",
    "provider",
    "product_line",
    "purchase_date",
    "problem",
    "channel",
    "language",
    "created_at",
    "first_response_due_at",
    "first_response_at",
    "resolution_due_at",
    "resolved_at",
    "merged_into",
    "close_reason",
)


class Asked:
    """What the address of a list asks for; what it doesn't know it leaves out."""

    def __init__(
        self,
        view: str = "",
        sort: str = "",
        priority: str = "",
        kind: str = "",
        channel: str = "",
        assignee: Annotated[str, Query(max_length=100)] = "",
        overdue: str = "",
        q: Annotated[str, Query(max_length=200)] = "",
        after: Annotated[str, Query(max_length=160)] = "",
    ) -> None:
        # Who searches wants to find it, wherever it is.
        view = view if view in CASE_VIEWS else "all" if q.strip() else "open"
        sort = sort if sort in CASE_SORTS else "newest" if view in ("ended", "all") else "due"
        self._wanted: dict[str, Any] = {
            "view": view,
            "sort": sort,
            "priority": priority if priority in PRIORITIES else None,
            "kind": kind if kind in KINDS else None,
            "channel": channel if channel in CHANNELS else None,
            "assignee": assignee or None,
            "overdue": overdue == "yes",
            "text": q.strip(),
        }
        self.after = after or None

    def by(self, person: Person) -> CaseFilter:
        """The filter for who asks."""
        return CaseFilter(me=person.agent.id, **self._wanted)


AskedFor = Annotated[Asked, Depends(Asked)]


@router.get(PAGE)
async def show_queue(request: Request, person: AgentPerson, asked: AskedFor) -> HTMLResponse:
    """The queue."""
    context = await _list(front_of(request), person, asked)
    return page(request, person, "cases/queue.html", **context)


@router.get(PAGE + "/list")
async def show_list(request: Request, person: AgentWatching, asked: AskedFor) -> HTMLResponse:
    """The list alone, as it is now."""
    return page(request, person, "cases/list.html", **await _list(front_of(request), person, asked))


@router.get(PAGE + "/export")
async def export(request: Request, person: AgentPerson, asked: AskedFor) -> Response:
    """The whole list as a file; who took it away is remembered."""
    front, shown = front_of(request), asked.by(person)
    cases = await asyncio.to_thread(lambda: list(front.store.all_cases(shown)))
    details = {"cases": str(len(cases)), "view": shown.view}
    await asyncio.to_thread(front.store.audit, person.agent, "cases_exported", "cases", details)
    header = [text(f"cases.column_{name}", person.language) for name in _COLUMNS]
    return csv_response("cases.csv", header, (_row(front, case, person) for case in cases))


async def _list(front: Front, person: Person, asked: Asked) -> dict[str, Any]:
    shown = asked.by(person)

    def read() -> dict[str, Any]:
        store = front.store
        found = store.case_queue(shown, asked.after)
        return {
            "cases": found.cases,
            "older": address_of(shown, after=found.next) if found.next else None,
            "counts": store.case_counts(person.agent.id),
            "people": [each for each in store.people() if each.active],
        }

    return {
        **await asyncio.to_thread(read),
        "shown": shown,
        "newest": address_of(shown) if asked.after else None,
        "tabs": [(view, address_of(shown, view=view)) for view in CASE_VIEWS],
        "here": address_of(shown, after=asked.after),
        "export": address_of(shown, path=PAGE + "/export"),
        "clock": partial(
            shown_clock, now=front.clock(), service=front.settings.service_levels, language=person.language
        ),
        "priorities": PRIORITIES,
        "sorts": CASE_SORTS,
        "kinds": KINDS,
        "channels": CHANNELS,
        "narrowed": any((shown.priority, shown.kind, shown.channel, shown.assignee, shown.overdue, shown.text)),
    }


def address_of(shown: CaseFilter, *, view: str | None = None, after: str | None = None, path: str = PAGE) -> str:
    """The address of a list."""
    wanted = {
        "view": view or shown.view,
        "sort": shown.sort if view is None else None,
        "priority": shown.priority,
        "kind": shown.kind,
        "channel": shown.channel,
        "assignee": shown.assignee,
        "overdue": "yes" if shown.overdue else None,
        "q": shown.text,
        "after": after,
    }
    return f"{path}?" + urlencode({name: value for name, value in wanted.items() if value})


def _row(front: Front, case: Case, person: Person) -> list[object]:
    language, clock = person.language, case.clock
    zone = ZoneInfo(front.settings.timezone)
    provider = front.knowledge.providers.get(case.provider or "")
    moments = {
        "created_at": case.created_at,
        **{
            name: getattr(clock, name, None)
            for name in ("first_response_due_at", "first_response_at", "resolution_due_at", "resolved_at")
        },
    }
    values: dict[str, object] = {
        "kind": text(f"cases.kind_{case.kind}", language),
        "status": text(f"cases.status_{case.status}", language),
        "priority": text(f"cases.priority_{case.priority}", language),
        "assignee": case.assignee.name if case.assignee else None,
        "verified": text(f"cases.how_{case.email_verified.how}", language) if case.email_verified else None,
        "provider": provider.name.in_(language) if provider else case.provider,
        **{name: f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else None for name, moment in moments.items()},
    }
    return [values[name] if name in values else getattr(case, name) for name in _COLUMNS]
