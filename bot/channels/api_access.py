"""Who may use the assist API: bearer tokens with scopes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request
from fastapi.security import HTTPBearer

from bot.channels.front import front_of
from bot.channels.problems import ProblemError
from bot.channels.speaking import bearer_of

SCOPES: Mapping[str, str] = {
    "providers": "identify providers from order numbers and card statements",
    "cases": "read cases",
    "nlu": "see how texts are understood",
    "assist": "get suggested replies, with the conversation they belong to",
}
"""What a token can be allowed to do."""

bearer_scheme = HTTPBearer(
    auto_error=False, scheme_name="apiToken", description="A token made by `koshin token create NAME --scope SCOPE`."
)


def scope_required(scope: str) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets only tokens with this scope through."""

    async def check(request: Request) -> None:
        secret = bearer_of(request)
        if secret is None:
            raise ProblemError("token_missing")
        token = await asyncio.to_thread(front_of(request).store.find_api_token, secret)
        if token is None:
            raise ProblemError("token_invalid")
        if scope not in token.scopes:
            raise ProblemError("scope_missing", scope=scope)

    return check
