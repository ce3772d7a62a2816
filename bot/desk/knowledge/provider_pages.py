"""The page of one provider: its order numbers, its texts on card statements, its guides."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.knowledge.browse_pages import PAGE, reviewer
from bot.desk.rendering import page
from bot.desk.shell_errors import NotFound

router = APIRouter()


@router.get(PAGE + "/providers/{provider_id}")
async def show_provider(request: Request, person: AgentPerson, provider_id: str) -> HTMLResponse:
    """One provider."""
    front = front_of(request)
    provider = front.knowledge.providers.get(provider_id)
    if provider is None:
        raise NotFound
    split = provider.guide_if_managed_in_my_kaspersky
    return page(
        request,
        person,
        "knowledge/provider.html",
        provider=provider,
        guide=front.knowledge.guides[provider.guide],
        guide_if_managed=front.knowledge.guides[split] if split else None,
        managed=[product for product in front.knowledge.products.values() if product.managed_in_my_kaspersky],
        review=reviewer(front).of_day(provider.source.captured_on),
    )
