"""Everything about the people of the desk, in one router."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter

from bot.channels.front import Front
from bot.desk.access_cookie import IDLE, LONGEST
from bot.desk.people import audit_pages, managing, profile, second_step, set_password, sign_in, token_pages
from bot.store import StoreUnavailable

log = structlog.get_logger("koshin.desk")

router = APIRouter()
for part in (sign_in, set_password, profile, second_step, managing, audit_pages, token_pages):
    router.include_router(part.router)


@asynccontextmanager
async def at_work(front: Front) -> AsyncIterator[None]:
    """Forget the sessions that are over at each start."""
    try:
        await asyncio.to_thread(front.store.forget_desk_sessions, idle=IDLE, longest=LONGEST)
    except StoreUnavailable as error:
        log.warning("old sessions stay for now", reason=str(error))
    yield
