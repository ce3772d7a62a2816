"""The admins' pages about the people of the desk."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AdminPerson, Person
from bot.desk.access_cookie import IDLE, LONGEST, is_encrypted
from bot.desk.people.door import login_of
from bot.desk.people.first_admin import LINK_LASTS
from bot.desk.people.forms import language_of, login_flaw, name_flaw, name_of, role_of
from bot.desk.rendering import go, page
from bot.desk.shell_errors import NotFound
from bot.store.people import LastAdmin, LoginTaken

router = APIRouter()


@router.get("/desk/people")
async def show_people(request: Request, person: AdminPerson) -> Response:
    """Everybody who works or worked here."""
    everybody = await asyncio.to_thread(front_of(request).store.people)
    return page(request, person, "people/people.html", people=everybody)


@router.get("/desk/people/new")
async def show_new_person(request: Request, person: AdminPerson) -> Response:
    """The form to invite somebody."""
    return _invitation(request, person, {}, "", "", "agent", person.language)


@router.post("/desk/people/new")
async def add_person(
    request: Request,
    person: AdminPerson,
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "agent",
    language: Annotated[str, Form()] = "ja",
) -> Response:
    """Add somebody and show the link with which they set their password."""
    store = front_of(request).store
    shown = name_of(name)
    problems = {"login": login_flaw(login), "name": name_flaw(shown)}
    if not any(problems.values()):
        try:
            added = await asyncio.to_thread(
                store.add_person, login_of(login), shown, role_of(role), language_of(language)
            )
        except LoginTaken:
            problems["login"] = "people.login_taken"
        else:
            await _audit(request, person, "person_added", added.id, role=added.role)
            return await _link_page(request, person, added)
    return _invitation(request, person, problems, login, name, role, language, status=422)


@router.get("/desk/people/{person_id}")
async def show_person(request: Request, person: AdminPerson, person_id: str) -> Response:
    """One of them."""
    return await _person_page(request, person, await _found(request, person_id), None)


@router.post("/desk/people/{person_id}")
async def change_person(
    request: Request,
    person: AdminPerson,
    person_id: str,
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
) -> Response:
    """Give them another name or role."""
    store = front_of(request).store
    found = await _found(request, person_id)
    shown, wanted = name_of(name), role_of(role or found.role)
    problem = name_flaw(shown)
    if problem is not None:
        return await _person_page(request, person, found, problem, status=422)
    if wanted != found.role:
        try:
            await asyncio.to_thread(store.set_role, person_id, wanted)
        except LastAdmin:
            return await _person_page(request, person, found, "people.last_admin", status=409)
        await _audit(request, person, "role_changed", person_id, before=found.role, after=wanted)
    if shown != found.name:
        await asyncio.to_thread(store.rename, person_id, shown)
        await _audit(request, person, "person_renamed", person_id)
    if person_id == person.id and wanted != "admin":
        return go("/desk", said="base.saved")
    return go(f"/desk/people/{person_id}", said="base.saved")


@router.post("/desk/people/{person_id}/link")
async def make_link(request: Request, person: AdminPerson, person_id: str) -> Response:
    """Show a new link with which they set a password; the old password counts until then."""
    return await _link_page(request, person, await _found(request, person_id, active=True))


@router.post("/desk/people/{person_id}/sign-out")
async def sign_out_person(request: Request, person: AdminPerson, person_id: str) -> Response:
    """Sign them out everywhere."""
    await _found(request, person_id)
    await asyncio.to_thread(front_of(request).store.close_desk_sessions, person_id)
    await _audit(request, person, "sessions_ended", person_id)
    return go(f"/desk/people/{person_id}", said="people.sessions_ended")


@router.post("/desk/people/{person_id}/no-code")
async def remove_code(request: Request, person: AdminPerson, person_id: str) -> Response:
    """Ask them for no code any more, for who lost their telephone."""
    await _found(request, person_id)
    await asyncio.to_thread(front_of(request).store.set_totp, person_id, None)
    await _audit(request, person, "totp_removed", person_id)
    return go(f"/desk/people/{person_id}", said="base.saved")


@router.post("/desk/people/{person_id}/deactivate")
async def deactivate(request: Request, person: AdminPerson, person_id: str) -> Response:
    """End their work here at once."""
    found = await _found(request, person_id)
    if person_id == person.id:
        return await _person_page(request, person, found, "people.not_yourself", status=409)
    try:
        await asyncio.to_thread(front_of(request).store.set_active, person_id, False)
    except LastAdmin:
        return await _person_page(request, person, found, "people.last_admin", status=409)
    await _audit(request, person, "person_deactivated", person_id)
    return go(f"/desk/people/{person_id}", said="people.deactivated")


@router.post("/desk/people/{person_id}/activate")
async def activate(request: Request, person: AdminPerson, person_id: str) -> Response:
    """Let them in again."""
    await _found(request, person_id)
    await asyncio.to_thread(front_of(request).store.set_active, person_id, True)
    await _audit(request, person, "person_activated", person_id)
    return go(f"/desk/people/{person_id}", said="people.activated")


async def _found(request: Request, person_id: str, *, active: bool = False) -> Person:
    found = await asyncio.to_thread(front_of(request).store.person, person_id)
    if found is None or (active and not found.active):
        raise NotFound
    return found


async def _link_page(request: Request, person: Person, owner: Person) -> Response:
    secret = await asyncio.to_thread(front_of(request).store.make_password_link, owner.id, LINK_LASTS)
    await _audit(request, person, "password_link_made", owner.id)
    scheme = "https" if is_encrypted(request) else request.url.scheme
    here = str(request.base_url.replace(scheme=scheme, path=""))
    return page(
        request,
        person,
        "people/link.html",
        owner=owner,
        link=f"{front_of(request).settings.public_url or here}/desk/set-password/{secret}",
        hours=int(LINK_LASTS.total_seconds() // 3600),
    )


async def _person_page(
    request: Request, person: Person, found: Person, problem: str | None, *, status: int = 200
) -> Response:
    sessions = await asyncio.to_thread(front_of(request).store.desk_sessions_of, found.id, idle=IDLE, longest=LONGEST)
    return page(request, person, "people/person.html", status=status, found=found, sessions=sessions, problem=problem)


def _invitation(
    request: Request,
    person: Person,
    problems: dict[str, str | None],
    login: str,
    name: str,
    role: str,
    language: str,
    *,
    status: int = 200,
) -> Response:
    typed = {"login": login, "name": name, "role": role, "language": language}
    return page(request, person, "people/new.html", status=status, problems=problems, typed=typed)


async def _audit(request: Request, person: Person, action: str, person_id: str, **details: str) -> None:
    await asyncio.to_thread(front_of(request).store.audit, person.agent, action, f"person:{person_id}", details)
