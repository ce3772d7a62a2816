"""The page of figures, and its tables as files."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import LeadPerson, Person
from bot.desk.figures.definitions import definitions
from bot.desk.figures.drawing import key
from bot.desk.figures.filters import CHANNELS, LANGUAGES, PAGE, FigureFilter, filter_from
from bot.desk.figures.gathering import Gatherer
from bot.desk.figures.period import PRESETS, day_of
from bot.desk.figures.report import TABLES, Report, report_of
from bot.desk.figures.speaking import Speech
from bot.desk.rendering import language_of, page
from bot.desk.rendering_csv import csv_response
from bot.desk.shell_errors import NotFound

router = APIRouter()


@router.get(PAGE)
async def show_figures(request: Request, person: LeadPerson) -> HTMLResponse:
    """All figures of a period."""
    shown = await asyncio.to_thread(shown_of, request)
    report, say = await asyncio.to_thread(_report, request, person, shown)
    return page(
        request,
        person,
        "figures/page.html",
        **choices(shown, say),
        report=report,
        definitions=definitions(say),
        key=key,
    )


@router.get(PAGE + "/tables/{name}.csv")
async def save_table(request: Request, person: LeadPerson, name: Annotated[str, Path(max_length=40)]) -> Response:
    """One table as a file."""
    if name not in TABLES:
        raise NotFound
    shown = await asyncio.to_thread(shown_of, request)
    report, _ = await asyncio.to_thread(_report, request, person, shown)
    table = report.tables[name]
    period = shown.period
    return csv_response(f"{name}-{period.first}-{period.last}.csv", table.head, table.file_rows())


def shown_of(request: Request) -> FigureFilter:
    """The filter that an address names."""
    front = front_of(request)
    return filter_from(request.query_params, front.clock(), front.knowledge.providers)


def speech_of(request: Request, person: Person) -> Speech:
    """The reader's way of saying figures."""
    front = front_of(request)
    return Speech(language_of(request, person), front.knowledge, day_of(front.clock()))


def choices(shown: FigureFilter, say: Speech) -> dict[str, Any]:
    """What the form above figures offers, and what is chosen."""
    return {
        "shown": shown,
        "say": say,
        "presets": PRESETS,
        "page_path": PAGE,
        "channels": [(name, say.channel(name)) for name in CHANNELS],
        "languages": [(name, say.tongue(name)) for name in LANGUAGES],
        "providers": [(name, say.provider(name)) for name in (*say.knowledge.providers, "none")],
    }


def _report(request: Request, person: Person, shown: FigureFilter) -> tuple[Report, Speech]:
    front = front_of(request)
    now = front.clock()
    say = speech_of(request, person)
    gatherer = Gatherer(front.store, front.settings.service_levels.hours)
    material, before = gatherer.with_before(shown, now)
    return report_of(material, before, shown, now, say), say
