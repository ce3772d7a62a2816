"""The page of all web addresses that guides may show."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.knowledge.browse_pages import PAGE
from bot.desk.knowledge.outgoing import Use, outgoing
from bot.desk.rendering import language_of, page
from bot.desk.rendering_csv import csv_response
from bot.desk.strings import text
from bot.messages import Language

router = APIRouter()

_HEAD = ("link", "label", "url", "faults", "used_in")


@router.get(PAGE + "/outgoing-links")
async def show_links(request: Request, person: AgentPerson) -> HTMLResponse:
    """All links with where they are used. The desk opens none of them."""
    links = outgoing(front_of(request).knowledge)
    return page(
        request,
        person,
        "knowledge/links.html",
        links=links,
        missing=sum(link.url is None for link in links),
        faulty=sum(bool(link.faults) for link in links),
    )


@router.get(PAGE + "/outgoing-links.csv")
async def export_links(request: Request, person: AgentPerson) -> Response:
    """The same as a file."""
    language = language_of(request, person)
    rows = (
        [
            link.key,
            link.label.in_(language),
            link.url or "",
            ", ".join(text(f"knowledge.fault_{fault}", language) for fault in link.faults),
            ", ".join(_place(use, language) for use in link.uses),
        ]
        for link in outgoing(front_of(request).knowledge)
    )
    return csv_response("links.csv", [text(f"knowledge.column_{key}", language) for key in _HEAD], rows)


def _place(use: Use, language: Language) -> str:
    if use.place == "guide":
        return use.guide.id
    return f"{use.guide.id} ({text(f'knowledge.use_{use.place}', language, detail=use.detail)})"
