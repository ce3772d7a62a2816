"""What people change about themselves: name, language, colours, keys, password, where they are signed in."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AgentPerson, Person, session_of
from bot.desk.access_cookie import IDLE, LONGEST
from bot.desk.people import passwords
from bot.desk.people.door import seconds_until
from bot.desk.people.forms import language_of, name_flaw, name_of, theme_of
from bot.desk.rendering import go, page

router = APIRouter()


@router.get("/desk/profile")
async def show_profile(request: Request, person: AgentPerson) -> Response:
    """Their settings."""
    return await profile_page(request, person)


@router.post("/desk/profile")
async def change_profile(
    request: Request,
    person: AgentPerson,
    name: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "ja",
    theme: Annotated[str, Form()] = "system",
    shortcuts: Annotated[str, Form()] = "",
) -> Response:
    """Keep what they prefer."""
    store = front_of(request).store
    shown = name_of(name)
    problem = name_flaw(shown)
    if problem is not None:
        return await profile_page(request, person, status=422, name=problem)
    await asyncio.to_thread(
        store.prefer,
        person.id,
        name=shown,
        language=language_of(language),
        theme=theme_of(theme),
        shortcuts=bool(shortcuts),
    )
    await asyncio.to_thread(store.audit, person.agent, "profile_changed", f"person:{person.id}")
    return go("/desk/profile", said="base.saved")


@router.post("/desk/profile/password")
async def change_password(
    request: Request,
    person: AgentPerson,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Set another password; every other browser is signed out."""
    store = front_of(request).store
    problem = await current_flaw(request, person, current)
    if problem is not None:
        return await profile_page(request, person, status=422, current=problem)
    problem = passwords.flaw(password, person) or ("people.password_differs" if password != again else None)
    if problem is not None:
        return await profile_page(request, person, status=422, password=problem)
    await asyncio.to_thread(store.set_password, person.id, await passwords.hashed(password))
    await _sign_out_others(request, person)
    await asyncio.to_thread(store.audit, person.agent, "password_set", f"person:{person.id}", {"by": "profile"})
    return go("/desk/profile", said="people.password_changed")


@router.post("/desk/profile/sign-out-others")
async def sign_out_others(request: Request, person: AgentPerson) -> Response:
    """End the sessions of all other browsers."""
    await _sign_out_others(request, person)
    await asyncio.to_thread(front_of(request).store.audit, person.agent, "sessions_ended", f"person:{person.id}")
    return go("/desk/profile", said="people.sessions_ended")


async def profile_page(request: Request, person: Person, *, status: int = 200, **problems: str) -> Response:
    """The profile with what is wrong in it; the keys of ``problems`` are fields, the values texts."""
    session = await session_of(request)
    sessions = await asyncio.to_thread(front_of(request).store.desk_sessions_of, person.id, idle=IDLE, longest=LONGEST)
    return page(
        request,
        person,
        "people/profile.html",
        status=status,
        problems=problems,
        sessions=sessions,
        here=session.id if session else "",
        shortest=passwords.SHORTEST,
    )


async def current_flaw(request: Request, person: Person, password: str) -> str | None:
    """The key of what is wrong with the present password, which can't be guessed at here either."""
    front = front_of(request)
    until = await asyncio.to_thread(front.store.sign_in_locked_until, person.login)
    if seconds_until(until, front.clock()):
        return "people.locked_for_now"
    found = await asyncio.to_thread(front.store.credentials, person_id=person.id)
    if found is not None and await passwords.fits(password, found.password):
        return None
    await asyncio.to_thread(front.store.sign_in_failed, person.login)
    return "people.current_wrong"


async def _sign_out_others(request: Request, person: Person) -> None:
    session = await session_of(request)
    keep = session.id if session else None
    await asyncio.to_thread(front_of(request).store.close_desk_sessions, person.id, keep=keep)
