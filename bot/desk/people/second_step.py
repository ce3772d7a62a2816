"""Turning the code of an authenticator app on and off."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.people.profile import current_flaw, profile_page
from bot.desk.people.qr import qr_svg
from bot.desk.people.totp import TotpSecrets, address_of, step_of
from bot.desk.rendering import go, page

router = APIRouter()


@router.post("/desk/profile/code")
async def begin(request: Request, person: AgentPerson, current: Annotated[str, Form()] = "") -> Response:
    """Show a new secret to who knows the password; nothing changes before its first code is given."""
    problem = await current_flaw(request, person, current)
    if problem is not None:
        return await profile_page(request, person, status=422, code_current=problem)
    secrets = _secrets(front_of(request))
    return _secret_page(request, person, secrets.seal(secrets.make()), None)


@router.post("/desk/profile/code/confirm")
async def confirm(
    request: Request,
    person: AgentPerson,
    sealed: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> Response:
    """Ask for a code from now on, if this one is right."""
    front = front_of(request)
    secret = _secrets(front).open(sealed)
    if secret is None:
        return go("/desk/profile", said="people.sign_in_expired")
    step = step_of(secret, code, front.clock())
    if step is None:
        return _secret_page(request, person, sealed, "people.code_wrong", status=422)
    await asyncio.to_thread(front.store.set_totp, person.id, sealed, step)
    await asyncio.to_thread(front.store.audit, person.agent, "totp_added", f"person:{person.id}")
    return go("/desk/profile", said="people.code_on")


@router.post("/desk/profile/no-code")
async def remove(request: Request, person: AgentPerson, current: Annotated[str, Form()] = "") -> Response:
    """Ask for no code any more."""
    front = front_of(request)
    problem = await current_flaw(request, person, current)
    if problem is not None:
        return await profile_page(request, person, status=422, code_current=problem)
    await asyncio.to_thread(front.store.set_totp, person.id, None)
    await asyncio.to_thread(front.store.audit, person.agent, "totp_removed", f"person:{person.id}")
    return go("/desk/profile", said="people.code_off")


def _secret_page(request: Request, person: Person, sealed: str, problem: str | None, *, status: int = 200) -> Response:
    secret = _secrets(front_of(request)).open(sealed) or ""
    address = address_of(secret, person.login)
    return page(
        request,
        person,
        "people/new_code.html",
        status=status,
        sealed=sealed,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address,
        picture=qr_svg(address),
        problem=problem,
    )


def _secrets(front: Front) -> TotpSecrets:
    return TotpSecrets(front.settings.signing_key.get_secret_value())
