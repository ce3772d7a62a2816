"""The page of one guide: as each channel shows it, where it is from, and what leads to it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.knowledge.browse_pages import PAGE, reviewer
from bot.desk.knowledge.entries import devices_of
from bot.desk.knowledge.leading import leading_to
from bot.desk.knowledge.previews import WHOLE, preview, shapes_of
from bot.desk.knowledge.slack_text import lines_of
from bot.desk.rendering import language_of, page
from bot.desk.shell_errors import NotFound
from bot.messages import Language

router = APIRouter()

CHANNELS = ("web", "line", "slack", "text")
_Channel = Literal["web", "line", "slack", "text"]


@router.get(PAGE + "/{guide_id}")
async def show_guide(
    request: Request,
    person: AgentPerson,
    guide_id: str,
    channel: _Channel = "web",
    shape: Annotated[str, Query(max_length=60)] = WHOLE,
    language: Literal["ja", "en", "both"] = "both",
) -> HTMLResponse:
    """One guide."""
    front = front_of(request)
    guide = front.knowledge.guides.get(guide_id)
    if guide is None or shape not in shapes_of(guide):
        raise NotFound
    replies = await asyncio.to_thread(front.store.canned_replies)
    languages: tuple[Language, ...] = ("ja", "en") if language == "both" else (language,)
    shown = [preview(guide, shape, each, front.knowledge, front.clock()) for each in languages]
    topics = [topic for key, topic in front.knowledge.topics.items() if key in guide.follow_ups]
    return page(
        request,
        person,
        "knowledge/guide.html",
        guide=guide,
        previews=shown,
        channel=channel,
        channels=CHANNELS,
        shape=shape,
        shapes=shapes_of(guide),
        language=language,
        leading=leading_to(guide, front.knowledge, replies, language_of(request, person)),
        follow_ups=topics,
        devices=[front.knowledge.devices[key] for key in devices_of(guide_id, front.knowledge)],
        review=reviewer(front).of_day(guide.source.captured_on),
        knowledge=front.knowledge,
        lines_of=lines_of,
    )
