"""The page of messages worth learning from: one click says what a message means."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import LeadPerson
from bot.desk.quality.anonymising import anonymised
from bot.desk.quality.grouping import Group, group
from bot.desk.quality.naming import name_of, named
from bot.desk.quality.training_file import as_example, intents_of
from bot.desk.quality.workshop import WorkshopPart
from bot.desk.rendering import go, language_of, page
from bot.desk.shell_errors import NotFound
from bot.messages import Language
from bot.store.quality import AlreadyLabelled
from bot.store.quality_records import Doubt, DoubtKind

router = APIRouter()

_PAGE = "/desk/quality"
_SHOWN = 60
_Kind = Literal["all", "not_understood", "not_helped", "called_wrong"]


@router.get(_PAGE)
async def show_doubts(
    request: Request,
    person: LeadPerson,
    shop: WorkshopPart,
    kind: _Kind = "all",
    days: Annotated[int, Query(ge=1, le=365)] = 30,
) -> HTMLResponse:
    """The messages without a label, grouped by what they were taken for."""
    front = front_of(request)
    language = language_of(request, person)
    since = front.clock() - timedelta(days=days)
    found = await asyncio.to_thread(front.store.doubts, since)
    chosen = [doubt for doubt in found if kind in ("all", doubt.kind)]
    groups = await asyncio.to_thread(group, chosen)
    counts = {each: sum(doubt.kind == each for doubt in found) for each in _KINDS}
    shown = _first(groups)
    clean = await asyncio.to_thread(_clean_texts, front, shown)
    intents = await asyncio.to_thread(intents_of, shop.training_data)
    return page(
        request,
        person,
        "quality/doubts.html",
        groups=shown,
        total=len(chosen),
        counts=counts,
        kind=kind,
        days=days,
        clean=clean,
        intents=named(intents, front.knowledge, language),
        name=partial(name_of, knowledge=front.knowledge, language=language),
        guide=partial(_guide, front, language=language),
        known=frozenset(intents),
    )


@router.post(_PAGE + "/doubts/{origin}/{origin_id}")
async def label_doubt(
    request: Request,
    person: LeadPerson,
    shop: WorkshopPart,
    origin: Literal["turn", "flag"],
    origin_id: str,
    intent: Annotated[str, Form(max_length=64)] = "",
    other: Annotated[str, Form(max_length=64)] = "",
    text: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Say what a message means; ``nothing`` says that there is nothing to learn from it."""
    front = front_of(request)
    doubt = await asyncio.to_thread(front.store.doubt, origin, origin_id)
    if doubt is None:
        raise NotFound
    meant = intent or other
    line = as_example(text)
    if meant != "nothing" and (meant not in await asyncio.to_thread(intents_of, shop.training_data) or not line):
        return go(_PAGE, said="quality.choose")
    for each in await _all_alike(front, doubt):
        try:
            await asyncio.to_thread(front.store.label, each, line, None if meant == "nothing" else meant, person.agent)
        except AlreadyLabelled:
            if each is doubt:
                return go(_PAGE, said="quality.already_labelled")
    await asyncio.to_thread(front.store.audit, person.agent, "message_labelled", origin_id, {"intent": meant})
    return go(_PAGE, said="quality.labelled" if meant != "nothing" else "quality.set_aside")


_KINDS: tuple[DoubtKind, ...] = ("not_understood", "not_helped", "called_wrong")


def _first(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """So many items as a page holds, whole groups first."""
    shown: list[Group] = []
    left = _SHOWN
    for each in groups:
        if left <= 0:
            break
        shown.append(Group(each.intent, each.items[:left]))
        left -= len(each.items)
    return tuple(shown)


def _clean_texts(front: Front, groups: tuple[Group, ...]) -> dict[str, str]:
    zone = ZoneInfo(front.settings.timezone)
    return {
        item.doubt.origin_id: anonymised(
            item.doubt.text, front.knowledge, item.doubt.happened_at.astimezone(zone).date()
        )
        for each in groups
        for item in each.items
    }


def _guide(front: Front, guide_id: str, *, language: Language) -> str:
    guide = front.knowledge.guides.get(guide_id)
    return guide.title.in_(language) if guide else guide_id


async def _all_alike(front: Front, doubt: Doubt) -> list[Doubt]:
    """The message, and those that say the same word for word: they mean the same."""
    since = front.clock() - timedelta(days=365)
    found = await asyncio.to_thread(lambda: group(front.store.doubts(since)))
    for each in found:
        for item in each.items:
            alike = (item.doubt, *item.same)
            if any(one.origin == doubt.origin and one.origin_id == doubt.origin_id for one in alike):
                return [doubt, *(one for one in alike if one.origin_id != doubt.origin_id)]
    return [doubt]
