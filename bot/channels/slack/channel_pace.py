"""One message per second in each channel, as Slack asks."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

_MOST_CHANNELS = 2000


class ChannelPace:
    """Lets one post at a time into each channel, ``every`` seconds apart."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        every: float = 1.05,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._every = timedelta(seconds=every)
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._next: dict[str, datetime] = {}

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Wait for the channel's turn, and keep it while the context lasts."""
        lock = self._locks.setdefault(channel, asyncio.Lock())
        self._locks.move_to_end(channel)
        async with lock:
            pause = (self._next.get(channel, self._clock()) - self._clock()).total_seconds()
            if pause > 0:
                await self._sleep(pause)
            try:
                yield
            finally:
                self._next[channel] = self._clock() + self._every
        self._forget()

    def _forget(self) -> None:
        for channel in list(self._locks)[: max(0, len(self._locks) - _MOST_CHANNELS)]:
            if not self._locks[channel].locked():
                del self._locks[channel]
                self._next.pop(channel, None)
