"""The values of the quality loop and of replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.messages import Language
from bot.store.records import Agent

DoubtKind = Literal["not_understood", "not_helped", "called_wrong"]
"""Why a message is looked at again: not understood, answered without help, or answered wrongly in an agent's eyes."""

LabelState = Literal["proposed", "approved", "refused", "dismissed", "exported"]
"""Where a label is: waiting for a second person, ready for export, sent back, nothing to learn, in the data."""

CandidateState = Literal["training", "comparing", "ready", "failed", "activated", "dismissed"]
ReplayState = Literal["running", "done", "failed"]


@dataclass(frozen=True)
class Doubt:
    """A customer's message that taught us something; ``ranking`` are the readings the assistant had.

    ``origin`` and ``origin_id`` name it: a turn, or a flag of an agent. ``guide`` did not help.
    """

    origin: Literal["turn", "flag"]
    origin_id: str
    kind: DoubtKind
    text: str
    language: Language
    happened_at: datetime
    conversation_id: str | None = None
    seq: int | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    guide: str | None = None
    step: int | None = None


@dataclass(frozen=True)
class Label:
    """What somebody said a message means; without an intent there is nothing to learn from it."""

    id: int
    origin: Literal["turn", "flag"]
    origin_id: str
    text: str
    intent: str | None
    state: LabelState
    labelled_by: Agent
    labelled_at: datetime
    reviewed_by: Agent | None = None
    reviewed_at: datetime | None = None
    exported_at: datetime | None = None


@dataclass(frozen=True)
class Candidate:
    """A model that was trained to be compared; ``comparison`` is what came of it."""

    id: str
    state: CandidateState
    model: str | None
    compared_with: str | None
    comparison: Mapping[str, Any] | None
    error: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Replay:
    """A past period's conversations played again: through which model and knowledge, and how far it has got.

    ``turns`` are to be played, ``skipped`` can't be (their words are gone, or an agent answered them).
    """

    id: str
    state: ReplayState
    since: datetime
    until: datetime
    model: str
    knowledge: str
    conversations: int
    turns: int
    skipped: int
    done: int
    error: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def last_day(self) -> datetime:
        """The last moment of the period, whose end counts no more."""
        return self.until - timedelta(seconds=1)


@dataclass(frozen=True)
class TurnChange:
    """A turn that would have gone otherwise; ``is_first`` unless an earlier turn of its conversation differs too."""

    conversation_id: str
    turn_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_first: bool
    seq: int | None = None
    text: str | None = None


@dataclass(frozen=True)
class PastTurn:
    """A turn as the customer did it; ``state`` is ``held`` where an agent answered it."""

    turn_id: str
    conversation_id: str
    channel: str
    kind: str
    text: str | None
    payload: str | None
    language: Language
    state: str
    received_at: datetime
    trace: Mapping[str, Any] | None = None
    seq: int | None = None


@dataclass(frozen=True)
class PastConversation:
    """A conversation with its turns in order."""

    id: str
    turns: tuple[PastTurn, ...] = field(default=())
