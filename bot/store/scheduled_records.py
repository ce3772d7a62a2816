"""Replies that are to be said later, as the rest of the desk knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.store.errors import StoreError
from bot.store.records import Agent

ScheduledState = Literal["waiting", "held", "sent", "cancelled"]
"""It will be said; somebody has to look at it first; it was said; it will never be."""

HeldFor = Literal["customer_wrote", "customer_unsent", "handed_back", "closed", "other_agent", "author_left", "late"]
"""Why somebody has to look at it first."""

OPEN: tuple[ScheduledState, ...] = ("waiting", "held")

MOST_SCHEDULED = 10
"""So many replies can wait in one conversation."""


class ScheduledReplyMoved(StoreError):
    """The reply was said, cancelled or changed meanwhile."""


class TooManyScheduled(StoreError):
    """The conversation has as many scheduled replies as it can have."""


class ConversationClosed(StoreError):
    """Nobody has the conversation, and it is closed."""


@dataclass(frozen=True)
class ScheduledReply:
    """One reply; ``version`` counts its changes, ``seen_seq`` is the last message its author had read."""

    id: str
    conversation_id: str
    agent: Agent
    text: str
    seen_seq: int
    due_at: datetime
    state: ScheduledState
    held_for: HeldFor | None
    version: int


@dataclass(frozen=True)
class SentLater:
    """What became of a reply when it was due."""

    conversation_id: str
    state: ScheduledState
    held_for: HeldFor | None = None
    seq: int | None = None
