"""The pages of replay: choose a period and a build, then read which turns would go otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import LeadPerson, Person
from bot.desk.quality.background import is_alive, start_process
from bot.desk.quality.naming import name_of
from bot.desk.rendering import go, language_of, page
from bot.desk.replay.job import replay_folder
from bot.desk.replay.outcomes import ASPECTS, Aspect, Outcome, outcome_from
from bot.desk.replay.versions import CURRENT, knowledge_versions, models
from bot.desk.shell_errors import NotFound
from bot.messages import Language
from bot.store.quality_records import Replay, TurnChange

router = APIRouter()

_PAGE = "/desk/replay"
_STARTING = timedelta(seconds=20)

Begin = Callable[[str], None]


def beginning(request: Request) -> Begin:
    """Starts the process of a replay."""
    settings = front_of(request).settings
    return lambda replay_id: start_process("bot.desk.replay.job", replay_id, replay_folder(settings, replay_id))


BeginPart = Annotated[Begin, Depends(beginning)]


@dataclass(frozen=True)
class Change:
    """A changed turn as it is shown."""

    change: TurnChange
    before: Outcome
    after: Outcome
    aspects: tuple[Aspect, ...]


@router.get(_PAGE)
async def list_replays(
    request: Request, person: LeadPerson, candidate: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """The form, and the replays so far."""
    return await _list(request, person, candidate)


@router.post(_PAGE)
async def start_replay(
    request: Request,
    person: LeadPerson,
    begin: BeginPart,
    since: Annotated[str, Form(max_length=10)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
    model: Annotated[str, Form(max_length=200)] = CURRENT,
    knowledge: Annotated[str, Form(max_length=200)] = CURRENT,
) -> Response:
    """Begin a replay of the conversations that began in a period; both days count."""
    front = front_of(request)
    period = _period(since, until, front.settings.timezone)
    if period is None:
        return await _list(request, person, "", "period")
    known = model in models(front.settings), knowledge in knowledge_versions(front.settings)
    if not all(known):
        return await _list(request, person, "", "version")
    running = [await _settled(front, each) for each in await asyncio.to_thread(front.store.replays)]
    if any(each.state == "running" for each in running):
        return await _list(request, person, "", "busy")
    replay_id = await asyncio.to_thread(front.store.start_replay, *period, model, knowledge, person.name)
    await asyncio.to_thread(begin, replay_id)
    details = {"model": model, "knowledge": knowledge}
    await asyncio.to_thread(front.store.audit, person.agent, "replay_started", replay_id, details)
    return go(f"{_PAGE}/{replay_id}")


@router.get(_PAGE + "/{replay_id}")
async def show_replay(
    request: Request,
    person: LeadPerson,
    replay_id: str,
    aspect: Literal["all", "guide", "provider", "escalation", "fallback"] = "all",
) -> HTMLResponse:
    """Every turn whose outcome would change, by conversation."""
    front = front_of(request)
    replay = await asyncio.to_thread(front.store.replay, replay_id)
    if replay is None:
        raise NotFound
    replay = await _settled(front, replay)
    found = [_shown(change) for change in await asyncio.to_thread(front.store.changes_of, replay_id)]
    chosen = [each for each in found if aspect == "all" or aspect in each.aspects]
    language = language_of(request, person)
    by_conversation = [(conversation_id, list(each)) for conversation_id, each in groupby(chosen, key=_conversation_of)]
    return page(
        request,
        person,
        "replay/replay.html",
        replay=replay,
        total=len(found),
        counts={each: sum(each in change.aspects for change in found) for each in ASPECTS},
        aspect=aspect,
        conversations=by_conversation,
        name=partial(name_of, knowledge=front.knowledge, language=language),
        guide=partial(_guide, front, language=language),
        provider=partial(_provider, front, language=language),
    )


async def _list(request: Request, person: Person, candidate: str, problem: str | None = None) -> HTMLResponse:
    front = front_of(request)
    found = [await _settled(front, each) for each in await asyncio.to_thread(front.store.replays)]
    known = await asyncio.to_thread(models, front.settings)
    today = front.clock().astimezone(ZoneInfo(front.settings.timezone)).date()
    wanted = next((name for name in known if candidate and name.startswith(f"{candidate}/")), CURRENT)
    return page(
        request,
        person,
        "replay/replays.html",
        status=422 if problem else 200,
        replays=found,
        models=list(known),
        versions=list(await asyncio.to_thread(knowledge_versions, front.settings)),
        wanted=wanted,
        since=(today - timedelta(days=7)).isoformat(),
        until=today.isoformat(),
        problem=problem,
        busy=any(each.state == "running" for each in found),
    )


def _period(since: str, until: str, timezone: str) -> tuple[datetime, datetime] | None:
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        end = last + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    zone = ZoneInfo(timezone)
    if last < first:
        return None
    return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)


def _shown(change: TurnChange) -> Change:
    before, after = outcome_from(change.before), outcome_from(change.after)
    return Change(change, before, after, before.differs_in(after))


def _conversation_of(change: Change) -> str:
    return change.change.conversation_id


def _guide(front: Front, guide_id: str, *, language: Language) -> str:
    guide = front.knowledge.guides.get(guide_id)
    return guide.title.in_(language) if guide else guide_id


def _provider(front: Front, provider_id: str, *, language: Language) -> str:
    provider = front.knowledge.providers.get(provider_id)
    return provider.name.in_(language) if provider else provider_id


async def _settled(front: Front, replay: Replay) -> Replay:
    """The replay, failed if its process is gone without a word."""
    if replay.state != "running" or front.clock() - replay.started_at < _STARTING:
        return replay
    if await asyncio.to_thread(is_alive, replay_folder(front.settings, replay.id)):
        return replay
    await asyncio.to_thread(lambda: front.store.end_replay(replay.id, "failed", error="job_gone"))
    return await asyncio.to_thread(front.store.replay, replay.id) or replay
