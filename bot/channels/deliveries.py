"""Brings what was said to the platforms: each link in order, each message once, whatever fails on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.channels.pacing import WorkerPace
from bot.channels.sender import Delivered, Refused, Sender, TryAgain, Unreachable
from bot.feed import Feed
from bot.store import Parcel, Store, StoreUnavailable

log = structlog.get_logger("koshin.deliveries")

_LONGEST_TRYING = timedelta(hours=12)
"""After so long a message would come out of nowhere."""


class Deliveries:
    """One worker for each link that has something to be brought."""

    def __init__(
        self,
        store: Store,
        feed: Feed,
        senders: Sequence[Sender],
        clock: Callable[[], datetime],
        pace: WorkerPace | None = None,
    ) -> None:
        self._store = store
        self._senders = {sender.channel: sender for sender in senders}
        self._clock = clock
        self._pace = pace or WorkerPace()
        self._lease = timedelta(seconds=self._pace.lease)
        self._places = asyncio.Semaphore(self._pace.parallel)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._changed: set[str] = set()
        self._looking: asyncio.Task[None] | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._stopping = False
        if self._senders:
            feed.listen(self._on_change)

    def start(self) -> None:
        """Go on with what an earlier process left, and look for more from time to time."""
        if self._senders:
            self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        self._stopping = True
        others = [task for task in (self._sweeper, self._looking) if task]
        tasks = [*self._workers.values(), *others]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until nothing is looked for or on its way; deliveries that wait for a later try count."""
        while self._workers or self._looking:
            await asyncio.wait([*self._workers.values(), *([self._looking] if self._looking else [])])

    def _on_change(self, conversation_id: str) -> None:
        self._changed.add(conversation_id)
        if self._looking is None and not self._stopping:
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        try:
            while self._changed:
                conversation_id = self._changed.pop()
                try:
                    links = await asyncio.to_thread(self._store.links_of, conversation_id)
                except StoreUnavailable:
                    continue  # the sweep finds it
                for link in links:
                    if link.channel in self._senders:
                        self._wake(link.id)
        finally:
            self._looking = None

    def _wake(self, link_id: str) -> None:
        if self._stopping:
            return
        if link_id in self._workers:
            self._again.add(link_id)
        else:
            self._workers[link_id] = asyncio.create_task(self._work(link_id))

    async def _sweep(self) -> None:
        while True:
            try:
                for link_id in await asyncio.to_thread(self._store.links_with_work, list(self._senders)):
                    self._wake(link_id)
            except StoreUnavailable:
                log.warning("deliveries can't be looked for")
            await self._pace.sleep(self._pace.sweep_every)

    async def _work(self, link_id: str) -> None:
        tries = 0
        try:
            while True:
                self._again.discard(link_id)
                try:
                    parcel = await asyncio.to_thread(self._store.next_parcel, link_id, self._lease)
                    if isinstance(parcel, datetime):
                        await self._pace.sleep(max((parcel - self._clock()).total_seconds(), 0.05))
                    elif parcel is not None:
                        await self._bring(parcel)
                    elif link_id not in self._again:
                        return
                    tries = 0
                except StoreUnavailable as error:
                    tries += 1
                    log.warning("delivery waits for the database", reason=str(error))
                    await self._pace.sleep(self._pace.pause(tries))
        except Exception:
            log.exception("delivery failed; the next sweep takes it up")
        finally:
            # No await from the last look to here: nobody can wake a worker that is already gone.
            self._workers.pop(link_id, None)

    async def _bring(self, parcel: Parcel) -> None:
        """Send what is still to be sent of a parcel, until its end or until it has to wait."""
        sender = self._senders[parcel.link.channel]
        parts = sender.parts(parcel)
        for index in range(parcel.parts_done, len(parts)):
            before = parcel
            await asyncio.to_thread(self._store.begin_part, parcel, self._lease)
            try:
                async with self._places:
                    outcome = await sender.send(before, index, parts[index])
            except Exception as error:
                log.exception("sending failed", channel=sender.channel)
                outcome = TryAgain(type(error).__name__)
            parcel = replace(parcel, begun_at=parcel.begun_at or self._clock(), tries=parcel.tries + 1)
            match outcome:
                case Delivered(receipt):
                    parcel = await self._next_part(parcel, receipt)
                case Refused(reason):
                    log.error("part was refused", channel=sender.channel, reason=reason, delivery=parcel.id)
                    parcel = await self._next_part(parcel, None)
                case Unreachable(reason):
                    log.info("nobody is there any more", channel=sender.channel, reason=reason)
                    await asyncio.to_thread(self._store.set_reachable, parcel.link.id, False)
                    await asyncio.to_thread(self._store.end_delivery, parcel, "dropped", reason)
                    return
                case TryAgain(reason, after, certain):
                    # That this try failed for certain says nothing of an earlier one whose answer was lost.
                    await self._later(parcel, reason, after, certain and before.begun_at is None)
                    return
        await asyncio.to_thread(self._store.end_delivery, parcel, "sent")

    async def _next_part(self, parcel: Parcel, receipt: str | None) -> Parcel:
        receipts = (*parcel.receipts, receipt)
        await asyncio.to_thread(self._store.end_part, parcel, receipts)
        return replace(parcel, parts_done=len(receipts), receipts=receipts, begun_at=None, tries=0)

    async def _later(self, parcel: Parcel, reason: str, after: float | None, certain: bool) -> None:
        newest = parcel.messages[-1].created_at
        if self._clock() - newest > _LONGEST_TRYING:
            log.error("delivery was given up", channel=parcel.link.channel, reason=reason, delivery=parcel.id)
            await asyncio.to_thread(self._store.end_delivery, parcel, "dropped", reason)
            return
        pause = max(self._pace.pause(parcel.tries), after or 0.0)
        log.warning("delivery is tried again", channel=parcel.link.channel, reason=reason, pause=pause)
        until = self._clock() + timedelta(seconds=pause)
        await asyncio.to_thread(self._store.postpone, parcel, until, reason, certain=certain)
