"""The pages that list all records, and those whose source is due to be looked at again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson
from bot.desk.knowledge.entries import KINDS, Entry, EntryKind, entries
from bot.desk.knowledge.reviewing import Review, review_of
from bot.desk.knowledge.searching import Hit, search
from bot.desk.rendering import language_of, page
from bot.desk.rendering_csv import csv_response
from bot.desk.rendering_times import JAPAN
from bot.desk.strings import text
from bot.knowledge import Knowledge
from bot.messages import Language

router = APIRouter()

PAGE = "/desk/knowledge"
_LINES = ("eset", "kaspersky", None)


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for."""

    q: Annotated[str, Query(max_length=200)] = ""
    kind: EntryKind | Literal["all"] = "all"
    line: Literal["all", "eset", "kaspersky", "both"] = "all"
    device: Annotated[str, Query(max_length=40)] = "all"


AskedFor = Annotated[Asked, Depends(Asked)]


@dataclass(frozen=True)
class Group:
    """Records of one product line and one device; no device for those that are for any."""

    device: str | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class LineGroup:
    """Records of one product line."""

    line: str
    groups: tuple[Group, ...]
    count: int


@router.get(PAGE)
async def browse(request: Request, person: AgentPerson, asked: AskedFor) -> HTMLResponse:
    """All records by product line and device, or those that hold some words."""
    front = front_of(request)
    hits = await asyncio.to_thread(_found, front.knowledge, asked)
    return page(
        request,
        person,
        "knowledge/browse.html",
        lines=_by_line(hits),
        total=len(hits),
        asked=asked,
        kinds=KINDS,
        knowledge=front.knowledge,
        review=reviewer(front),
        past=sum(reviewer(front)(entry).is_past for entry in entries(front.knowledge)),
    )


@router.get(PAGE + "/list.csv")
async def export(request: Request, person: AgentPerson, asked: AskedFor) -> Response:
    """The same list as a file."""
    front = front_of(request)
    hits = await asyncio.to_thread(_found, front.knowledge, asked)
    language = language_of(request, person)
    return csv_response("knowledge.csv", _head(language), _rows((hit.entry for hit in hits), front, language))


@router.get(PAGE + "/past-review")
async def past_review(request: Request, person: AgentPerson) -> HTMLResponse:
    """What is past its review date, and what will be within a month."""
    front = front_of(request)
    review = reviewer(front)
    found = sorted(entries(front.knowledge), key=lambda entry: (entry.source.captured_on, entry.source.section.ja))
    return page(
        request,
        person,
        "knowledge/past_review.html",
        past=[entry for entry in found if review(entry).is_past],
        near=[entry for entry in found if review(entry).is_near],
        review=review,
        every=front.settings.knowledge_review_days,
        next_due=min((review(entry).due_on for entry in found), default=None),
    )


@router.get(PAGE + "/past-review.csv")
async def export_past_review(request: Request, person: AgentPerson) -> Response:
    """What is past its review date, as a file."""
    front = front_of(request)
    review, language = reviewer(front), language_of(request, person)
    past = (entry for entry in entries(front.knowledge) if review(entry).is_past)
    return csv_response("past-review.csv", _head(language), _rows(past, front, language))


class Reviewer:
    """Tells the review of a record as of today in Japan."""

    def __init__(self, today: date, every_days: int) -> None:
        self.today = today
        self._every = every_days

    def __call__(self, entry: Entry) -> Review:
        """The review of a record."""
        return self.of_day(entry.source.captured_on)

    def of_day(self, captured_on: date) -> Review:
        """The review of what was captured on a day."""
        return review_of(captured_on, self.today, self._every)


def reviewer(front: Front) -> Reviewer:
    """The reviews as the desk's settings want them."""
    return Reviewer(front.clock().astimezone(JAPAN).date(), front.settings.knowledge_review_days)


def _found(knowledge: Knowledge, asked: Asked) -> tuple[Hit, ...]:
    chosen = (
        entry
        for entry in entries(knowledge)
        if asked.kind in ("all", entry.kind)
        and asked.line in ("all", entry.line or "both")
        and (asked.device == "all" or asked.device in entry.devices)
    )
    return search(asked.q, chosen)


def _by_line(hits: tuple[Hit, ...]) -> list[LineGroup]:
    """The hits in groups: by line, then by device, those for any device first."""
    found = []
    for line in _LINES:
        mine = [hit for hit in hits if hit.entry.line == line]
        devices = dict.fromkeys(hit.entry.devices[0] if hit.entry.devices else None for hit in mine)
        groups = tuple(
            Group(device, tuple(hit for hit in mine if (hit.entry.devices or (None,))[0] == device))
            for device in sorted(devices, key=lambda each: each or "")
        )
        if mine:
            found.append(LineGroup(line or "both", groups, len(mine)))
    return found


def _head(language: Language) -> list[str]:
    keys = ("kind", "record", "title", "line", "device", "page", "section", "captured", "age_days", "review_by", "past")
    return [text(f"knowledge.column_{key}", language) for key in keys]


def _rows(found: Iterable[Entry], front: Front, language: Language) -> Iterator[list[object]]:
    review = reviewer(front)
    for entry in found:
        state = review(entry)
        yield [
            text(f"knowledge.kind_{entry.kind}", language),
            entry.id,
            entry.title.in_(language),
            text(f"knowledge.line_{entry.line or 'both'}", language),
            ", ".join(front.knowledge.devices[device].name.in_(language) for device in entry.devices),
            entry.source.page.in_(language),
            entry.source.section.in_(language),
            state.captured_on.isoformat(),
            state.age,
            state.due_on.isoformat(),
            text("knowledge.is_yes", language) if state.is_past else "",
        ]
