"""The page where a lead compares a newly saved copy of a vendor's page with the facts held. It changes nothing."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from bot.channels.front import Front, front_of
from bot.desk.access import LeadPerson
from bot.desk.knowledge.browse_pages import PAGE
from bot.desk.knowledge.comparing.comparing import Compared, NoPages, Row, compared
from bot.desk.knowledge.comparing.fingerprint import FingerprintError
from bot.desk.knowledge.comparing.saved_page import MOST_BYTES, SavedPage, UnreadableCopy, read_copy, read_text
from bot.desk.knowledge.pages_of_sources import source_pages
from bot.desk.rendering import language_of, page
from bot.desk.rendering_csv import csv_response
from bot.desk.strings import text
from bot.knowledge import Bilingual, KnowledgeError

router = APIRouter()

_COMPARE = PAGE + "/compare-copy"
_ROWS = TypeAdapter(list[Row])
_HEAD = ("change", "what", "before", "after", "section", "guides", "fields")
_Pasted = Annotated[str, Form()]


@router.get(_COMPARE)
async def begin(request: Request, person: LeadPerson) -> HTMLResponse:
    """The empty form."""
    return await _form(request, person)


@router.post(_COMPARE)
async def compare_copy(
    request: Request,
    person: LeadPerson,
    page_key: Annotated[str, Form(max_length=80)] = "",
    saved: Annotated[UploadFile | None, File()] = None,
    pasted: _Pasted = "",
    earlier: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """What differs, with the guides and fields that it touches."""
    front = front_of(request)
    try:
        new = await _read(saved, pasted)
        old = await _read(earlier, "") if earlier is not None and earlier.size else None
        if new is None:
            return await _form(request, person, "knowledge.unreadable_empty", page_key)
        pages = await _pages(front)
        result = await asyncio.to_thread(
            compared, page_key, pages, new, old, front.knowledge, front.settings.knowledge_dir
        )
    except UnreadableCopy as error:
        return await _form(request, person, f"knowledge.unreadable_{error.reason}", page_key)
    except NoPages:
        return await _form(request, person, "knowledge.no_such_page", page_key)
    except (FingerprintError, KnowledgeError):
        return await _form(request, person, "knowledge.fingerprint_damaged", page_key)
    return _result(request, person, result)


@router.post(_COMPARE + ".csv")
async def export(request: Request, person: LeadPerson, found: _Pasted = "") -> Response:
    """The result that stands on the page, as a file."""
    language = language_of(request, person)
    try:
        rows = _ROWS.validate_json(found)
    except ValidationError:
        return await _form(request, person, "knowledge.unreadable_empty")
    head = [text(f"knowledge.column_{key}", language) for key in _HEAD]
    return csv_response(
        "comparison.csv",
        head,
        (
            [
                text(f"knowledge.change_{row.change}", language),
                text(f"knowledge.what_{row.what}", language),
                row.before or "",
                row.after or "",
                row.section,
                ", ".join(dict.fromkeys(touch.guide for touch in row.touches if touch.guide)),
                ", ".join(dict.fromkeys(f"{touch.record}:{touch.part}" for touch in row.touches)),
            ]
            for row in rows
        ),
    )


async def _read(upload: UploadFile | None, pasted: str) -> SavedPage | None:
    """The copy that was sent; None if there is none.

    Raises:
        UnreadableCopy: it can't be read.
    """
    if upload is not None and upload.size:
        return await asyncio.to_thread(read_copy, await upload.read(MOST_BYTES + 1))
    return await asyncio.to_thread(read_text, pasted) if pasted.strip() else None


async def _pages(front: Front) -> dict[str, Bilingual]:
    return await asyncio.to_thread(source_pages, front.settings.knowledge_dir)


async def _form(request: Request, person: LeadPerson, error: str | None = None, page_key: str = "") -> HTMLResponse:
    try:
        pages = await _pages(front_of(request))
    except KnowledgeError:
        pages = {}
    return page(
        request,
        person,
        "knowledge/compare.html",
        status=422 if error else 200,
        pages=pages,
        page_key=page_key,
        error=error,
        megabytes=MOST_BYTES // 1_000_000,
        most_bytes=MOST_BYTES,
    )


def _result(request: Request, person: LeadPerson, result: Compared) -> HTMLResponse:
    return page(
        request,
        person,
        "knowledge/compared.html",
        result=result,
        rows=_ROWS.dump_json(list(result.rows)).decode("utf-8"),
        knowledge=front_of(request).knowledge,
    )
