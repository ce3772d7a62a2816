"""Everything below ``/desk/knowledge``."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.knowledge import browse_pages, compare_pages, guide_pages, link_pages, lookup_pages, provider_pages

router = APIRouter()
# What has a name of its own comes before the guides, whose ids hold no hyphen.
for pages in (browse_pages, lookup_pages, link_pages, compare_pages, provider_pages, guide_pages):
    router.include_router(pages.router)
