"""Waiting times in few numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median as middle

EDGES = (300, 900, 3600, 4 * 3600, 24 * 3600)
"""Where the bars of a histogram end, in seconds; the last bar is open."""


@dataclass(frozen=True)
class Times:
    """How long something took, in seconds; None when it never happened."""

    count: int
    median: float | None
    p90: float | None


NEVER = Times(0, None, None)
"""Of nothing."""


def times_of(seconds: Sequence[float]) -> Times:
    """The middle one, and the one that nine of ten don't exceed."""
    if not seconds:
        return NEVER
    ordered = sorted(seconds)
    return Times(len(ordered), middle(ordered), ordered[math.ceil(0.9 * len(ordered)) - 1])


def bar_of(seconds: float) -> int:
    """Which bar of the histogram holds a time; one that ends on an edge belongs to the bar behind it."""
    return sum(seconds >= edge for edge in EDGES)
