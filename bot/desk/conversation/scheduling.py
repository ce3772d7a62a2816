"""What an agent does with replies that are said later: write, change, cancel, say at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from bot.card_numbers import mask_card_numbers
from bot.channels.customer_text import checked_text
from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.conversation.moments import Moment, WrongMoment, chosen_moment
from bot.desk.conversation.refusals import refused
from bot.desk.live import live_of
from bot.desk.shell_errors import NotFound
from bot.store import AgentNotInCharge, StoreError, UnknownConversation
from bot.store.errors import NewerMessages
from bot.store.scheduled_records import ConversationClosed, ScheduledReply, ScheduledReplyMoved, TooManyScheduled

router = APIRouter(prefix="/desk/conversations/{conversation_id}/scheduled")

Words = Annotated[str, Form(max_length=20_000)]
Seq = Annotated[int, Form(ge=0, le=2**31 - 1)]
Version = Annotated[int, Form(ge=1, le=2**31 - 1)]
Picked = Annotated[Moment, Form()]
Written = Annotated[str, Form(max_length=40)]

_CODES: dict[type[StoreError], str] = {
    AgentNotInCharge: "not_yours",
    ConversationClosed: "later_closed",
    ScheduledReplyMoved: "later_moved",
    TooManyScheduled: "later_too_many",
}


@router.post("")
async def schedule(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    text: Words,
    key: Annotated[str, Form(min_length=8, max_length=64)],
    seen: Seq,
    when: Picked,
    at: Written = "",
) -> Response:
    """Keep a reply until it is due."""
    front = front_of(request)
    words = await _words(front, conversation_id, text)

    def keep() -> ScheduledReply:
        due_at = chosen_moment(when, at, front.clock(), front.settings.service_levels.hours)
        return front.store.schedule_reply(conversation_id, person.agent, words, key=key, due_at=due_at, seen=seen)

    return await _done(request, person, conversation_id, keep)


@router.post("/{reply_id}/change")
async def change(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    reply_id: str,
    text: Words,
    version: Version,
    seen: Seq,
    when: Picked,
    at: Written = "",
) -> Response:
    """Rewrite or move a reply; one that was held waits again."""
    front = front_of(request)
    await _known(front, conversation_id, reply_id)
    words = await _words(front, conversation_id, text)

    def rewrite() -> ScheduledReply:
        due_at = chosen_moment(when, at, front.clock(), front.settings.service_levels.hours)
        return front.store.change_scheduled(reply_id, person.agent, words, version=version, due_at=due_at, seen=seen)

    return await _done(request, person, conversation_id, rewrite)


@router.post("/{reply_id}/cancel")
async def cancel(
    request: Request, person: AgentPerson, conversation_id: str, reply_id: str, version: Version
) -> Response:
    """Say a reply never."""
    front = front_of(request)
    await _known(front, conversation_id, reply_id)
    return await _done(
        request,
        person,
        conversation_id,
        lambda: front.store.cancel_scheduled(reply_id, person.agent, version=version),
    )


@router.post("/{reply_id}/send")
async def send_now(
    request: Request, person: AgentPerson, conversation_id: str, reply_id: str, version: Version, seen: Seq
) -> Response:
    """Say a reply at once."""
    front = front_of(request)
    await _known(front, conversation_id, reply_id)
    try:
        said = await front.gate.say_scheduled_now(reply_id, person.agent, version=version, seen=seen)
    except StoreError as error:
        return _refused(person, error)
    return JSONResponse({"seq": said.seq})


async def _done(request: Request, person: Person, conversation_id: str, work: Callable[[], object]) -> Response:
    try:
        await asyncio.to_thread(work)
    except WrongMoment as wrong:
        return refused(person, wrong.code, status=422)
    except UnknownConversation:
        raise NotFound from None
    except StoreError as error:
        return _refused(person, error)
    live_of(request).stopped_typing(conversation_id, person.id)
    front_of(request).feed.stopped(conversation_id, "agent")
    live_of(request).changed(conversation_id)
    return JSONResponse({"done": True})


def _refused(person: Person, error: StoreError) -> Response:
    if isinstance(error, NewerMessages):
        return refused(person, "newer_messages", last_seq=error.last_seq)
    if type(error) not in _CODES:
        raise error
    return refused(person, _CODES[type(error)])


async def _known(front: Front, conversation_id: str, reply_id: str) -> None:
    reply = await asyncio.to_thread(front.store.scheduled_reply, reply_id)
    if reply is None or reply.conversation_id != conversation_id:
        raise NotFound


async def _words(front: Front, conversation_id: str, text: str) -> str:
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise NotFound
    return mask_card_numbers(checked_text(text.strip(), front.settings.message_max_chars), conversation.language)
