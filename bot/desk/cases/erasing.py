"""A customer's wish to have their data erased, carried out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.cases.changing import Version, changed
from bot.desk.cases.view import case_page
from bot.desk.shell_errors import NotFound
from bot.dialogue.port import DialogueUnavailable
from bot.store.errors import CannotErase

router = APIRouter(prefix="/desk/cases/{number}")


@router.post("/erased")
async def erase(
    request: Request,
    person: AgentPerson,
    number: str,
    version: Version,
    sure: Annotated[str, Form()] = "",
    also: Annotated[list[str] | None, Form(max_length=50)] = None,
) -> Response:
    """Erase what the customer said and left: first from the assistant's memory, then from the desk."""
    front = front_of(request)
    case = await asyncio.to_thread(front.store.find_case, number)
    if case is None:
        raise NotFound
    if sure != "yes":
        return await case_page(request, person, number, status=422, trouble="cases.not_sure")
    if case.kind != "erasure" or case.has_ended or case.merged_into or case.version != version:
        return await case_page(request, person, number, status=409, trouble="cases.cannot_erase")
    try:
        for turn in await asyncio.to_thread(front.store.turns_of, case.conversation_id):
            await front.dialogue.forget(case.conversation_id, turn)
    except DialogueUnavailable:
        return await case_page(request, person, number, status=503, trouble="cases.assistant_away")
    alike = {each.number for each in await asyncio.to_thread(front.store.alike_cases, number)}
    others = sorted(alike & set(also or ()))
    try:
        return await changed(
            request,
            person,
            number,
            lambda: front.store.erase_for(number, person.agent, version, others),
            "erased",
            details={"also": ", ".join(others)} if others else None,
        )
    except CannotErase:
        return await case_page(request, person, number, status=409, trouble="cases.cannot_erase")
