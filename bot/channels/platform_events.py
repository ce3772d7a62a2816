"""Works through what a platform told: kept first, then handled in order for each address, at least once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from bot.channels.pacing import WorkerPace
from bot.dialogue.port import DialogueUnavailable
from bot.store import KeptEvent, NewEvent, Store, StoreUnavailable

log = structlog.get_logger("koshin.events")

Handle = Callable[[KeptEvent], Awaitable[None]]
"""Does what an event asks for. It may be called again for the same event, and must change nothing then."""


class PlatformAway(Exception):
    """The platform can't be asked now: the event stays, and is handled again until it can."""


KEPT_FOR = timedelta(hours=72)
"""How long an event that comes again is known."""


class PlatformEvents:
    """The durable queue between a platform's webhook and the desk."""

    def __init__(self, store: Store, channel: str, handle: Handle, pace: WorkerPace | None = None) -> None:
        self._store = store
        self._channel = channel
        self._handle = handle
        self._pace = pace or WorkerPace()
        self._places = asyncio.Semaphore(self._pace.parallel)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Go on with what an earlier process had kept and not worked through."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        self._stopping = True
        tasks = [*self._workers.values(), *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def keep(self, events: Sequence[NewEvent]) -> int:
        """Keep events and have them worked through; the number of those that are new.

        Raises:
            StoreUnavailable: nothing was kept; the platform has to tell it again.
        """
        if not events:
            return 0
        # Whoever asked may leave; what is kept must still be worked through.
        return await asyncio.shield(asyncio.ensure_future(self._keep(events)))

    async def idle(self) -> None:
        """Wait until nothing is worked on."""
        while self._workers:
            await asyncio.wait(list(self._workers.values()))

    async def _keep(self, events: Sequence[NewEvent]) -> int:
        new = await asyncio.to_thread(self._store.keep_events, self._channel, events)
        for event, is_new in zip(events, new, strict=True):
            if not is_new:
                log.info("event came again", channel=self._channel)
            else:
                self._wake(event.address)
        return sum(new)

    def _wake(self, address: str) -> None:
        if self._stopping:
            return
        if address in self._workers:
            self._again.add(address)
        else:
            self._workers[address] = asyncio.create_task(self._work(address))

    async def _work(self, address: str) -> None:
        faults = tries = 0
        try:
            while True:
                self._again.discard(address)
                event: KeptEvent | None = None
                try:
                    event = await asyncio.to_thread(self._store.next_event, self._channel, address)
                    if event is None:
                        if address in self._again:
                            continue
                        return
                    structlog.contextvars.bind_contextvars(correlation_id=event.event_id)
                    async with self._places:
                        await self._handle(event)
                    await asyncio.to_thread(self._store.end_event, self._channel, event.event_id)
                    faults = tries = 0
                except (StoreUnavailable, DialogueUnavailable, PlatformAway) as error:
                    tries += 1
                    log.warning("event is tried again", channel=self._channel, reason=str(error))
                    await self._pace.sleep(self._pace.pause(tries))
                except Exception:
                    faults += 1
                    tries += 1
                    log.exception("event failed", channel=self._channel, faults=faults)
                    if event is not None and faults >= self._pace.faults:
                        await self._drop(event)
                        faults = tries = 0
                    else:
                        await self._pace.sleep(self._pace.pause(tries))
        finally:
            # No await from the last look to here: nobody can wake a worker that is already gone.
            self._workers.pop(address, None)

    async def _drop(self, event: KeptEvent) -> None:
        try:
            await asyncio.to_thread(self._store.end_event, self._channel, event.event_id, dropped=True)
        except StoreUnavailable:
            log.warning("event could not be dropped", channel=self._channel)

    async def _sweep(self) -> None:
        turn = 0
        while True:
            # At a start everything that waits was left behind; later, what is young is in another process's hands.
            age = timedelta(seconds=self._pace.lease if turn else 0)
            try:
                for address in await asyncio.to_thread(self._store.waiting_addresses, self._channel, age):
                    self._wake(address)
                if turn % 1200 == 0:
                    await asyncio.to_thread(self._store.forget_older_events, KEPT_FOR)
                turn += 1
            except StoreUnavailable:
                log.warning("kept events can't be looked for", channel=self._channel)
            await self._pace.sleep(self._pace.sweep_every)
