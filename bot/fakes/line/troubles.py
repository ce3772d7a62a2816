"""Troubles on demand, for the next calls of the message API."""

from __future__ import annotations

import random
from collections import deque
from typing import Literal, get_args

Trouble = Literal["429", "500", "500_done", "cut", "cut_done", "slow"]
"""Too many requests; an error before or after the work was done; no answer before or after; a late answer."""

TROUBLES: tuple[Trouble, ...] = get_args(Trouble)


class Troubles:
    """What goes wrong next: what was ordered, else at random as often as asked for."""

    def __init__(self) -> None:
        self.retry_after: int | None = 1
        self.slow_seconds = 2.0
        self._ordered: deque[Trouble | None] = deque()
        self._random: random.Random | None = None
        self._share = 0.0
        self.made = 0

    def order(self, trouble: Trouble, times: int = 1) -> None:
        """Let the next calls go wrong."""
        self._ordered.extend([trouble] * times)

    def often(self, share: float, seed: int = 0) -> None:
        """Let this share of all calls go wrong, in any way but slowly."""
        self._share, self._random = share, random.Random(seed)

    def next(self) -> Trouble | None:
        """What happens to the call that comes now."""
        trouble: Trouble | None = None
        if self._ordered:
            trouble = self._ordered.popleft()
        elif self._random is not None and self._random.random() < self._share:
            trouble = self._random.choice([kind for kind in TROUBLES if kind != "slow"])
        self.made += trouble is not None
        return trouble
