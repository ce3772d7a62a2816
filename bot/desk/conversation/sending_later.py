"""Says the replies that were written for later, when they are due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from bot.channels.front import Front
from bot.gate import Gate
from bot.store import Store, StoreUnavailable

log = structlog.get_logger("koshin.desk.scheduled")

LATEST = timedelta(hours=1)
"""So long after its time a reply is still said, as when the front was down; later its author looks at it first."""

_LOOK_EVERY = 5.0
_SHORTEST = 0.02


class SendingLater:
    """One worker of one process; several of them don't disturb each other, as the store lets only one say a reply."""

    def __init__(
        self,
        store: Store,
        gate: Gate,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._gate = gate
        self._clock = clock
        self._sleep = sleep

    async def work(self) -> None:
        """Go on until cancelled, through absences of the database too."""
        while True:
            try:
                pause = await self.send_due()
            except StoreUnavailable as error:
                log.warning("scheduled replies wait for the database", reason=str(error))
                pause = _LOOK_EVERY
            except Exception:
                log.exception("scheduled replies could not be looked for; the next look tries again")
                pause = _LOOK_EVERY
            await self._sleep(pause)

    async def send_due(self) -> float:
        """Say everything that is due; the seconds until the next look."""
        failed = False
        for reply_id in await asyncio.to_thread(self._store.due_scheduled):
            try:
                outcome = await self._gate.say_scheduled(reply_id, LATEST)
            except StoreUnavailable:
                raise
            except Exception:
                # One that can't be said must not keep the others from their customers.
                log.exception("scheduled reply could not be said; the next look takes it up")
                failed = True
                continue
            if outcome is not None:
                log.info("scheduled reply", state=outcome.state, held_for=outcome.held_for)
        upcoming = await asyncio.to_thread(self._store.next_scheduled)
        if upcoming is None or failed:
            return _LOOK_EVERY
        return min(max((upcoming - self._clock()).total_seconds(), _SHORTEST), _LOOK_EVERY)


@asynccontextmanager
async def sending_later(front: Front) -> AsyncIterator[None]:
    """A worker while the context lasts."""
    worker = asyncio.create_task(SendingLater(front.store, front.gate, front.clock).work())
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
