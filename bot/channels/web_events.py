"""The web chat's stream of Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from bot.channels.front import Front
from bot.channels.problems import ProblemError, problem_responses
from bot.channels.web_access import ConversationId, FrontPart, limited_by_address
from bot.channels.web_messages import WebMessage, WebRenderer
from bot.store import StoreUnavailable

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], dependencies=[Depends(limited_by_address)])

HEARTBEAT_SECONDS = 15.0
MOST_STREAMS = 12

_SEQ = re.compile(r"[0-9]{1,9}")
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "`event: message` with a message as data and its seq as id; `event: typing` with "
            '`{"typing": true|false}`, with `"by": "agent"` while a human agent types; a comment as heartbeat.',
            "content": {"text/event-stream": {"itemSchema": {"$ref": "#/components/schemas/WebMessage"}}},
        },
        **problem_responses(
            "session_missing",
            "session_invalid",
            "session_expired",
            "unknown_conversation",
            "invalid_last_event_id",
            "invalid_field",
            "too_many_requests",
            "too_many_streams",
            "database_unavailable",
        ),
    },
)
async def events(
    front: FrontPart,
    conversation_id: ConversationId,
    last_event_id: Annotated[str | None, Header(description="Resume behind this seq.")] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="The same for a first connection.")] = 0,
) -> StreamingResponse:
    """Every message of the conversation as it comes, from the beginning or behind a sequence number."""
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise ProblemError("unknown_conversation")
    start = after
    if last_event_id:
        if not _SEQ.fullmatch(last_event_id) or int(last_event_id) > conversation.last_seq:
            raise ProblemError("invalid_last_event_id")
        start = int(last_event_id)
    if front.feed.watchers(conversation_id) >= MOST_STREAMS:
        raise ProblemError("too_many_streams", headers={"Retry-After": "15"})
    return StreamingResponse(_stream(front, conversation_id, start), headers=_HEADERS, media_type="text/event-stream")


async def _stream(front: Front, conversation_id: str, last: int) -> AsyncIterator[str]:
    renderer = WebRenderer(front.choices)
    typing: str | None = None
    with front.feed.watch(conversation_id) as watch:
        yield ": welcome\n\n"
        while not front.feed.closed:
            try:
                messages = await asyncio.to_thread(front.store.messages_after, conversation_id, last)
            except StoreUnavailable:
                # The client comes back with its last id and misses nothing.
                return
            for message in messages:
                yield message_event(renderer.render(message))
                last = message.seq
            before, typing = typing, _typist(front, conversation_id)
            if typing != before:
                told: dict[str, object] = {"typing": typing is not None}
                told |= {"by": "agent"} if typing == "agent" else {}
                yield f"event: typing\ndata: {json.dumps(told)}\n\n"
            while not await watch.changed(HEARTBEAT_SECONDS):
                yield ": still here\n\n"


def _typist(front: Front, conversation_id: str) -> str | None:
    if front.feed.person_types(conversation_id, "agent"):
        return "agent"
    return "assistant" if front.feed.is_typing(conversation_id) else None


def message_event(message: WebMessage) -> str:
    """One message in the format of Server-Sent Events."""
    return f"id: {message.seq}\nevent: message\ndata: {message.model_dump_json()}\n\n"
