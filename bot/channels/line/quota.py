"""Watches the month's quota of pushed messages, and says so before it is used up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger("koshin.line")

_EVERY = 3600.0
_ALARM = 0.8


class QuotaWatch:
    """Asks LINE from time to time.

    Attributes:
        limit: the month's quota; None when there is none or it isn't known.
        used: how much of it is used, by LINE's count.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[tuple[int | None, int | None]]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._ask = ask
        self._sleep = sleep
        self.limit: int | None = None
        self.used: int | None = None

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await self.look()
            await self._sleep(_EVERY)

    async def look(self) -> None:
        """Ask once."""
        self.limit, self.used = await self._ask()
        if self.limit is not None and self.used is not None and self.used >= _ALARM * self.limit:
            log.warning("the month's quota of pushed messages is nearly used up", used=self.used, limit=self.limit)
