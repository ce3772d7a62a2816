"""What the agents see of the cases: the queue, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from bot.service_levels import CasePriority
from bot.store.filed_case import Case, CaseKind
from bot.store.records import Agent

CaseEventKind = Literal[
    "filed",
    "changed",
    "status",
    "assigned",
    "priority",
    "answered",
    "verified",
    "unverified",
    "merged",
    "unmerged",
    "took_in",
    "gave_back",
    "erased",
]
"""What happened to a case; ``took_in`` and ``gave_back`` are the other side of a merging and its undoing."""

CaseView = Literal["mine", "unassigned", "open", "waiting", "ended", "all"]
CASE_VIEWS: tuple[CaseView, ...] = get_args(CaseView)
CaseSort = Literal["due", "priority", "newest", "oldest", "changed"]
CASE_SORTS: tuple[CaseSort, ...] = get_args(CaseSort)

EditableField = Literal[
    "name", "email", "order_number", "purchase_date", "provider", "product_line", "problem", "language"
]
EDITABLE: tuple[EditableField, ...] = get_args(EditableField)
"""What an agent can write on a case."""

VerifiedHow = Literal["replied_from", "called_back", "order_matches", "other"]
VERIFIED_HOW: tuple[VerifiedHow, ...] = get_args(VerifiedHow)
"""How an agent can know that an address is the customer's own."""

CaseFacts = Mapping[str, str | date | None]
"""What is written on a case, by ``EditableField``."""


@dataclass(frozen=True)
class CaseEvent:
    """One line of a case's history."""

    number: str
    at: datetime
    actor: Agent | None
    kind: CaseEventKind
    field: str | None
    before: str | None
    after: str | None
    words: str | None


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are shown; ``me`` is who looks."""

    me: str
    view: CaseView = "open"
    sort: CaseSort = "due"
    priority: CasePriority | None = None
    kind: CaseKind | None = None
    channel: str | None = None
    assignee: str | None = None
    overdue: bool = False
    text: str = ""


@dataclass(frozen=True)
class CasePage:
    """A part of the queue; ``next`` is where the following one begins."""

    cases: tuple[Case, ...]
    next: str | None
