"""The cases in one router; fixed addresses come before those with a number in them."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.cases import bulk, case_pages, changing, erasing, merging, opening, queue_pages

router = APIRouter()
for part in (queue_pages, bulk, opening, case_pages, changing, merging, erasing):
    router.include_router(part.router)
