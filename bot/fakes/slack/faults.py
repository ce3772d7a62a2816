"""What goes wrong on demand."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["ratelimited", "server_error", "cut_before", "cut_after", "slow", "refused"]
"""A pause asked for, a 500, a lost request, a lost answer, a late answer, an error code."""


@dataclass(frozen=True)
class Fault:
    """One failure; ``value`` is the pause of Retry-After, the seconds of a late answer or the error code."""

    kind: FaultKind
    value: str = "1"


class Faults:
    """Failures that wait for the next calls of a method; ``*`` is any method."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail, one failure each."""
        self._waiting[method].extend(faults)

    def take(self, method: str) -> Fault | None:
        """The failure of this call."""
        for name in (method, "*"):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return None

    def clear(self) -> None:
        """Nothing fails any more."""
        self._waiting.clear()
