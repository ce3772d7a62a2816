"""The page behind a one-time link: setting a password."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AnyoneHere
from bot.desk.people import passwords
from bot.desk.people.door import door_page, let_in
from bot.desk.rendering import go
from bot.desk.shell import desk_of
from bot.store.people_records import Person

router = APIRouter()


@router.get("/desk/set-password/{secret}")
async def show_set_password(request: Request, _person: AnyoneHere, secret: str) -> Response:
    """The form, while the link can be used."""
    owner = await asyncio.to_thread(front_of(request).store.person_of_password_link, secret)
    return _form(request, owner, None, 200) if owner else _spent(request)


@router.post("/desk/set-password/{secret}")
async def set_password(
    request: Request,
    _person: AnyoneHere,
    secret: str,
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Set it, once, and let its owner in."""
    front = front_of(request)
    owner = await asyncio.to_thread(front.store.person_of_password_link, secret)
    if owner is None:
        return _spent(request)
    problem = passwords.flaw(password, owner) or ("people.password_differs" if password != again else None)
    if problem is not None:
        return _form(request, owner, problem, 422)
    if desk_of(request).sign_in_rate.take(front.addresses.of(request)):
        return _form(request, owner, "people.too_fast", 429)
    kept = await passwords.hashed(password)
    if await asyncio.to_thread(front.store.use_password_link, secret, kept) is None:
        return _spent(request)
    await asyncio.to_thread(front.store.audit, owner.agent, "password_set", f"person:{owner.id}", {"by": "link"})
    if owner.totp:
        return go("/desk/sign-in", said="people.password_set")
    return await let_in(request, owner, "/desk")


def _form(request: Request, owner: Person, problem: str | None, status: int) -> Response:
    return door_page(
        request, "people/set_password.html", status=status, owner=owner, problem=problem, shortest=passwords.SHORTEST
    )


def _spent(request: Request) -> Response:
    return door_page(request, "people/link_spent.html", status=404)
