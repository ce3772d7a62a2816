"""Signing in by password and code, and signing out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, AnyoneHere, session_of
from bot.desk.access_cookie import VISIT_COOKIE
from bot.desk.people import passwords
from bot.desk.people.door import door_page, let_in, let_out, login_of, refused_seconds, safe_next, seconds_until
from bot.desk.people.totp import TotpSecrets, step_of
from bot.desk.rendering import go
from bot.store.people_records import Credentials

router = APIRouter()

_CODE_MINUTES = 5


@router.get("/desk/sign-in")
async def show_sign_in(request: Request, person: AnyoneHere, next: str = "/desk") -> Response:
    """The form, unless somebody is signed in already."""
    if person is not None:
        return go(safe_next(next))
    return door_page(request, "people/sign_in.html", next=safe_next(next), login="", problem=None, wait=0)


@router.post("/desk/sign-in")
async def sign_in(
    request: Request,
    _person: AnyoneHere,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/desk",
) -> Response:
    """Let in who knows the password, or ask them for a code."""
    front = front_of(request)
    name = login_of(login)
    wait = await refused_seconds(request, name)
    if wait:
        return _refused(request, "people.sign_in_locked", next, login, wait)
    found = await asyncio.to_thread(front.store.credentials, login=name)
    if not await passwords.fits(password, found.password if found else None) or found is None:
        return await _wrong(request, found, name, next, login)
    if found.password is not None and passwords.is_outdated(found.password):
        await asyncio.to_thread(front.store.set_password, found.person.id, await passwords.hashed(password))
    if found.totp_secret is not None:
        return door_page(
            request, "people/code.html", next=safe_next(next), ticket=_ticket(request, front, found), problem=None
        )
    await asyncio.to_thread(front.store.sign_in_succeeded, name)
    return await let_in(request, found.person, next)


@router.post("/desk/sign-in/code")
async def give_code(
    request: Request,
    _person: AnyoneHere,
    ticket: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/desk",
) -> Response:
    """Let in who gave the password just now and has the right code, each code once."""
    front = front_of(request)
    found = await _holder(request, front, ticket)
    if found is None or found.totp_secret is None:
        return _refused(request, "people.sign_in_expired", next, "", 0)
    wait = await refused_seconds(request, found.person.login)
    if wait:
        return _refused(request, "people.sign_in_locked", next, "", wait)
    secret = TotpSecrets(front.settings.signing_key.get_secret_value()).open(found.totp_secret)
    step = step_of(secret, code, front.clock()) if secret else None
    if step is None or not await asyncio.to_thread(front.store.use_totp_step, found.person.id, step):
        until = await asyncio.to_thread(front.store.sign_in_failed, found.person.login)
        await asyncio.to_thread(
            front.store.audit, None, "sign_in_failed", f"person:{found.person.id}", {"step": "code"}
        )
        if until is not None:
            return _refused(request, "people.sign_in_locked", next, "", seconds_until(until, front.clock()))
        return door_page(
            request,
            "people/code.html",
            status=401,
            next=safe_next(next),
            ticket=ticket,
            problem="people.code_wrong",
        )
    await asyncio.to_thread(front.store.sign_in_succeeded, found.person.login)
    return await let_in(request, found.person, next)


@router.post("/desk/sign-out")
async def sign_out(request: Request, person: AgentPerson) -> RedirectResponse:
    """End this browser's session."""
    front = front_of(request)
    session = await session_of(request)
    if session is not None:
        await asyncio.to_thread(front.store.close_desk_session, session.id)
    await asyncio.to_thread(front.store.audit, person.agent, "signed_out", f"person:{person.id}")
    response = go("/desk/sign-in", said="people.signed_out")
    let_out(request, response)
    return response


async def _wrong(request: Request, found: Credentials | None, name: str, next: str, login: str) -> Response:
    front = front_of(request)
    until = await asyncio.to_thread(front.store.sign_in_failed, name)
    if found is not None:
        subject = f"person:{found.person.id}"
        await asyncio.to_thread(front.store.audit, None, "sign_in_failed", subject, {"step": "password"})
    if until is not None:
        return _refused(request, "people.sign_in_locked", next, login, seconds_until(until, front.clock()))
    return door_page(
        request,
        "people/sign_in.html",
        status=401,
        next=safe_next(next),
        login=login[:200],
        problem="people.sign_in_wrong",
        wait=0,
    )


def _refused(request: Request, problem: str, next: str, login: str, wait: int) -> Response:
    response = door_page(
        request,
        "people/sign_in.html",
        status=429 if wait else 401,
        next=safe_next(next),
        login=login[:200],
        problem=problem,
        wait=wait,
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _tickets(front: Front) -> URLSafeSerializer:
    return URLSafeSerializer(front.settings.signing_key.get_secret_value(), salt="koshin.desk.code")


def _ticket(request: Request, front: Front, found: Credentials) -> str:
    """Proves for some minutes that this browser gave this person's present password."""
    until = int(front.clock().timestamp()) + _CODE_MINUTES * 60
    kept = passwords.mark_of(found.password or "")
    ticket = _tickets(front).dumps([found.person.id, until, kept, request.cookies.get(VISIT_COOKIE, "")])
    assert isinstance(ticket, str)
    return ticket


async def _holder(request: Request, front: Front, ticket: str) -> Credentials | None:
    try:
        person_id, until, kept, visit = _tickets(front).loads(ticket)
    except (BadSignature, UnicodeError):
        return None
    if until < front.clock().timestamp() or visit != request.cookies.get(VISIT_COOKIE, ""):
        return None
    found = await asyncio.to_thread(front.store.credentials, person_id=person_id)
    return found if found is not None and passwords.mark_of(found.password or "") == kept else None
