"""Why a conversation is closed: one of a few reasons, and words if the agent has some."""

from __future__ import annotations

from bot.desk.strings import text
from bot.messages import Language

REASONS = ("solved", "no_answer", "duplicate", "elsewhere", "other")
"""The reasons an agent picks from; the texts name them."""

LONGEST = 400


def kept_reason(reason: str, words: str) -> str:
    """What is kept."""
    return f"{reason}: {' '.join(words.split())}" if words.strip() else reason


def shown_reason(kept: str, language: Language) -> str:
    """What was kept, in somebody's language."""
    reason, _, words = kept.partition(": ")
    if reason not in REASONS:
        return kept
    named = text(f"conversation.reason_{reason}", language)
    return f"{named}: {words}" if words else named
