"""What the LINE channel counts, for logs and metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, get_args

Counted = Literal[
    "unsigned", "unreadable", "events", "redelivered", "replies", "pushes", "refused", "throttled", "failed"
]
"""``pushes`` are those that count against the month's quota."""


class Counters:
    """Counts since the start of the process."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter(dict.fromkeys(get_args(Counted), 0))

    def count(self, what: Counted, by: int = 1) -> None:
        """Add to a count."""
        self._counts[what] += by

    def value(self, what: Counted) -> int:
        """One count."""
        return self._counts[what]

    @property
    def values(self) -> Mapping[str, int]:
        """Every count."""
        return dict(self._counts)
