"""Somebody signed in to the desk, and what they do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx
from fastapi import FastAPI

from bot.desk.access_cookie import COOKIE, csrf_token
from bot.messages import Language
from bot.store import Agent
from bot.store.people_records import DeskRole, Person
from tests.front.desk import Desk

PAGE = {"Accept": "text/html,application/xhtml+xml"}


@dataclass
class AtDesk:
    """A browser at the desk, signed in as somebody."""

    http: httpx.AsyncClient
    person: Person
    csrf: str

    @property
    def agent(self) -> Agent:
        return self.person.agent

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Open a page."""
        return await self.http.get(path, params=params or None, headers=PAGE)

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form of the desk; redirects are not followed."""
        return await self.http.post(path, data={"csrf": self.csrf, **fields}, headers=PAGE)

    async def send(self, path: str, **fields: Any) -> httpx.Response:
        """Send what the page's scripts send."""
        headers = {"X-CSRF-Token": self.csrf, "Accept": "application/json"}
        return await self.http.post(path, data=fields, headers=headers)


SignIn = Callable[..., AtDesk]


def sign_in(desk: Desk, role: DeskRole, name: str, language: Language = "ja") -> AtDesk:
    """Somebody new with a session, in a browser of their own. Blocks."""
    person = desk.store.add_person(f"{role}-{name}@desk.example".lower(), name, role, language)
    desk.store.set_password(person.id, "not a hash: nobody signs in with it")
    secret = desk.store.open_desk_session(person.id, "test")
    return AtDesk(browser(desk.app, {COOKIE: secret}), person, csrf_token(desk.front, secret))


def browser(app: FastAPI, cookies: dict[str, str] | None = None) -> httpx.AsyncClient:
    """A browser that follows no redirect by itself."""
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 5000))
    return httpx.AsyncClient(transport=transport, base_url="http://desk", cookies=cookies)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipping and data.strip():
            self.parts.append(" ".join(data.split()))


def shown(response: httpx.Response) -> str:
    """What a page says, without its markup."""
    parser = _Text()
    parser.feed(response.text)
    return " ".join(parser.parts)
