"""Who may use the web chat API, and how often."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from bot.channels.front import Front, front_of
from bot.channels.problems import ProblemError
from bot.channels.speaking import bearer_of

_scheme = HTTPBearer(
    auto_error=False, scheme_name="chatSession", description="The token that POST /api/v1/chat/sessions gave."
)


async def _front_part(request: Request) -> Front:
    # Not front_of itself: what isn't a coroutine would be run in a thread of its own.
    return front_of(request)


FrontPart = Annotated[Front, Depends(_front_part)]


async def limited_by_address(request: Request, front: FrontPart) -> None:
    """Count the request for its network address."""
    _allow(front.address_rate.take(front.addresses.of(request)))


async def conversation_id_of(
    request: Request, front: FrontPart, _shown_in_openapi: Annotated[object, Depends(_scheme)]
) -> str:
    """The conversation that the request's token opens."""
    token = bearer_of(request)
    if token is None:
        raise ProblemError("session_missing")
    return front.sessions.conversation_of(token)


async def limited_by_session(front: FrontPart, conversation_id: ConversationId) -> None:
    """Count the message for its conversation."""
    _allow(front.session_rate.take(conversation_id))


ConversationId = Annotated[str, Depends(conversation_id_of)]


def _allow(seconds: int) -> None:
    if seconds:
        raise ProblemError("too_many_requests", headers={"Retry-After": str(seconds)}, seconds=seconds)
