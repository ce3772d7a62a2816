"""Addresses and order numbers as they are compared, so that the same customer is found again."""

from __future__ import annotations

import re

from bot.store.search_text import folded

_NOT_IN_CODES = re.compile(r"[^a-z0-9]")


def folded_email(email: str | None) -> str | None:
    """A mail address without what makes no difference."""
    return folded(email).strip() or None if email else None


def folded_order(number: str | None) -> str | None:
    """An order number without blanks, hyphens and width."""
    return _NOT_IN_CODES.sub("", folded(number)) or None if number else None
