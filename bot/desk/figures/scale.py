"""Axes: round marks that people read at a glance, and where a value stands between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

_ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """An axis from nought to ``top`` with a mark at each ``step``."""

    top: float
    step: float

    @property
    def marks(self) -> tuple[float, ...]:
        """Every mark, nought first."""
        return tuple(round(self.step * count, 10) for count in range(round(self.top / self.step) + 1))

    def share(self, value: float) -> float:
        """Where a value stands on the axis, from 0 to 1."""
        return min(max(value / self.top, 0.0), 1.0)


def scale_for(largest: float, marks: int = 4, *, whole: bool = True) -> Scale:
    """The shortest axis of round marks that has room for a value.

    Args:
        largest: the largest value to show; nothing below nought.
        marks: about so many marks above nought.
        whole: whether things are counted, so that there is no half of one.
    """
    if largest <= 0:
        return Scale(1.0, 1.0)
    rough = largest / marks
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(each * size for each in _ROUND if each * size >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, step)
    return Scale(round(step * math.ceil(largest / step - 1e-9), 10), round(step, 10))


def spread(count: int, most: int) -> tuple[int, ...]:
    """Which of so many places get a label, evenly, so that no more than ``most`` do; the first always does."""
    if count <= 0 or most <= 0:
        return ()
    every = math.ceil(count / most)
    return tuple(range(0, count, every))
