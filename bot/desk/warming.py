"""What the first reader of a page would wait for is made ready while the desk starts: texts, templates, reading."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot.assist.facts import read_facts
from bot.assist.lines import Line
from bot.channels.front import Front
from bot.desk.conversation.moments import offered_moments
from bot.desk.rendering import templates
from bot.desk.rendering_times import JAPAN
from bot.desk.strings import strings
from bot.store import Store
from bot.store.inbox_records import InboxFilter

log = structlog.get_logger("koshin.desk")

_FIRST = ("base.html", "inbox/", "conversation/", "assist/", "partials/")
"""Where agents begin their day; the other pages follow."""

_PAUSE = 0.005
"""Seconds between two templates, so that nobody who is there already waits for all of them."""


@asynccontextmanager
async def warming(front: Front) -> AsyncIterator[None]:
    """Make everything ready beside what the context does, and stop with it."""
    enough = threading.Event()
    work = asyncio.create_task(asyncio.to_thread(warm_up, front, enough))
    try:
        yield
    finally:
        enough.set()
        await work


def warm_up(front: Front, enough: threading.Event) -> None:
    """Make everything ready that is made once; errors are left to whoever needs it.

    Args:
        enough: set when the process ends and nobody needs it any more.
    """
    try:
        strings()
        environment = templates()
        for name in sorted(environment.list_templates(), key=lambda name: (not name.startswith(_FIRST), name)):
            environment.get_template(name)
            if enough.wait(_PAUSE):
                return
        _read_nothing(front.store)
        now = front.clock()
        offered_moments(now, front.settings.service_levels.hours)
        today = now.astimezone(JAPAN).date()
        read_facts((Line(None, "customer", "こんにちは"),), front.knowledge, today, "ja")
    except Exception as error:
        log.error("the desk's pages could not be made ready", reason=type(error).__name__)


def _read_nothing(store: Store) -> None:
    """Ask what the inbox asks, for nobody: the statements are built once."""
    store.desk_session("", idle=timedelta(), longest=timedelta(), touch=False)
    store.inbox(InboxFilter(), "")
    store.inbox_counts("")
    store.saved_filters("")
