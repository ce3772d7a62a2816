"""The quality loop in one router."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.quality import candidate_pages, doubt_pages, label_pages

router = APIRouter()
for pages in (doubt_pages, label_pages, candidate_pages):
    router.include_router(pages.router)
