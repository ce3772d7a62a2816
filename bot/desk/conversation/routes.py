"""One conversation: its page and what an agent does in it."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.conversation import notes, pages, takeover

router = APIRouter()
for part in (pages, takeover, notes):
    router.include_router(part.router)
