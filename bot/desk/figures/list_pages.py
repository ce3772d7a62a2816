"""The list behind a number: exactly what was counted, each row leading to its conversation."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import LeadPerson, Person
from bot.desk.figures.counting import entries_named
from bot.desk.figures.entries import Entry
from bot.desk.figures.filters import LIST, FigureFilter
from bot.desk.figures.gathering import Gatherer
from bot.desk.figures.naming import name_of_figure
from bot.desk.figures.pages import choices, shown_of, speech_of
from bot.desk.figures.speaking import Speech
from bot.desk.rendering import page
from bot.desk.rendering_csv import csv_response

router = APIRouter()

_AT_A_TIME = 100
_Of = Annotated[str, Query(alias="of", max_length=160)]


@dataclass(frozen=True)
class _Found:
    """What stands behind a number."""

    shown: FigureFilter
    say: Speech
    entries: list[Entry]


@router.get(LIST)
async def show_conversations(
    request: Request, person: LeadPerson, of: _Of = "all", start: Annotated[int, Query(alias="after", ge=0)] = 0
) -> HTMLResponse:
    """What a number counts."""
    found = await asyncio.to_thread(_found, request, person, of)
    count = len(found.entries)
    begin = min(start, max(0, (count - 1) // _AT_A_TIME * _AT_A_TIME))
    rows = found.entries[begin : begin + _AT_A_TIME]
    return page(
        request,
        person,
        "figures/conversations.html",
        **choices(found.shown, found.say),
        figure=of,
        title=name_of_figure(of, found.say),
        rows=rows,
        count=count,
        begin=begin,
        timed=any(entry.seconds is not None for entry in rows),
        filed=any(entry.case for entry in rows),
        ended=any(entry.outcome for entry in rows),
        older=_further(found.shown, of, begin + _AT_A_TIME) if begin + _AT_A_TIME < count else None,
        newest=_further(found.shown, of, 0) if begin else None,
    )


@router.get(LIST + ".csv")
async def save_conversations(request: Request, person: LeadPerson, of: _Of = "all") -> Response:
    """The same list as a file."""
    found = await asyncio.to_thread(_found, request, person, of)
    say = found.say
    head = [
        say.t(f"figures.{key}")
        for key in ("conversation", "moment", "channel", "language", "provider", "outcome", "case_number", "seconds")
    ]
    rows = [
        (
            entry.conversation_id,
            entry.at.isoformat(timespec="seconds"),
            entry.channel,
            entry.language,
            entry.provider,
            entry.outcome,
            entry.case,
            None if entry.seconds is None else round(entry.seconds),
        )
        for entry in found.entries
    ]
    return csv_response(f"conversations-{found.shown.period.first}-{found.shown.period.last}.csv", head, rows)


def _found(request: Request, person: Person, of: str) -> _Found:
    front = front_of(request)
    shown = shown_of(request)
    material = Gatherer(front.store, front.settings.service_levels.hours).of(shown, front.clock())
    return _Found(shown, speech_of(request, person), entries_named(material, of))


def _further(shown: FigureFilter, of: str, start: int) -> str:
    return shown.address(LIST, of=of, **({"after": str(start)} if start else {}))
