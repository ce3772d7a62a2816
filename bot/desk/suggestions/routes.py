"""Suggested and canned replies in one router."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.suggestions import canned_pages, panel

router = APIRouter()
router.include_router(panel.router)
router.include_router(canned_pages.router)
