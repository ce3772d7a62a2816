"""Errors as RFC 9457 problem details, in the customer's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.channels.sentences import load_sentences
from bot.messages import Language

MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[str, int] = {
    "invalid_json": 400,
    "invalid_last_event_id": 400,
    "invalid_request": 400,
    "session_missing": 401,
    "session_invalid": 401,
    "session_expired": 401,
    "token_missing": 401,
    "token_invalid": 401,
    "scope_missing": 403,
    "unknown_conversation": 404,
    "unknown_case": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "body_too_large": 413,
    "wrong_content_type": 415,
    "invalid_body": 422,
    "missing_field": 422,
    "unknown_field": 422,
    "invalid_field": 422,
    "text_or_choice": 422,
    "text_empty": 422,
    "text_too_long": 422,
    "text_unreadable": 422,
    "unknown_choice": 422,
    "too_many_requests": 429,
    "too_many_streams": 429,
    "internal_error": 500,
    "database_unavailable": 503,
    "assistant_unavailable": 503,
}
"""Every problem code and its HTTP status."""


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str
    code: str


class Problem(BaseModel):
    """An error, told by RFC 9457."""

    type: str = Field(description="A URN that names the kind of problem.")
    title: str = Field(description="The problem in short, in the customer's language.")
    status: int
    detail: str = Field(description="A sentence for the customer, in their language.")
    code: str = Field(description="The machine word of the problem; stable.")
    errors: list[FieldProblem] = Field(default=[], description="The fields that are wrong.")


class ProblemError(Exception):
    """A request that ends in a problem; ``values`` fill the sentence."""

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldProblem, ...] = (),
        **values: str | int,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.errors = errors
        self.values = values
        if STATUSES[code] == 401:
            self.headers.setdefault("WWW-Authenticate", "Bearer")

    def response(self, language: Language) -> JSONResponse:
        """The problem as it goes out."""
        said = load_sentences().problems[self.code]
        problem = Problem(
            type=f"urn:koshin-desk:problem:{self.code}",
            title=said.title.in_(language),
            status=STATUSES[self.code],
            detail=said.detail.in_(language, **self.values),
            code=self.code,
            errors=list(self.errors),
        )
        content = problem.model_dump(exclude=None if problem.errors else {"errors"})
        headers = {"Content-Language": language, "Cache-Control": "no-store", **self.headers}
        return JSONResponse(content, problem.status, headers, MEDIA_TYPE)


def problem_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI describes the problems that an operation can end in."""
    statuses: dict[int, list[str]] = {}
    for code in codes:
        statuses.setdefault(STATUSES[code], []).append(code)
    return {
        status: {
            "description": "Problem: " + ", ".join(f"`{code}`" for code in found),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, found in sorted(statuses.items())
    }
