"""Errors of the desk: a page for who reads pages, a problem for scripts, the sign-in page for who isn't signed in.

::

    DeskError
    ├── SignInNeeded   nobody is signed in in this browser
    ├── RoleMissing    they may not see this
    ├── CsrfInvalid    the request didn't come from our own page, or that page is too old
    └── NotFound       there is no such thing
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import WebSocketRequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import URL

from bot.channels.problems import MEDIA_TYPE
from bot.channels.speaking import accepted_language
from bot.desk.strings import text
from bot.messages import Language
from bot.store import StoreUnavailable
from bot.store.people_records import DeskRole

log = structlog.get_logger("koshin.desk")

_Handler = Callable[[Request, Exception], Awaitable[Response]]


class DeskError(Exception):
    """A request that the desk doesn't serve."""

    status = 400
    code = "invalid_request"


class SignInNeeded(DeskError):
    """Nobody is signed in in this browser."""

    status = 401
    code = "sign_in_needed"


class RoleMissing(DeskError):
    """Whoever is signed in may not see this."""

    status = 403
    code = "role_missing"

    def __init__(self, role: DeskRole) -> None:
        super().__init__(role)
        self.role = role


class CsrfInvalid(DeskError):
    """The request didn't come from our own page, or that page is too old."""

    status = 403
    code = "csrf_invalid"


class NotFound(DeskError):
    """There is no such thing."""

    status = 404
    code = "not_found"


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer, not a script."""
    return "text/html" in request.headers.get("accept", "")


def add_desk_error_handlers(app: FastAPI) -> None:
    """Answer the desk's errors, and show what the front answers with problems as pages below ``/desk``.

    The front's own handlers have to be there before.
    """
    for kind, handler in list(app.exception_handlers.items()):
        if kind is WebSocketRequestValidationError:
            continue
        app.exception_handlers[kind] = _shown_as_page(cast(_Handler, handler))
    app.add_exception_handler(DeskError, _desk_error)


async def _desk_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskError)
    if isinstance(error, SignInNeeded) and wants_page(request):
        target = _page_of(request)
        back = f"?next={quote(target, safe='')}" if target not in ("", "/desk") else ""
        return RedirectResponse(f"/desk/sign-in{back}", 303, {"Cache-Control": "no-store"})
    language = _language(request)
    title, detail = text(f"base.{error.code}", language), text(f"base.{error.code}_detail", language)
    if wants_page(request):
        return await _error_page(request, error.status, title, detail)
    problem = {
        "type": f"urn:koshin-desk:problem:{error.code}",
        "title": title,
        "status": error.status,
        "detail": detail,
        "code": error.code,
    }
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    return JSONResponse(problem, error.status, headers, MEDIA_TYPE)


def _page_of(request: Request) -> str:
    """The page that was asked for, or the one whose form was sent; empty when that is unknown."""
    url = request.url
    if request.method != "GET":
        try:
            url = URL(request.headers.get("referer", ""))
            if url.netloc != request.url.netloc:
                return ""
        except ValueError:  # it is no address
            return ""
    return url.path + (f"?{url.query}" if url.query else "")


def _shown_as_page(handler: _Handler) -> Any:
    async def handle(request: Request, error: Exception) -> Response:
        response = await handler(request, error)
        if not _is_desk(request) or not wants_page(request) or response.status_code < 400:
            return response
        problem = json.loads(bytes(response.body))
        return await _error_page(request, response.status_code, problem["title"], problem["detail"])

    return handle


async def _error_page(request: Request, status: int, title: str, detail: str) -> Response:
    # Both need access, which needs these errors.
    from bot.desk.access import session_of
    from bot.desk.rendering import page

    try:
        session = await session_of(request)
    except StoreUnavailable:
        session = None
    person = session.person if session else None
    return page(request, person, "error.html", status=status, error_title=title, error_detail=detail)


def _is_desk(request: Request) -> bool:
    return request.url.path == "/desk" or request.url.path.startswith("/desk/")


def _language(request: Request) -> Language:
    session = getattr(request.state, "desk_session", None)
    if session is not None:
        return cast(Language, session.person.language)
    return accepted_language(request.headers.get("accept-language", "")) or "ja"
