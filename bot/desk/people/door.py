"""What the pages of signing in share: tries that are counted, sessions that begin, where to go next."""

from __future__ import annotations

import asyncio
import math
import re
import unicodedata
from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.front import front_of
from bot.desk.access import session_of
from bot.desk.access_cookie import COOKIE, LONGEST, VISIT, VISIT_COOKIE, give_cookie, take_cookie
from bot.desk.rendering import go, page
from bot.desk.shell import desk_of
from bot.store.people_records import Person

_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_OURS = re.compile(r"/desk(?:[/?][^\\\s]*)?")


def login_of(typed: str) -> str:
    """A login as it is kept."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()[:200]


def safe_next(path: str) -> str:
    """Where to go after signing in: only into the desk."""
    return path if _OURS.fullmatch(path) and "//" not in path and not path.startswith("/desk/sign-") else "/desk"


def door_page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A page for somebody who isn't signed in, whose forms prove that they came from it."""
    secret = request.cookies.get(VISIT_COOKIE) or front_of(request).ids()
    request.state.desk_visit = secret
    response = page(request, None, template, status=status, **context)
    give_cookie(request, response, VISIT_COOKIE, secret, VISIT)
    return response


async def refused_seconds(request: Request, login: str) -> int:
    """For how many seconds nobody may try this login, or this address any login; 0 when they may now."""
    front = front_of(request)
    wait = desk_of(request).sign_in_rate.take(front.addresses.of(request))
    until = await asyncio.to_thread(front.store.sign_in_locked_until, login)
    return max(wait, seconds_until(until, front.clock()))


def seconds_until(until: datetime | None, now: datetime) -> int:
    """How long it is until then, at least a second; 0 for no moment."""
    return 0 if until is None else max(1, math.ceil((until - now).total_seconds()))


async def let_in(request: Request, person: Person, path: str) -> RedirectResponse:
    """Begin a session and lead on."""
    front = front_of(request)
    old = await session_of(request)
    if old is not None:
        await asyncio.to_thread(front.store.close_desk_session, old.id)
    secret = await asyncio.to_thread(front.store.open_desk_session, person.id, browser_of(request))
    await asyncio.to_thread(front.store.audit, person.agent, "signed_in", f"person:{person.id}")
    response = go(safe_next(path))
    give_cookie(request, response, COOKIE, secret, LONGEST)
    take_cookie(request, response, VISIT_COOKIE)
    return response


def let_out(request: Request, response: Response) -> None:
    """Take the session's cookie."""
    take_cookie(request, response, COOKIE)


def browser_of(request: Request) -> str:
    """The browser and system of a request, in short."""
    agent = request.headers.get("user-agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or "?"
