"""How often somebody may ask: a bucket of requests that refills steadily."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

_MOST_CALLERS = 50_000


class RateLimit:
    """Lets each caller make ``per_minute`` requests at once, and as many again in each minute."""

    def __init__(self, per_minute: int, clock: Callable[[], datetime]) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> int:
        """Count one request; 0 when it may go on, else the seconds after which it may."""
        now = self._clock().timestamp()
        left, seen = self._buckets.pop(caller, (self._size, now))
        left = min(self._size, left + max(0.0, now - seen) * self._per_second)
        wait = 0 if left >= 1 else max(1, math.ceil((1 - left) / self._per_second))
        self._buckets[caller] = (left if wait else left - 1, now)
        # The callers that were silent longest have full buckets; forgetting them changes nothing.
        while len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return wait
