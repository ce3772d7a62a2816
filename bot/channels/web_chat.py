"""The web chat API: sessions, messages, history and the language."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.front import Front
from bot.channels.incoming import language_of, picked, typed
from bot.channels.preference import preferred_wait
from bot.channels.problems import ProblemError, problem_responses
from bot.channels.web_access import ConversationId, FrontPart, limited_by_address, limited_by_session
from bot.channels.web_messages import WebRenderer
from bot.channels.web_schemas import (
    History,
    LanguageAccepted,
    LanguageSwitch,
    MessageAccepted,
    NewMessage,
    NewSession,
    Session,
    TurnAnswer,
)
from bot.store import Accepted, Incoming, TurnEnd

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], dependencies=[Depends(limited_by_address)])

_CHANNEL = "web"
_EVERYWHERE = ("too_many_requests", "database_unavailable")
_SESSION = ("session_missing", "session_invalid", "session_expired", "unknown_conversation")
_BODY = ("invalid_json", "body_too_large", "wrong_content_type", "missing_field", "unknown_field", "invalid_field")


@router.post("/sessions", status_code=201, responses=problem_responses(*_BODY, *_EVERYWHERE))
async def begin_session(front: FrontPart, body: NewSession | None = None) -> Session:
    """Begin a conversation. Nothing is said until the customer says something."""
    language = (body.language if body else None) or front.settings.default_language
    conversation = await asyncio.to_thread(front.store.open_conversation, _CHANNEL, language)
    token, expires_at = front.sessions.issue(conversation.id)
    return Session(conversation_id=conversation.id, token=token, expires_at=expires_at, language=language)


@router.post(
    "/messages",
    status_code=202,
    response_model=MessageAccepted,
    dependencies=[Depends(limited_by_session)],
    responses={
        200: {"model": TurnAnswer, "description": "With `Prefer: wait=SECONDS`: the replies of this turn."},
        **problem_responses(
            *_BODY,
            *_SESSION,
            *_EVERYWHERE,
            "text_or_choice",
            "text_empty",
            "text_too_long",
            "text_unreadable",
            "unknown_choice",
        ),
    },
)
async def send_message(
    request: Request, front: FrontPart, conversation_id: ConversationId, body: NewMessage
) -> Response:
    """Say something, or pick a choice. Repeating a `client_message_id` gives the same turn again."""
    incoming = await _incoming(front, conversation_id, body)
    accepted = await front.inbox.accept(incoming)
    front.feed.stopped(conversation_id, "customer")
    wait = preferred_wait(request.headers.getlist("prefer"))
    if wait is None:
        receipt = MessageAccepted(client_message_id=body.client_message_id, seq=accepted.seq)
        return JSONResponse(receipt.model_dump(), 202)
    answer = await _answer(front, conversation_id, body.client_message_id, accepted, wait)
    return Response(
        answer.model_dump_json(), 200, {"Preference-Applied": f"wait={wait:.0f}"}, media_type="application/json"
    )


@router.post("/typing", status_code=204, responses=problem_responses(*_SESSION, *_EVERYWHERE))
async def typing(front: FrontPart, conversation_id: ConversationId) -> Response:
    """Let the agent who has the conversation see that the customer types; nothing of it is kept."""
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise ProblemError("unknown_conversation")
    if conversation.handler == "agent":
        front.feed.types(conversation_id, "customer")
    return Response(status_code=204)


@router.post(
    "/language",
    status_code=202,
    dependencies=[Depends(limited_by_session)],
    responses=problem_responses(*_BODY, *_SESSION, *_EVERYWHERE),
)
async def switch_language(front: FrontPart, conversation_id: ConversationId, body: LanguageSwitch) -> LanguageAccepted:
    """Go on in another language; the assistant confirms it with a message."""
    await front.inbox.accept(
        Incoming(
            conversation_id=conversation_id,
            client_message_id=f"language-{front.ids()}",
            kind="language",
            channel=_CHANNEL,
            language=body.language,
        )
    )
    return LanguageAccepted(language=body.language)


@router.get("/messages", response_model=History, responses=problem_responses(*_SESSION, *_EVERYWHERE, "invalid_field"))
async def history(
    front: FrontPart,
    conversation_id: ConversationId,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="The last message already known.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """The transcript behind a message, the customer's own messages included."""
    language = await language_of(front, conversation_id)
    stored = await asyncio.to_thread(front.store.messages_after, conversation_id, after, limit)
    renderer = WebRenderer(front.choices)
    page = History(
        messages=[renderer.render(message) for message in stored],
        last_seq=stored[-1].seq if stored else after,
        language=language,
    )
    return Response(page.model_dump_json(), media_type="application/json")


async def _incoming(front: Front, conversation_id: str, body: NewMessage) -> Incoming:
    if (body.text is None) == (body.choice is None):
        raise ProblemError("text_or_choice")
    if body.text is not None:
        return await typed(front, conversation_id, body.client_message_id, body.text, channel=_CHANNEL)
    return await picked(front, conversation_id, body.client_message_id, body.choice or "", channel=_CHANNEL)


async def _answer(
    front: Front, conversation_id: str, client_message_id: str, accepted: Accepted, wait: float
) -> TurnAnswer:
    end = TurnEnd(accepted.state)
    if end.state == "waiting":
        end = await front.inbox.ended(conversation_id, accepted.turn_id, wait) or end
    replies = end.messages if end.whole else await asyncio.to_thread(front.store.replies_to, accepted.turn_id)
    renderer = WebRenderer(front.choices)
    return TurnAnswer(
        client_message_id=client_message_id,
        seq=accepted.seq,
        messages=[renderer.render(reply) for reply in replies],
        complete=end.state != "waiting",
    )
