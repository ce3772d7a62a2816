"""The pages of the canned replies: everybody reads them, leads write them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from bot.assist.canned import FIELDS, faults
from bot.channels.front import front_of
from bot.desk.access import AgentPerson, LeadPerson, Person
from bot.desk.rendering import go, page
from bot.desk.shell_errors import NotFound
from bot.store.canned import CannedNameTaken, CannedReply, CannedReplyChanged

router = APIRouter()

_LIST = "/desk/replies"
_Name = Annotated[str, Form(max_length=60)]
_Text = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True)
class Draft:
    """A canned reply as it stands in the form."""

    name: str = ""
    ja: str = ""
    en: str = ""
    id: int | None = None
    version: int = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, as the ends of text keys."""
        return (*(() if self.name else ("no_name",)), *faults(self.ja, self.en))


@router.get(_LIST)
async def list_replies(request: Request, person: AgentPerson) -> HTMLResponse:
    """All canned replies."""
    replies = await asyncio.to_thread(front_of(request).store.canned_replies)
    return page(request, person, "assist/replies.html", replies=replies)


@router.get(f"{_LIST}/new")
async def begin_reply(request: Request, person: LeadPerson) -> HTMLResponse:
    """The empty form."""
    return _form(request, person, Draft())


@router.post(f"{_LIST}/new")
async def add_reply(request: Request, person: LeadPerson, name: _Name = "", ja: _Text = "", en: _Text = "") -> Response:
    """Write a new one."""
    store, draft = front_of(request).store, Draft(name.strip(), _clean(ja), _clean(en))
    if draft.faults:
        return _form(request, person, draft, *draft.faults)
    try:
        made = await asyncio.to_thread(store.add_canned_reply, draft.name, draft.ja, draft.en, person.agent)
    except CannedNameTaken:
        return _form(request, person, draft, "name_taken")
    await asyncio.to_thread(store.audit, person.agent, "canned_reply_added", str(made))
    return go(_LIST, said="base.saved")


@router.get(_LIST + "/{reply_id}")
async def edit_reply(request: Request, person: LeadPerson, reply_id: int) -> HTMLResponse:
    """The form with one of them."""
    reply = await _reply(request, reply_id)
    return _form(request, person, Draft(reply.name, reply.ja, reply.en, reply.id, reply.version))


@router.post(_LIST + "/{reply_id}")
async def change_reply(
    request: Request,
    person: LeadPerson,
    reply_id: int,
    version: Annotated[int, Form()],
    name: _Name = "",
    ja: _Text = "",
    en: _Text = "",
) -> Response:
    """Rewrite one."""
    store, draft = front_of(request).store, Draft(name.strip(), _clean(ja), _clean(en), reply_id, version)
    if draft.faults:
        return _form(request, person, draft, *draft.faults)
    try:
        await asyncio.to_thread(
            lambda: store.change_canned_reply(reply_id, draft.name, draft.ja, draft.en, person.agent, version=version)
        )
    except CannedNameTaken:
        return _form(request, person, draft, "name_taken")
    except CannedReplyChanged:
        await _reply(request, reply_id)
        return _form(request, person, draft, "changed")
    await asyncio.to_thread(store.audit, person.agent, "canned_reply_changed", str(reply_id))
    return go(_LIST, said="base.saved")


@router.post(_LIST + "/{reply_id}/remove")
async def remove_reply(request: Request, person: LeadPerson, reply_id: int) -> Response:
    """Remove one."""
    store = front_of(request).store
    if await asyncio.to_thread(store.remove_canned_reply, reply_id):
        await asyncio.to_thread(store.audit, person.agent, "canned_reply_removed", str(reply_id))
    return go(_LIST, said="assist.removed")


async def _reply(request: Request, reply_id: int) -> CannedReply:
    reply = await asyncio.to_thread(front_of(request).store.canned_reply, reply_id)
    if reply is None:
        raise NotFound
    return reply


def _form(request: Request, person: Person, draft: Draft, *found: str) -> HTMLResponse:
    status = 422 if found else 200
    return page(request, person, "assist/reply.html", status=status, draft=draft, found=found, fields=FIELDS)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
