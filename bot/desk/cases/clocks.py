"""How a case's clock is told: what is due next, how much opening time is left, or by how much it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.desk.strings import text
from bot.messages import Language
from bot.service_levels import ServiceLevels
from bot.store import Case

_SOON = timedelta(hours=1)

Tone = Literal["neutral", "good", "warn", "bad", "info"]


@dataclass(frozen=True)
class Deadline:
    """One promise: kept or broken at ``done_at``, or still to be kept with so much opening time ``left``."""

    due_at: datetime
    done_at: datetime | None
    left: timedelta
    tone: Tone
    words: str


@dataclass(frozen=True)
class ClockShown:
    """A case's clock: in a few words for the queue, and both promises for its page."""

    words: str
    tone: Tone
    due_at: datetime | None
    first_response: Deadline | None
    resolution: Deadline | None


def shown_clock(case: Case, now: datetime, service: ServiceLevels, language: Language) -> ClockShown:
    """A case's clock as it is now."""
    clock = case.clock
    if clock is None:
        return ClockShown(text("cases.clock_none", language), "neutral", None, None, None)
    still = clock.paused_at or clock.resolved_at
    first = _deadline(clock.first_response_due_at, clock.first_response_at, still or now, service, language)
    resolution = _deadline(clock.resolution_due_at, clock.resolved_at, still or now, service, language)
    if case.merged_into is not None:
        return ClockShown(text("cases.clock_merged", language), "neutral", None, first, resolution)
    if clock.resolved_at is not None:
        late = resolution is not None and resolution.tone == "bad"
        words = text("cases.clock_ended_late" if late else "cases.clock_ended", language)
        return ClockShown(words, "bad" if late else "good", None, first, resolution)
    if clock.paused_at is not None:
        return ClockShown(text("cases.clock_paused", language), "info", None, first, resolution)
    next_one, name = (first, "first") if clock.answers_due else (resolution, "resolution")
    if next_one is None:
        return ClockShown(text("cases.clock_none", language), "neutral", None, first, resolution)
    words = text(f"cases.clock_{name}", language, time=next_one.words)
    return ClockShown(words, next_one.tone, next_one.due_at, first, resolution)


def _deadline(
    due_at: datetime | None, done_at: datetime | None, now: datetime, service: ServiceLevels, language: Language
) -> Deadline | None:
    if due_at is None:
        return None
    left = service.hours.left(done_at or now, due_at)
    amount = amount_of(abs(left), language)
    if done_at is not None:
        late = done_at > due_at
        words = text("cases.kept_late" if late else "cases.kept", language, time=amount)
        return Deadline(due_at, done_at, left, "bad" if late else "good", words)
    if now > due_at:
        return Deadline(due_at, None, left, "bad", text("cases.overdue_by", language, time=amount))
    tone: Tone = "warn" if left <= _SOON else "neutral"
    return Deadline(due_at, None, left, tone, text("cases.time_left", language, time=amount))


def amount_of(amount: timedelta, language: Language) -> str:
    """Opening time in hours and minutes; a day of it is no 24 hours, so that none are spoken of."""
    hours, minutes = divmod(int(amount.total_seconds()) // 60, 60)
    if hours and minutes:
        return text("cases.hours_minutes", language, hours=hours, minutes=minutes)
    return text("cases.hours", language, n=hours) if hours else text("cases.minutes", language, n=minutes)
