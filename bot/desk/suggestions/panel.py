"""The suggestions beside a conversation: three replies with their receipts, and the canned replies filled in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from bot.assist.canned import Filled, fill, values_for
from bot.assist.conversation import Assistant, Talk, read_talk
from bot.assist.facts import Facts
from bot.assist.suggesting import Suggested
from bot.assist.understood import Understood
from bot.channels.front import Front, front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.rendering import page
from bot.desk.shell_errors import NotFound
from bot.desk.suggestions.outcomes import Made, compare
from bot.dialogue.port import DialogueError
from bot.messages import Language
from bot.store import Conversation
from bot.store.assist_uses import SuggestionKind

router = APIRouter()

_LONGEST = 8000


@dataclass(frozen=True)
class CannedFilled:
    """A canned reply as it would be inserted here."""

    name: str
    filled: Filled


@dataclass(frozen=True)
class Panel:
    """Everything that helps to answer one conversation now."""

    conversation: Conversation
    suggested: Suggested | None
    canned: tuple[CannedFilled, ...]
    understands: bool = True


@router.get("/desk/conversations/{conversation_id}/suggestions")
async def show_panel(request: Request, person: AgentPerson, conversation_id: str) -> HTMLResponse:
    """The panel as a part of the conversation's page."""
    panel = await panel_of(front_of(request), person, conversation_id)
    known = front_of(request).knowledge
    return page(request, person, "assist/panel.html", panel=panel, topics=known.topics, providers=known.providers)


@router.post("/desk/conversations/{conversation_id}/suggestions/used")
async def note_use(
    request: Request,
    person: AgentPerson,
    conversation_id: str,
    kind: Annotated[SuggestionKind, Form()],
    subject: Annotated[str, Form(max_length=128)] = "",
    offered: Annotated[str, Form(max_length=_LONGEST)] = "",
    sent: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:
    """Note that a suggestion was sent, changed or turned down; nothing of its words is kept."""
    store = front_of(request).store
    if await asyncio.to_thread(store.conversation, conversation_id) is None:
        raise NotFound
    made = await asyncio.to_thread(compare, offered, sent) if sent else Made("rejected", 0.0)
    await asyncio.to_thread(
        store.record_suggestion_use,
        conversation_id,
        person.agent,
        kind,
        subject or None,
        made.outcome,
        made.likeness,
    )
    return Response(status_code=204)


async def panel_of(front: Front, person: Person, conversation_id: str) -> Panel:
    """What the panel of a conversation shows now.

    Raises:
        NotFound: there is no such conversation.
    """
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise NotFound
    talk = await asyncio.to_thread(read_talk, front.store, conversation_id)
    assistant = Assistant(front.knowledge, front.dialogue, front.settings.timezone)
    suggested, understands = None, True
    if talk.last is not None:
        understood = await _understood(assistant, talk, conversation_id)
        understands = understood is not None
        suggested = await asyncio.to_thread(
            assistant.suggest, talk.lines, understood or Understood(), conversation.language, front.clock()
        )
    facts = suggested.facts if suggested else Facts()
    canned = await asyncio.to_thread(_canned, front, facts, conversation_id, person, conversation.language)
    return Panel(conversation, suggested, canned, understands)


async def _understood(assistant: Assistant, talk: Talk, conversation_id: str) -> Understood | None:
    """How the customer's last line is understood; None while nobody can tell."""
    if talk.understood is not None and talk.understood.ranking:
        return talk.understood
    try:
        return await assistant.understand(talk.last.text if talk.last else "", conversation_id)
    except DialogueError:
        return None


def _canned(
    front: Front, facts: Facts, conversation_id: str, person: Person, language: Language
) -> tuple[CannedFilled, ...]:
    replies = front.store.canned_replies()
    if not replies:
        return ()
    values = values_for(facts, front.store.cases_of(conversation_id), person.name, language, front.knowledge)
    return tuple(CannedFilled(reply.name, fill(reply.in_(language), values)) for reply in replies)
