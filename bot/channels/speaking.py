"""Which language to speak to whoever made a request."""

from __future__ import annotations

import asyncio
import re

from fastapi import Request

from bot.channels.front import front_of
from bot.channels.problems import ProblemError
from bot.messages import Language
from bot.store import StoreUnavailable

_RANGE = re.compile(r"\s*(\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")


async def language_for(request: Request) -> Language:
    """The language of the customer's conversation, else the browser's, else the desk's own."""
    front = front_of(request)
    token = bearer_of(request)
    if token:
        try:
            conversation = await asyncio.to_thread(front.store.conversation, front.sessions.conversation_of(token))
        except (ProblemError, StoreUnavailable):
            conversation = None
        if conversation is not None:
            return conversation.language
    return accepted_language(request.headers.get("accept-language", "")) or front.settings.default_language


def accepted_language(header: str) -> Language | None:
    """The better liked of our languages in an ``Accept-Language`` header."""
    liked: dict[Language, float] = {}
    for part in header[:500].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        for language in _ours(found[1].lower()):
            liked.setdefault(language, float(found[2]) if found[2] else 1.0)
    wanted = [language for language, weight in liked.items() if weight > 0]
    return max(wanted, key=liked.__getitem__, default=None)


def bearer_of(request: Request) -> str | None:
    """The bearer token of a request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _ours(tag: str) -> tuple[Language, ...]:
    if tag == "ja":
        return ("ja",)
    return ("en",) if tag == "en" else ()
