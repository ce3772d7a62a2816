"""Decides whether an ended process is started again, and how soon."""

from __future__ import annotations

import signal
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Policy:
    """The numbers of the decision; all durations in seconds."""

    failures: int = 5
    window: float = 60.0
    shortest: float = 0.2
    longest: float = 10.0
    steady: float = 30.0
    """A process that lived this long was well: the waiting starts from the shortest again."""
    first_start: float = 60.0
    """A process that exits by itself this soon after the very first start is wrong in itself: no second try."""


@dataclass
class Restarts:
    """The ends of one process so far; ``code`` follows subprocess: negative is the signal that ended it."""

    policy: Policy = Policy()
    _failures: deque[float] = field(default_factory=deque)
    _in_a_row: int = 0
    _ends: int = 0

    def after_end(self, code: int, lived: float, now: float) -> float | None:
        """Return the seconds to wait before the next start, or None to give up."""
        self._ends += 1
        self._in_a_row = 1 if lived >= self.policy.steady else self._in_a_row + 1
        if code != -signal.SIGKILL:  # killed from outside says nothing about the program
            if code > 0 and self._ends == 1 and lived < self.policy.first_start:
                return None
            self._failures.append(now)
            while now - self._failures[0] > self.policy.window:
                self._failures.popleft()
            if len(self._failures) >= self.policy.failures:
                return None
        return float(min(self.policy.shortest * 2.0 ** (self._in_a_row - 1), self.policy.longest))
