"""Stored messages for tests, as the store would give them."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.channels.choice_ids import ChoiceIds
from bot.messages import Block, Language
from bot.store import Role, StoredMessage

CHOICES = ChoiceIds("a signing key for tests only")
WHEN = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)


def said(
    *blocks: Block, seq: int = 2, language: Language = "ja", role: Role = "assistant", author: str | None = None
) -> StoredMessage:
    """A message that was said in the only conversation of a test."""
    return StoredMessage(f"m{seq}", "conversation", seq, role, language, WHEN, tuple(blocks), author=author)
