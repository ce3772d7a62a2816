"""Figures in one router."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.figures import list_pages, pages

router = APIRouter()
for part in (pages, list_pages):
    router.include_router(part.router)
