"""How long things take: customers type, agents come when the desk is open."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.desk.demo.stories import SPOKEN, Act, Step
from bot.opening_hours import OpeningHours

_MINUTES: Mapping[Act, tuple[float, float]] = {
    "say": (0.3, 1.6),
    "pick": (0.15, 1.2),
    "take_case": (4, 75),
    "status": (0.3, 1),
    "verify_mail": (1, 4),
    "merge_cases": (4, 15),
    "answer_case": (15, 90),
    "claim": (1, 5),
    "reply": (2, 7),
    "note": (1, 4),
    "schedule": (1, 4),
    "hand_back": (1, 4),
    "close": (1, 6),
    "settle": (3, 15),
    "settle_case": (20, 120),
}
_TO_AN_AGENT = (0.8, 6.0)
_WAKING = 45
"""Minutes within which the work that waited over night is taken up."""
_BESIDE = 0.4
"""Minutes between the steps of what goes on at this very moment."""


class DemoClock:
    """A clock that stands wherever the story is."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


def next_moment(
    chance: random.Random, step: Step, last: datetime, hours: OpeningHours, *, held: bool, at_once: bool
) -> datetime:
    """When a step happens.

    Args:
        last: when the step before happened.
        held: an agent has the conversation.
        at_once: the story tells of this very moment, when people are at work whatever the hour.
    """
    if at_once:
        return last + timedelta(minutes=step.after if step.after is not None else _BESIDE)
    least, most = _TO_AN_AGENT if held and step.do in SPOKEN else _MINUTES[step.do]
    minutes = chance.uniform(least, most) if step.after is None else step.after * chance.uniform(0.8, 1.3)
    moment = last + timedelta(minutes=minutes)
    if step.do in SPOKEN or hours.is_open(moment):
        return moment
    return hours.next_open(moment) + timedelta(minutes=chance.uniform(1, _WAKING))
