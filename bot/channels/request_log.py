"""Gives each request a correlation id, logs what went wrong, and lets no error out unanswered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.problems import ProblemError
from bot.channels.speaking import accepted_language

log = structlog.get_logger("koshin.front")

_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestLog:
    """ASGI middleware around the whole app. Neither path values nor queries are logged, only the route."""

    def __init__(self, app: ASGIApp, ids: Callable[[], str]) -> None:
        self._app = app
        self._ids = ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request under its correlation id."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else self._ids()
        structlog.contextvars.bind_contextvars(correlation_id=request_id)
        begun = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("request failed", method=scope["method"], route=_route(scope))
            if status:
                raise
            language = accepted_language(Request(scope).headers.get("accept-language", "")) or "ja"
            await ProblemError("internal_error").response(language)(scope, receive, send_with_id)
        finally:
            level = "warning" if status >= 500 else "debug"
            milliseconds = round((time.perf_counter() - begun) * 1000, 1)
            getattr(log, level)("request", method=scope["method"], route=_route(scope), status=status, ms=milliseconds)
            structlog.contextvars.unbind_contextvars("correlation_id")


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "-"))
