"""One conversation: its page and what an agent does in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from bot.channels.front import Front
from bot.desk.conversation import notes, pages, scheduling, takeover
from bot.desk.conversation.sending_later import sending_later

router = APIRouter()
for part in (pages, takeover, scheduling, notes):
    router.include_router(part.router)


@asynccontextmanager
async def at_work(front: Front) -> AsyncIterator[None]:
    """Say what was written for later, while the desk works."""
    async with sending_later(front):
        yield
