"""A case opened by hand, in a conversation where the customer asked for none."""

from __future__ import annotations

import asyncio
from datetime import date
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from bot.assist.conversation import read_talk
from bot.assist.facts import read_facts
from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.cases.changing import tell
from bot.desk.rendering import go
from bot.desk.shell_errors import NotFound
from bot.store import Case, Conversation, NewCase

router = APIRouter()


@router.post("/desk/conversations/{conversation_id}/cases")
async def open_case(request: Request, person: AgentPerson, conversation_id: str) -> Response:
    """Open a case with what the customer has told, and show it to be completed; an open one is shown instead."""
    front = front_of(request)
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise NotFound

    def work() -> tuple[Case, bool]:
        cases = front.store.cases_of(conversation_id)
        under_way = [case for case in cases if not case.has_ended]
        if under_way:
            return under_way[-1], False
        new = _case(front, person, conversation, f"{conversation_id}:by-hand:{len(cases)}")
        filed = front.store.give_case(front.store.file_case(new).number, person.agent, person.agent)
        front.store.audit(person.agent, "case_opened", filed.number)
        return filed, True

    case, opened = await asyncio.to_thread(work)
    if not opened:
        return go(f"/desk/cases/{case.number}", said="cases.open_already")
    tell(request, case)
    return go(f"/desk/cases/{case.number}?edit=yes", said="cases.said_opened")


def _case(front: Front, person: Person, conversation: Conversation, key: str) -> NewCase:
    today = front.clock().astimezone(ZoneInfo(front.settings.timezone)).date()
    told = read_facts(read_talk(front.store, conversation.id).lines, front.knowledge, today, conversation.language)
    memory = told.memory
    return NewCase(
        idempotency_key=key,
        conversation_id=conversation.id,
        channel=conversation.channel,
        language=conversation.language,
        product_line=memory.product_line,
        problem=memory.problem,
        purchase_date=date.fromisoformat(memory.purchase_date) if memory.purchase_date else None,
        name=memory.person_name,
        email=memory.email,
        order_number=memory.order_number,
        provider=memory.provider,
        opened_by=person.agent,
    )
