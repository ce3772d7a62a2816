"""What an agent does in a conversation: claim it, reply, hand it back, close it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from bot.card_numbers import mask_card_numbers
from bot.channels.customer_text import checked_text
from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, LeadPerson, Person
from bot.desk.conversation.closing import LONGEST, kept_reason, shown_reason
from bot.desk.conversation.refusals import refused
from bot.desk.live import live_of
from bot.desk.shell_errors import NotFound
from bot.messages import Message, Paragraph
from bot.store import AgentNotInCharge, Conversation, UnknownCase
from bot.store.errors import NewerMessages

router = APIRouter(prefix="/desk/conversations/{conversation_id}")

Reason = Literal["solved", "no_answer", "duplicate", "elsewhere", "other"]


@router.post("/claim")
async def claim(request: Request, person: AgentPerson, conversation_id: str) -> Response:
    """Take the conversation; who comes second learns who has it."""
    front = front_of(request)
    before = await _conversation(front, conversation_id)
    claimed = await front.gate.claim(conversation_id, person.agent)
    if not claimed.won:
        return refused(person, "taken", name=claimed.by.name)
    if before.agent is None:
        await _note(front, person, "conversation_claimed", conversation_id)
    return JSONResponse({"by": claimed.by.name})


@router.post("/take-over")
async def take_over(request: Request, person: LeadPerson, conversation_id: str) -> Response:
    """Take the conversation from a colleague, who may have gone home."""
    front = front_of(request)
    conversation = await _conversation(front, conversation_id)
    claimed = await front.gate.claim(conversation_id, person.agent, instead_of=conversation.agent)
    front.feed.stopped(conversation_id, "agent")
    if not claimed.won:
        return refused(person, "taken", name=claimed.by.name)
    await _note(front, person, "conversation_taken_over", conversation_id)
    return JSONResponse({"by": claimed.by.name})


@router.post("/replies")
async def reply(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    text: Annotated[str, Form(max_length=20_000)],
    key: Annotated[str, Form(min_length=8, max_length=64)],
    seen: Annotated[int, Form(ge=0, le=2**31 - 1)],
) -> Response:
    """Say something to the customer, unless they wrote something that the agent has not seen."""
    front = front_of(request)
    conversation = await _conversation(front, conversation_id)
    words = mask_card_numbers(checked_text(text.strip(), front.settings.message_max_chars), conversation.language)
    message = Message(language=conversation.language, blocks=(Paragraph(text=words),))
    try:
        said = await front.gate.say(conversation_id, person.agent, message, key, seen)
    except AgentNotInCharge:
        return refused(person, "not_yours")
    except NewerMessages as newer:
        return refused(person, "newer_messages", last_seq=newer.last_seq)
    live_of(request).stopped_typing(conversation_id, person.id)
    front.feed.stopped(conversation_id, "agent")
    return JSONResponse({"seq": said.seq if said else None})


@router.post("/hand-back")
async def hand_back(request: Request, person: AgentPerson, conversation_id: str) -> Response:
    """Give the conversation back to the assistant."""
    front = front_of(request)
    await _conversation(front, conversation_id)
    try:
        changed = await front.gate.hand_back(conversation_id, person.agent)
    except AgentNotInCharge:
        return refused(person, "not_yours")
    front.feed.stopped(conversation_id, "agent")
    if changed:
        await _note(front, person, "conversation_handed_back", conversation_id)
    return JSONResponse({"changed": changed})


@router.post("/close")
async def close(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    reason: Annotated[Reason, Form()],
    words: Annotated[str, Form(max_length=LONGEST)] = "",
    cases: Annotated[bool, Form()] = False,
) -> Response:
    """Close the conversation, and its cases if the agent says so."""
    front = front_of(request)
    await _conversation(front, conversation_id)
    kept = kept_reason(reason, words)
    try:
        changed = await front.gate.close(conversation_id, person.agent, kept)
    except AgentNotInCharge:
        return refused(person, "not_yours")
    front.feed.stopped(conversation_id, "agent")
    if changed:
        await _note(front, person, "conversation_closed", conversation_id, reason=reason)
    if cases:
        await asyncio.to_thread(_close_cases, front, person, conversation_id, kept)
        front.feed.changed(conversation_id)
    return JSONResponse({"changed": changed})


@router.post("/typing")
async def typing(request: Request, person: AgentPerson, conversation_id: str) -> Response:
    """Let the colleagues see that an answer is being written, and the customer if it is theirs to write."""
    front = front_of(request)
    conversation = await _conversation(front, conversation_id)
    live_of(request).types(conversation_id, person.id)
    if conversation.agent == person.agent:
        front.feed.types(conversation_id, "agent")
    return Response(status_code=204)


@router.post("/typing/stopped")
async def stopped_typing(request: Request, person: AgentPerson, conversation_id: str) -> Response:
    """Let them see that it was given up."""
    front = front_of(request)
    conversation = await _conversation(front, conversation_id)
    live_of(request).stopped_typing(conversation_id, person.id)
    if conversation.agent == person.agent:
        front.feed.stopped(conversation_id, "agent")
    return Response(status_code=204)


def _close_cases(front: Front, person: Person, conversation_id: str, kept: str) -> None:
    for case in front.store.cases_of(conversation_id):
        if case.closed_at is not None:
            continue
        try:
            front.store.close_case(case.number, shown_reason(kept, front.settings.default_language), person.agent)
        except UnknownCase:  # merged or erased meanwhile
            continue
        front.store.audit(person.agent, "case_closed", case.number)


async def _conversation(front: Front, conversation_id: str) -> Conversation:
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise NotFound
    return conversation


async def _note(front: Front, person: Person, action: str, conversation_id: str, **details: str) -> None:
    await asyncio.to_thread(front.store.audit, person.agent, action, conversation_id, details)
