"""How the platform brings events to the desk: signed, in batches, and again when the desk doesn't answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp

Json = dict[str, Any]
Post = Callable[[bytes, dict[str, str]], Awaitable[int]]
"""Posts a signed body with its headers to the desk; the status of the answer."""

DESTINATION = "U" + "d" * 32


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers of a webhook request."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Line-Signature": base64.b64encode(digest).decode(),
        "User-Agent": "LineBotWebhook/2.0",
    }


def body_of(events: Sequence[Json]) -> bytes:
    """A webhook request's body."""
    return json.dumps({"destination": DESTINATION, "events": list(events)}, ensure_ascii=False).encode()


def again(event: Json) -> Json:
    """The same event, as it is delivered once more."""
    return {**event, "deliveryContext": {"isRedelivery": True}}


def posting_to(url: str) -> Post:
    """Posts to a running desk; 0 stands for no answer."""

    async def post(body: bytes, headers: dict[str, str]) -> int:
        try:
            timeout = aiohttp.ClientTimeout(total=10)
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.post(url, data=body, headers=headers) as sent,
            ):
                return sent.status
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return 0

    return post
