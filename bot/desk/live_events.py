"""The stream of Server-Sent Events behind every open page of inbox and conversation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from bot.channels.front import front_of
from bot.channels.problems import ProblemError
from bot.desk.access import AgentWatching, Person, session_of
from bot.desk.live import Live, live_of
from bot.store import StoreUnavailable

router = APIRouter()

HEARTBEAT_SECONDS = 15.0
MOST_PAGES = 24
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/desk/events")
async def events(
    request: Request,
    person: AgentWatching,
    conversation: Annotated[str | None, Query(max_length=64)] = None,
) -> StreamingResponse:
    """``changed`` with the ids of conversations, ``called`` by whom and where, ``presence``, ``typing`` and ``customer_typing`` of the open one, until the sign-in ends."""
    live = live_of(request)
    if live.pages_of(person.id) >= MOST_PAGES:
        raise ProblemError("too_many_streams", headers={"Retry-After": "30"})
    return StreamingResponse(_stream(request, live, person, conversation), 200, _HEADERS, "text/event-stream")


async def _stream(request: Request, live: Live, person: Person, conversation_id: str | None) -> AsyncIterator[str]:
    typing = customer_typing = False
    feed = front_of(request).feed
    with live.stream(person, conversation_id) as stream:
        # A page that reconnects has missed what happened meanwhile: it looks at everything again.
        yield "event: hello\ndata: {}\n\n"
        clock = asyncio.get_running_loop().time
        look_at = clock() + HEARTBEAT_SECONDS
        while not live.closed:
            news = await stream.news(max(look_at - clock(), 0))
            # By the clock, not only when nothing happens: at a busy desk something always does.
            if clock() >= look_at:
                look_at = clock() + HEARTBEAT_SECONDS
                if not await _still_signed_in(request):
                    yield "event: signed_out\ndata: {}\n\n"
                    return
                yield ": still here\n\n"
            if news is None:
                continue
            if news.conversations:
                yield _event("changed", sorted(news.conversations))
            for call in news.calls:
                yield _event("called", asdict(call))
            if conversation_id is None:
                continue
            if news.presence:
                yield _event("presence", [asdict(one) for one in live.present(conversation_id) if one.id != person.id])
            if typing != feed.is_typing(conversation_id):
                typing = not typing
                yield _event("typing", typing)
            if customer_typing != feed.person_types(conversation_id, "customer"):
                customer_typing = not customer_typing
                yield _event("customer_typing", customer_typing)


async def _still_signed_in(request: Request) -> bool:
    del request.state.desk_session  # what was looked up when the stream began
    try:
        return await session_of(request, touch=False) is not None
    except StoreUnavailable:
        return True  # nobody is sent away because the database blinks


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
