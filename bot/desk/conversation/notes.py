"""Notes: what agents write to each other beside a conversation; the customer never sees them."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse

from bot.card_numbers import mask_card_numbers
from bot.channels.customer_text import checked_text
from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.conversation.view import called_in
from bot.desk.live import Call, live_of
from bot.desk.shell_errors import NotFound
from bot.store import UnknownConversation

router = APIRouter()

_LONGEST = 4000


@router.post("/desk/conversations/{conversation_id}/notes")
async def add_note(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    text: Annotated[str, Form(max_length=20_000)],
    key: Annotated[str, Form(min_length=8, max_length=64)],
) -> JSONResponse:
    """Keep a note, and call in whoever is mentioned in it."""
    front = front_of(request)
    store = front.store
    words = mask_card_numbers(checked_text(text.strip(), _LONGEST), person.language)

    def keep() -> list[str]:
        if store.conversation(conversation_id) is None:
            raise UnknownConversation(conversation_id)
        called = called_in(words, [colleague for colleague in store.people() if colleague.active])
        store.add_note(conversation_id, person.agent, words, key, called=called)
        return called

    try:
        called = await asyncio.to_thread(keep)
    except UnknownConversation:
        raise NotFound from None
    front.feed.changed(conversation_id)
    live_of(request).call_in(called, Call(person.name, conversation_id))
    return JSONResponse({"called": len(called)})
