"""How old a fact is, and when its source should be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Review:
    """The state of one fact; ``age`` is in days."""

    captured_on: date
    due_on: date
    age: int
    is_past: bool
    is_near: bool


_NEAR = timedelta(days=30)


def review_of(captured_on: date, today: date, every_days: int) -> Review:
    """The review of what was captured on a day; it is past from the day after its due day on."""
    due = captured_on + timedelta(days=every_days)
    return Review(captured_on, due, max(0, (today - captured_on).days), today > due, due - _NEAR <= today <= due)
