"""How patient the workers between the desk and the platforms are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class WorkerPace:
    """Pauses and limits, in seconds unless said.

    Args:
        first_pause: before the second try; it doubles up to ``longest_pause``.
        sweep_every: between two looks for work that nobody announced.
        lease: how long a worker has something for itself before another may take it.
        faults: tries after which an own fault is given up (a count).
        parallel: how many things are done at the same time (a count).
    """

    first_pause: float = 0.5
    longest_pause: float = 60.0
    sweep_every: float = 3.0
    lease: float = 60.0
    faults: int = 5
    parallel: int = 32
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def pause(self, tries: int) -> float:
        """The pause after so many tries, counted from 1."""
        return float(min(self.first_pause * 2 ** min(tries - 1, 20), self.longest_pause))
