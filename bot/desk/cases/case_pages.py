"""One case: its page, what is new in it for an open page, and the way it is printed."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import AgentPerson, AgentWatching
from bot.desk.cases.view import case_page
from bot.desk.shell_errors import NotFound

router = APIRouter(prefix="/desk/cases/{number}")

_MOST_LINES = 400


@router.get("")
async def show_case(
    request: Request, person: AgentPerson, number: str, edit: Annotated[str, Query(max_length=3)] = ""
) -> HTMLResponse:
    """The page of a case; ``edit`` shows its facts as a form."""
    return await case_page(request, person, number, editing=edit == "yes")


@router.get("/live")
async def show_news(request: Request, person: AgentWatching, number: str) -> HTMLResponse:
    """The parts of the page as they are now."""
    return await case_page(request, person, number, "cases/live.html")


@router.get("/print")
async def show_print(request: Request, person: AgentPerson, number: str) -> HTMLResponse:
    """Everything about a case on paper: facts, promises, notes, history and the conversation."""
    store = front_of(request).store
    case = await asyncio.to_thread(store.find_case, number)
    if case is None:
        raise NotFound
    lines = await asyncio.to_thread(store.messages_after, case.conversation_id)
    said = [line for line in lines if line.plain_text.strip()][-_MOST_LINES:]
    await asyncio.to_thread(store.audit, person.agent, "case_printed", case.number)
    return await case_page(request, person, number, "cases/print.html", lines=said)
