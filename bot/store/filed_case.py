"""A case: what is filed, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.messages import Language
from bot.service_levels import CasePriority
from bot.store.case_clock import CaseClock
from bot.store.records import Agent

CaseKind = Literal["escalation", "erasure"]
CaseStatus = Literal["open", "in_progress", "waiting_customer", "resolved", "closed"]

ENDED: tuple[CaseStatus, ...] = ("resolved", "closed")
UNDER_WAY: tuple[CaseStatus, ...] = ("open", "in_progress", "waiting_customer")


@dataclass(frozen=True)
class Verified:
    """That an address is the customer's own: since when, on whose word, and how they know."""

    at: datetime
    by: str
    how: str


@dataclass(frozen=True)
class NewCase:
    """What a customer leaves for the human agents; what they couldn't say stays ``None``."""

    idempotency_key: str
    conversation_id: str
    kind: CaseKind = "escalation"
    channel: str = "web"
    language: Language = "ja"
    product_line: str | None = None
    problem: str | None = None
    purchase_date: date | None = None
    name: str | None = None
    email: str | None = None
    order_number: str | None = None
    provider: str | None = None
    opened_by: Agent | None = None


@dataclass(frozen=True)
class Case:
    """A filed case.

    One that was merged keeps what was filed in it, while status, assignee and end are those of the case
    ``merged_into``. ``version`` grows with every change; ``opened_by`` is the agent who filed it by hand.
    """

    number: str
    kind: CaseKind
    conversation_id: str
    channel: str
    language: Language
    product_line: str | None
    problem: str | None
    purchase_date: date | None
    name: str | None
    email: str | None
    order_number: str | None
    provider: str | None
    status: CaseStatus
    created_at: datetime
    assignee: Agent | None = None
    close_reason: str | None = None
    closed_at: datetime | None = None
    version: int = 1
    opened_by: str | None = None
    clock: CaseClock | None = None
    email_verified: Verified | None = None
    merged_into: str | None = None
    merged_at: datetime | None = None
    erased_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def priority(self) -> CasePriority:
        """How urgent it is."""
        return self.clock.priority if self.clock else "normal"

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to be done."""
        return self.status in ENDED
