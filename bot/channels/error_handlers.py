"""Turns every error that leaves a route into a problem that repeats nothing of what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from bot.channels.problems import FieldProblem, ProblemError
from bot.channels.speaking import language_for
from bot.dialogue.port import DialogueError
from bot.store import StoreUnavailable, UnknownConversation

log = structlog.get_logger("koshin.front")

_FIELD_CODES = {
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "string_unicode": "text_unreadable",
}
_HTTP_CODES = {400: "invalid_json", 404: "not_found", 405: "method_not_allowed"}


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""

    @app.exception_handler(ProblemError)
    async def _problem(request: Request, error: ProblemError) -> Response:
        return error.response(await language_for(request))

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> Response:
        return problem_of(error.errors()).response(await language_for(request))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        problem = ProblemError(_HTTP_CODES.get(error.status_code, "invalid_request"), headers=error.headers)
        return problem.response(await language_for(request))

    @app.exception_handler(UnknownConversation)
    async def _unknown(request: Request, _error: UnknownConversation) -> Response:
        return ProblemError("unknown_conversation").response(await language_for(request))

    @app.exception_handler(StoreUnavailable)
    async def _database(request: Request, error: StoreUnavailable) -> Response:
        log.error("database unavailable", reason=str(error))
        return ProblemError("database_unavailable", headers={"Retry-After": "5"}).response(await language_for(request))

    @app.exception_handler(DialogueError)
    async def _dialogue(request: Request, error: DialogueError) -> Response:
        log.error("dialogue unavailable", reason=error.reason)
        problem = ProblemError("assistant_unavailable", headers={"Retry-After": "5"})
        return problem.response(await language_for(request))


def problem_of(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """The problem that stands for a request that doesn't fit its schema."""
    if any(error["type"] == "json_invalid" for error in errors):
        return ProblemError("invalid_json")
    fields = tuple(
        FieldProblem(field=_field(error["loc"]), code=_FIELD_CODES.get(error["type"], "invalid_field"))
        for error in errors
    )
    if not fields or any(tuple(error["loc"]) == ("body",) for error in errors):
        return ProblemError("invalid_body")
    return ProblemError(fields[0].code, errors=fields, field=fields[0].field)


def _field(location: Sequence[int | str]) -> str:
    name = ".".join(str(part) for part in location[1:]) or str(location[0])
    return name.encode("ascii", "backslashreplace").decode()[:60]
