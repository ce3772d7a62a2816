"""Who may see a page of the desk: routes ask for an ``AgentPerson``, a ``LeadPerson`` or an ``AdminPerson``."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from bot.channels.front import Front, front_of
from bot.desk.access_cookie import COOKIE, IDLE, LONGEST, VISIT_COOKIE, csrf_token, is_csrf_token
from bot.desk.shell_errors import CsrfInvalid, RoleMissing, SignInNeeded
from bot.store.people_records import ROLES, DeskRole, DeskSession, Person

Role = DeskRole

__all__ = ["ROLES", "AdminPerson", "AgentPerson", "Anyone", "AnyoneHere", "LeadPerson", "Person", "Role", "RoleNeeded"]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class RoleNeeded:
    """A dependency that lets in who is signed in, may do what the role may, and sends our own forms."""

    def __init__(self, role: Role, *, counts_as_use: bool = True) -> None:
        self.role = role
        self._counts_as_use = counts_as_use

    async def __call__(self, request: Request) -> Person:
        """Who asks.

        Raises:
            SignInNeeded: nobody is signed in in this browser.
            RoleMissing: they may not see this.
            CsrfInvalid: the request didn't come from our own page.
        """
        session = await session_of(request, touch=self._counts_as_use)
        if session is None:
            raise SignInNeeded
        if not session.person.may(self.role):
            raise RoleMissing(self.role)
        if request.method not in _SAFE:
            await check_csrf(request, request.cookies[COOKIE])
        return session.person


class Anyone:
    """Marks a route that answers also who isn't signed in; its forms are checked all the same."""

    async def __call__(self, request: Request) -> Person | None:
        """Who asks, if they are signed in.

        Raises:
            CsrfInvalid: the request didn't come from our own page.
        """
        if request.method not in _SAFE:
            await check_csrf(request, request.cookies.get(VISIT_COOKIE, ""))
        session = await session_of(request)
        return session.person if session else None


AgentPerson = Annotated[Person, Depends(RoleNeeded("agent"))]
"""Somebody signed in, whatever their role."""

LeadPerson = Annotated[Person, Depends(RoleNeeded("lead"))]
"""Somebody who leads agents, or an admin."""

AdminPerson = Annotated[Person, Depends(RoleNeeded("admin"))]
"""Somebody who manages the desk."""

AgentWatching = Annotated[Person, Depends(RoleNeeded("agent", counts_as_use=False))]
"""Somebody whose open page asks by itself: that keeps nobody signed in."""

AnyoneHere = Annotated[Person | None, Depends(Anyone())]
"""Whoever asks."""


async def session_of(request: Request, *, touch: bool = True) -> DeskSession | None:
    """The session of this browser; looked up once for each request."""
    found = getattr(request.state, "desk_session", False)
    if found is not False:
        assert found is None or isinstance(found, DeskSession)
        return found
    secret = request.cookies.get(COOKIE)
    session = None
    if secret:
        session = await asyncio.to_thread(
            front_of(request).store.desk_session, secret, idle=IDLE, longest=LONGEST, touch=touch
        )
    request.state.desk_session = session
    return session


async def check_csrf(request: Request, secret: str) -> None:
    """Refuse what didn't come from our own page.

    Raises:
        CsrfInvalid: it didn't, or the page stood open too long.
    """
    token = request.headers.get("x-csrf-token")
    if token is None and request.headers.get("content-type", "").split(";")[0].strip().lower() in _FORMS:
        # The form is read once: the route gets the same one.
        field = (await request.form()).get("csrf")
        token = field if isinstance(field, str) else None
    if not secret or not token or not is_csrf_token(front_of(request), secret, token):
        raise CsrfInvalid


def page_csrf(request: Request, front: Front) -> str:
    """The token for the forms of the page that this request gets."""
    secret = getattr(request.state, "desk_visit", None)
    if secret is None and getattr(request.state, "desk_session", None) is not None:
        secret = request.cookies.get(COOKIE)
    return csrf_token(front, secret) if secret else ""
