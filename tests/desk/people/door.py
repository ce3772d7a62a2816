"""Somebody in front of the desk's door."""

from __future__ import annotations

import re
from html import unescape

import httpx

from bot.desk.people import passwords
from bot.messages import Language
from bot.store.people_records import DeskRole, Person
from tests.desk.agents import PAGE
from tests.front.desk import Desk

PASSWORD = "みどりの窓 opens at 9"


async def somebody(
    desk: Desk, login: str = "sato@desk.example", role: DeskRole = "agent", language: Language = "ja"
) -> Person:
    """Somebody with a password."""
    person = desk.store.add_person(login, "佐藤 遥", role, language)
    desk.store.set_password(person.id, await passwords.hashed(PASSWORD))
    return person


def field(response: httpx.Response, name: str) -> str:
    """The value of a field in a page."""
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', response.text)
    assert tag is not None, f"no field {name}"
    value = re.search(r'\bvalue="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


async def fill(http: httpx.AsyncClient, path: str, **typed: str) -> httpx.Response:
    """Open a page, fill its form, send it."""
    form = await http.get(path, headers=PAGE)
    assert form.status_code == 200, form.text
    hidden = {"csrf": field(form, "csrf")}
    if 'name="next"' in form.text:
        hidden["next"] = field(form, "next")
    return await http.post(path.partition("?")[0], data={**hidden, **typed}, headers=PAGE)


async def sign_in(
    http: httpx.AsyncClient, login: str = "sato@desk.example", password: str = PASSWORD, next: str = ""
) -> httpx.Response:
    """Try to come in."""
    query = f"?next={next}" if next else ""
    return await fill(http, f"/desk/sign-in{query}", login=login, password=password)
