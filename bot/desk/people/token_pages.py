"""Tokens with which other programs use the desk's API."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.api_access import SCOPES
from bot.channels.front import front_of
from bot.desk.access import AdminPerson, Person
from bot.desk.people.forms import name_of
from bot.desk.rendering import go, page
from bot.desk.shell_errors import NotFound
from bot.desk.strings import strings, text
from bot.messages import Language
from bot.store.api_tokens import TokenNameTaken

router = APIRouter()

_LONGEST_NAME = 100


@router.get("/desk/tokens")
async def show_tokens(request: Request, person: AdminPerson) -> Response:
    """Every token, without its secret."""
    return await _tokens_page(request, person)


@router.post("/desk/tokens")
async def make_token(
    request: Request,
    person: AdminPerson,
    name: Annotated[str, Form()] = "",
    scope: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make one and show its secret, this once."""
    store = front_of(request).store
    shown = name_of(name)
    scopes = [each for each in scope or [] if each in SCOPES]
    problems = {}
    if not shown or len(shown) > _LONGEST_NAME:
        problems["name"] = "people.token_name_bad"
    if not scopes:
        problems["scope"] = "people.token_scope_missing"
    secret = None
    if not problems:
        try:
            secret = await asyncio.to_thread(store.create_api_token, shown, scopes)
        except TokenNameTaken:
            problems["name"] = "people.token_name_taken"
    if secret is None:
        return await _tokens_page(request, person, status=422, problems=problems, name=name, scopes=scopes)
    details = {"scopes": ",".join(sorted(scopes))}
    await asyncio.to_thread(store.audit, person.agent, "token_made", f"token:{shown}", details)
    return await _tokens_page(request, person, made=shown, secret=secret)


@router.post("/desk/tokens/revoke")
async def revoke_token(request: Request, person: AdminPerson, name: Annotated[str, Form()] = "") -> Response:
    """Make one useless at once."""
    store = front_of(request).store
    if not await asyncio.to_thread(store.revoke_api_token, name):
        raise NotFound
    await asyncio.to_thread(store.audit, person.agent, "token_revoked", f"token:{name}")
    return go("/desk/tokens", said="people.token_revoked")


async def _tokens_page(
    request: Request,
    person: Person,
    *,
    status: int = 200,
    problems: dict[str, str] | None = None,
    name: str = "",
    scopes: list[str] | None = None,
    made: str = "",
    secret: str = "",
) -> Response:
    tokens = await asyncio.to_thread(front_of(request).store.api_tokens)
    return page(
        request,
        person,
        "people/tokens.html",
        status=status,
        tokens=sorted(tokens, key=lambda token: (token.revoked_at is not None, token.name)),
        scopes=[(key, _meaning(key, person.language)) for key in SCOPES],
        problems=problems or {},
        typed={"name": name, "scopes": scopes or []},
        made=made,
        secret=secret,
    )


def _meaning(scope: str, language: Language) -> str:
    key = f"people.scope_{scope}"
    return text(key, language) if key in strings() else SCOPES[scope]
