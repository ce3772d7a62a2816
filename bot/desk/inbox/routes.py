"""The inbox: a page, the list alone for the scripts, and the filters that an agent keeps."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.front import Front, front_of
from bot.desk import live_events
from bot.desk.access import AgentPerson, AgentWatching, Person
from bot.desk.rendering import go, page
from bot.desk.shell_errors import NotFound
from bot.messages import Language
from bot.store.inbox_records import QUEUES, InboxFilter, InboxPage, Queue, SavedFilter

router = APIRouter()
router.include_router(live_events.router)

CHANNELS = ("web", "line", "slack")
_WORK_SHOWN = 30


def _filter(queue: str, channel: str, language: str, q: str) -> InboxFilter:
    # An old or mistyped address shows the nearest list there is, not an error.
    return InboxFilter(
        queue=next((known for known in QUEUES if known == queue), "waiting"),
        channel=channel if channel in CHANNELS else None,
        language=_language(language),
        text=q.strip(),
    )


def _language(text: str) -> Language | None:
    return "ja" if text == "ja" else "en" if text == "en" else None


@router.get("/desk")
async def show_inbox(
    request: Request,
    person: AgentPerson,
    queue: str = "",
    channel: str = "",
    language: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> HTMLResponse:
    """The inbox."""
    # Who searches wants to find it, wherever it is.
    shown = _filter(queue or ("all" if q.strip() else "waiting"), channel, language, q)
    context = await _list(front_of(request), person, shown, after or None)
    return page(request, person, "inbox/page.html", channels=CHANNELS, **context)


@router.get("/desk/inbox/list")
async def show_list(
    request: Request,
    person: AgentWatching,
    queue: str = "waiting",
    channel: str = "",
    language: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> HTMLResponse:
    """The list alone, as it is now."""
    context = await _list(front_of(request), person, _filter(queue, channel, language, q), after or None)
    return page(request, person, "inbox/list.html", **context)


@router.get("/desk/inbox/work")
async def show_work(
    request: Request, person: AgentWatching, current: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """What waits for a human and what is mine, beside an open conversation."""
    return page(request, person, "inbox/work.html", **await work_of(front_of(request), person, current))


@router.post("/desk/inbox/filters")
async def keep_filter(
    request: Request,
    person: AgentPerson,
    name: Annotated[str, Form(min_length=1, max_length=60)],
    queue: Annotated[str, Form()] = "waiting",
    channel: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Keep the filter that is shown under a name."""
    kept = _filter(queue, channel, language, "")
    await asyncio.to_thread(front_of(request).store.save_filter, person.agent.id, name.strip()[:60] or name, kept)
    return go(address_of(kept), said="inbox.filter_kept")


@router.post("/desk/inbox/filters/{filter_id}/drop")
async def drop_filter(request: Request, person: AgentPerson, filter_id: int) -> RedirectResponse:
    """Forget a filter."""
    if not await asyncio.to_thread(front_of(request).store.drop_filter, person.agent.id, filter_id):
        raise NotFound
    return go("/desk", said="inbox.filter_dropped")


async def work_of(front: Front, person: Person, current: str) -> dict[str, Any]:
    """The two short lists beside a conversation."""

    def read() -> tuple[InboxPage, InboxPage, dict[Queue, int]]:
        store, me = front.store, person.agent.id
        waiting = store.inbox(InboxFilter("waiting"), me, limit=_WORK_SHOWN)
        return waiting, store.inbox(InboxFilter("mine"), me, limit=_WORK_SHOWN), store.inbox_counts(me)

    waiting, mine, counts = await asyncio.to_thread(read)
    return {"work_waiting": waiting.entries, "work_mine": mine.entries, "counts": counts, "current": current}


async def _list(front: Front, person: Person, shown: InboxFilter, after: str | None) -> dict[str, Any]:
    def read() -> tuple[InboxPage, dict[Queue, int], list[SavedFilter]]:
        store, me = front.store, person.agent.id
        return store.inbox(shown, me, after), store.inbox_counts(me), store.saved_filters(me)

    found, counts, kept = await asyncio.to_thread(read)
    return {
        "shown": shown,
        "entries": found.entries,
        "older": address_of(shown, after=found.next) if found.next else None,
        "newest": address_of(shown) if after else None,
        "counts": counts,
        "kept": kept,
        "tabs": [
            (queue, address_of(InboxFilter(queue, shown.channel, shown.language, shown.text))) for queue in QUEUES
        ],
        "address": address_of,
    }


def address_of(shown: InboxFilter, *, after: str | None = None) -> str:
    """The address of a list."""
    wanted = {
        "queue": shown.queue,
        "channel": shown.channel,
        "language": shown.language,
        "q": shown.text,
        "after": after,
    }
    return "/desk?" + urlencode({name: value for name, value in wanted.items() if value})
