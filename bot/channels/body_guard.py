"""Refuses request bodies that are too large or not what the route takes before anything reads them."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.problems import ProblemError
from bot.channels.speaking import language_for

WEBHOOKS = "/webhooks/"
_WEBHOOK_BYTES = 1_000_000
"""Platforms send up to a hundred events at a time, and forms too; they are believed by their signature alone."""

DESK = "/desk/"
_DESK_BYTES = 4_000_000
"""Agents send forms, and leads upload saved pages of vendors."""

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class BodyGuard:
    """ASGI middleware for the API, the platforms' webhooks and the agents' desk."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with a problem."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        is_webhook = scope["path"].startswith(WEBHOOKS)
        most = max(self._most, _most_for(scope["path"]))
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        is_form = scope["path"].startswith(DESK) and media_type in _FORMS
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            return await self._refuse(ProblemError("body_too_large", limit=most), scope, receive, send)
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > most:
                return await self._refuse(ProblemError("body_too_large", limit=most), scope, receive, send)
        if body and not is_webhook and not is_form and media_type != "application/json":
            return await self._refuse(ProblemError("wrong_content_type"), scope, receive, send)
        await self._app(scope, _replay(bytes(body), receive), send)

    async def _refuse(self, error: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
        # The rest of the body is not read, so the connection can't serve another request.
        error.headers["Connection"] = "close"
        response = error.response(await language_for(Request(scope)))
        await response(scope, receive, send)


def _most_for(path: str) -> int:
    if path.startswith(WEBHOOKS):
        return _WEBHOOK_BYTES
    return _DESK_BYTES if path.startswith(DESK) else 0


def _replay(body: bytes, receive: Receive) -> Receive:
    first = True

    async def next_message() -> Message:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return next_message
