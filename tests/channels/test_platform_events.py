"""Events are kept before they are acknowledged, and worked through in order, also after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.channels.pacing import WorkerPace
from bot.channels.platform_events import PlatformAway, PlatformEvents
from bot.dialogue.port import DialogueUnavailable
from bot.store import KeptEvent, NewEvent, Store, StoreUnavailable
from tests.machines import fresh_database

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
SWEEP = 10_000.0


async def asleep(seconds: float) -> None:
    if seconds >= SWEEP:
        await asyncio.Event().wait()
    await asyncio.sleep(0)


PACE = WorkerPace(sweep_every=SWEEP, sleep=asleep)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(fresh_database(tmp_path), pause=lambda _seconds: None)
    yield store
    store.close()


def event(name: str, address: str = "user:U1", after: int = 0) -> NewEvent:
    return NewEvent(name, address, "{}", NOW + timedelta(seconds=after))


async def worked(store: Store, handle: Callable[[KeptEvent], Awaitable[None]], *batches: list[NewEvent]) -> None:
    events = PlatformEvents(store, "line", handle, PACE)
    events.start()
    await asyncio.sleep(0)
    for batch in batches:
        await events.keep(batch)
    await asyncio.wait_for(events.idle(), 10)
    await events.stop()


async def test_each_event_is_handled_once_and_in_order(store: Store) -> None:
    seen: list[str] = []

    async def handle(found: KeptEvent) -> None:
        await asyncio.sleep(0)
        seen.append(found.event_id)

    batch = [event("a"), event("b", after=1), event("c", "user:U2")]
    await worked(store, handle, batch, batch, [event("d", after=2), *batch])
    assert [name for name in seen if name != "c"] == ["a", "b", "d"]
    assert seen.count("c") == 1


async def test_the_next_process_goes_on_where_a_killed_one_was(store: Store) -> None:
    store.keep_events("line", [event("a"), event("b", after=1)])
    seen: list[str] = []

    async def handle(found: KeptEvent) -> None:
        seen.append(found.event_id)

    events = PlatformEvents(store, "line", handle, PACE)
    events.start()
    while store.waiting_addresses("line"):
        await asyncio.sleep(0.01)
    await events.stop()
    assert seen == ["a", "b"]


@pytest.mark.parametrize("away", [DialogueUnavailable, PlatformAway, StoreUnavailable])
async def test_an_event_waits_for_a_part_that_is_away_however_long(store: Store, away: type[Exception]) -> None:
    tries: list[str] = []

    async def handle(found: KeptEvent) -> None:
        tries.append(found.event_id)
        if len(tries) < 20:
            raise away("away")

    await worked(store, handle, [event("a"), event("b", after=1)])
    assert tries == ["a"] * 20 + ["b"]


async def test_an_event_that_can_never_be_handled_does_not_stop_the_ones_behind_it(store: Store) -> None:
    seen: list[str] = []

    async def handle(found: KeptEvent) -> None:
        seen.append(found.event_id)
        if found.event_id == "bad":
            raise ValueError("bad")

    await worked(store, handle, [event("bad"), event("good", after=1)])
    assert seen == ["bad"] * PACE.faults + ["good"]
    assert store.waiting_addresses("line") == []
