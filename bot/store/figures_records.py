"""The rows that figures are counted from: moments, machine words and places in transcripts, never a customer's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.messages import Language
from bot.store.figures_digest import Sign
from bot.store.filed_case import CaseStatus
from bot.store.records import TurnKind


class TurnFact(NamedTuple):
    """Something a customer wrote or picked, and in short what was answered; ``seq`` is its place in the transcript."""

    conversation_id: str
    at: datetime
    kind: TurnKind
    seq: int | None
    intent: str | None
    guide: str | None
    guide_step: int | None
    provider: str | None
    sign: Sign | None


class VerdictFact(NamedTuple):
    """What a customer said of a guide, or of one of its steps, when they were last asked."""

    conversation_id: str
    at: datetime
    guide: str
    step: int | None
    helped: bool


class CaseFact(NamedTuple):
    """A case that somebody has to answer: when it came, and when it was resolved."""

    number: str
    conversation_id: str
    at: datetime
    channel: str
    language: Language
    provider: str | None
    status: CaseStatus
    resolved_at: datetime | None


class UseFact(NamedTuple):
    """What an agent did with a suggestion."""

    conversation_id: str
    at: datetime
    kind: str
    subject: str | None
    outcome: str


class Place(NamedTuple):
    """Where and how a conversation is held, and when agents closed it last."""

    channel: str
    language: Language
    closed_at: datetime | None


@dataclass(frozen=True)
class FigureRows:
    """Everything stored that figures of one stretch of time can depend on, each kind in order of time.

    ``lines`` are the moments of the agents' messages, by conversation.
    """

    turns: tuple[TurnFact, ...]
    places: Mapping[str, Place]
    verdicts: tuple[VerdictFact, ...]
    cases: tuple[CaseFact, ...]
    lines: Mapping[str, tuple[datetime, ...]]
    uses: tuple[UseFact, ...]


@dataclass(frozen=True)
class WaitingNow:
    """A conversation whose customer waits for a human at this moment."""

    conversation_id: str
    since: datetime
    place: Place
    provider: str | None
