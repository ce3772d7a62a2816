"""What the agents' inbox shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.messages import Language
from bot.store.filed_case import CaseStatus
from bot.store.records import Agent, Role, TurnKind
from bot.store.search_text import Excerpt

Queue = Literal["waiting", "mine", "colleagues", "assistant", "closed", "mentions", "all"]
"""The lists of the inbox: waiting for a human, with me, with somebody else, with the assistant, closed, notes to me."""

QUEUES: tuple[Queue, ...] = ("waiting", "mine", "colleagues", "assistant", "closed", "mentions", "all")


@dataclass(frozen=True)
class InboxFilter:
    """Which conversations of a list are shown."""

    queue: Queue = "waiting"
    channel: str | None = None
    language: Language | None = None
    text: str = ""


@dataclass(frozen=True)
class CaseInBrief:
    """A case beside its conversation."""

    number: str
    status: CaseStatus
    name: str | None
    provider: str | None
    product_line: str | None
    problem: str | None
    created_at: datetime


@dataclass(frozen=True)
class InboxEntry:
    """One conversation of the list.

    ``queue`` is where it is for everybody: ``mine`` and ``colleagues`` are told apart by ``agent``. ``words`` are the
    customer's last ones, or the problem of the case that was filed since, ``found`` is what a search found; ``scheduled`` replies wait, ``scheduled_held`` ones are held.
    """

    id: str
    channel: str
    language: Language
    queue: Literal["waiting", "agent", "assistant", "closed"]
    agent: Agent | None
    waiting_since: datetime | None
    last_at: datetime | None
    last_seq: int
    created_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None
    words: str = ""
    name: str | None = None
    cases: tuple[CaseInBrief, ...] = ()
    found: Excerpt | None = None
    scheduled: int = 0
    scheduled_held: int = 0


@dataclass(frozen=True)
class Related:
    """Conversations beside another one: of the same customer for certain, or only with the same unverified address."""

    verified: tuple[InboxEntry, ...] = ()
    unverified: tuple[InboxEntry, ...] = ()


@dataclass(frozen=True)
class InboxPage:
    """A part of a list; ``next`` is where the following one begins."""

    entries: tuple[InboxEntry, ...]
    next: str | None


@dataclass(frozen=True)
class SearchHit:
    """The newest place of a conversation where the words stand."""

    conversation_id: str
    kind: str
    key: str
    text: str
    id: int


@dataclass(frozen=True)
class Turn:
    """How an answer came about; ``seq`` is its place in the transcript."""

    seq: int
    role: Role
    kind: TurnKind
    trace: Mapping[str, Any] | None


@dataclass(frozen=True)
class GuideVerdict:
    """What the customer said of a guide, or of one of its steps."""

    guide: str
    step: int | None
    helped: bool
    at: datetime


@dataclass(frozen=True)
class SavedFilter:
    """A filter that an agent keeps."""

    id: int
    name: str
    filter: InboxFilter
