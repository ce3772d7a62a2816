"""The page of a conversation, and what is new in it for the scripts of a page that is open."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import AgentPerson, AgentWatching, Person
from bot.desk.conversation.closing import REASONS, shown_reason
from bot.desk.conversation.moments import FARTHEST, offered_moments
from bot.desk.conversation.view import View, read_view
from bot.desk.inbox.routes import work_of
from bot.desk.rendering import page
from bot.desk.rendering_times import JAPAN

router = APIRouter()

Seq = Annotated[int | None, Query(ge=0, le=2**31 - 1)]


@router.get("/desk/conversations/{conversation_id}")
async def show_conversation(
    request: Request, person: AgentPerson, conversation_id: str, after: Seq = None
) -> HTMLResponse:
    """The whole page."""
    front = front_of(request)
    view = await asyncio.to_thread(read_view, front, conversation_id, person, after)
    work = await work_of(front, person, conversation_id)
    return page(request, person, "conversation/page.html", **_context(request, person, view), **work)


@router.get("/desk/conversations/{conversation_id}/live")
async def show_news(
    request: Request, person: AgentWatching, conversation_id: str, after: Annotated[int, Query(ge=0, le=2**31 - 1)]
) -> HTMLResponse:
    """What changes in an open page: the head, the messages behind ``after``, what stands beside."""
    view = await asyncio.to_thread(read_view, front_of(request), conversation_id, person, after)
    return page(request, person, "conversation/live.html", **_context(request, person, view))


def _context(request: Request, person: Person, view: View) -> dict[str, Any]:
    front = front_of(request)
    knowledge, agent, now = front.knowledge, view.entry.agent, front.clock()
    return {
        "view": view,
        "entry": view.entry,
        "beside": view.beside,
        "mine": agent is not None and agent == person.agent,
        "taken": agent is not None and agent.id != person.agent.id,
        "topics": knowledge.topics,
        "knowledge": knowledge,
        "reasons": REASONS,
        "closed_for": shown_reason(view.entry.close_reason or "", person.language),
        "most_chars": front.settings.message_max_chars,
        "moments": offered_moments(now, front.settings.service_levels.hours),
        "earliest": now.astimezone(JAPAN),
        "farthest": (now + FARTHEST).astimezone(JAPAN),
    }
