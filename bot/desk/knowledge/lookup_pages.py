"""The page where an agent finds the provider from an order number or a line of a card statement."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from bot.card_numbers import mask_card_numbers
from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.knowledge.browse_pages import PAGE
from bot.desk.rendering import page
from bot.knowledge import Bilingual, Guide, Identification, Knowledge, Provider, identify

router = APIRouter()

_LOOKUP = PAGE + "/provider-lookup"
_Kind = Literal["any", "order_number", "card_statement"]


@dataclass(frozen=True)
class Found:
    """What a text leads to."""

    result: Identification
    provider: Provider | None
    guides: tuple[Guide, ...]
    rule: Bilingual | None


@router.get(_LOOKUP)
async def begin_lookup(request: Request, person: AgentPerson) -> HTMLResponse:
    """The empty form."""
    return _page(request, person, "", "any", None)


@router.post(_LOOKUP)
async def look_up(
    request: Request,
    person: AgentPerson,
    text: Annotated[str, Form(max_length=2000)] = "",
    kind: Annotated[_Kind, Form()] = "any",
) -> HTMLResponse:
    """The provider, why, what came near, and what would settle it. What was typed is kept nowhere and in no address."""
    found = await asyncio.to_thread(_found, text, kind, front_of(request).knowledge) if text.strip() else None
    return _page(request, person, mask_card_numbers(text, person.language), kind, found)


def _found(text: str, kind: _Kind, knowledge: Knowledge) -> Found:
    result = identify(text, knowledge, None if kind == "any" else kind)
    provider = knowledge.providers.get(result.provider or "")
    if provider is None:
        return Found(result, None, (), None)
    keys = (provider.guide_if_managed_in_my_kaspersky, provider.guide)
    rule = next((r.looks for r in provider.order_number_rules if f"{provider.id}.{r.id}" == result.rule), None)
    return Found(result, provider, tuple(knowledge.guides[key] for key in keys if key), rule)


def _page(request: Request, person: AgentPerson, text: str, kind: _Kind, found: Found | None) -> HTMLResponse:
    knowledge = front_of(request).knowledge
    return page(request, person, "knowledge/lookup.html", text=text, kind=kind, found=found, knowledge=knowledge)
