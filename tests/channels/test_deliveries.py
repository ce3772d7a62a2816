"""What is said reaches each place once and in order, whatever the platform and the database do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.channels.deliveries import Deliveries
from bot.channels.pacing import WorkerPace
from bot.channels.sender import Delivered, Outcome, Refused, TryAgain, Unreachable, part_key
from bot.feed import Feed
from bot.messages import Message, Paragraph
from bot.store import Agent, Incoming, Link, NewEvent, Parcel, Store
from tests.machines import fresh_database

AGENT = Agent("desk:1", "山田")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)


class Clock:
    """A clock that the sleepers move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds >= SWEEP:
            await asyncio.Event().wait()
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


SWEEP = 10_000.0
PACE = WorkerPace(first_pause=0.5, longest_pause=8, sweep_every=SWEEP, lease=60)


def said(text: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=text),))


@dataclass
class Phone:
    """A platform that shows one part per message and remembers keys, as LINE's push does."""

    channel: str = "line"
    faults: list[str] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    tickets: list[str | None] = field(default_factory=list)
    calls: int = 0
    _keys: set[str] = field(default_factory=set)

    def parts(self, parcel: Parcel) -> Sequence[str]:
        return [message.plain_text for message in parcel.messages]

    async def send(self, parcel: Parcel, index: int, part: str) -> Outcome:
        self.calls += 1
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            return TryAgain("down", certain=True)
        if fault == "broken":
            raise RuntimeError("broken")
        if fault == "refused":
            return Refused("too long")
        if fault == "gone":
            return Unreachable("blocked")
        key = part_key(parcel, index)
        if key not in self._keys:
            self._keys.add(key)
            self.shown.append((parcel.link.address, part))
            self.tickets.append(parcel.ticket)
        return TryAgain("lost answer") if fault == "lost" else Delivered(f"receipt of {part}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(fresh_database(tmp_path), clock=clock, pause=lambda _seconds: None)
    yield store
    store.close()


@asynccontextmanager
async def delivering(store: Store, phone: Phone, clock: Clock):  # type: ignore[no-untyped-def]
    feed = Feed()
    deliveries = Deliveries(store, feed, [phone], clock, WorkerPace(**{**PACE.__dict__, "sleep": clock.sleep}))
    deliveries.start()
    await asyncio.sleep(0)
    try:
        yield deliveries, feed
    finally:
        await deliveries.stop()


async def settle(deliveries: Deliveries, feed: Feed, link: Link) -> None:
    feed.changed(link.conversation_id)
    await asyncio.wait_for(deliveries.idle(), 20)


def answered(store: Store, link: Link, event_id: str, *texts: str) -> None:
    """A customer's message and the assistant's answers to it."""
    store.accept(Incoming(link.conversation_id, event_id, channel=link.channel, text="質問"))
    turn = store.next_turn(link.conversation_id)
    assert turn is not None
    store.finish_turn(turn, [said(text) for text in texts], language="ja")


async def test_answers_arrive_in_order_and_the_customers_own_words_do_not(store: Store, clock: Clock) -> None:
    phone = Phone()
    link = store.customer_link("line", "user:U1", "ja")
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, link, "e1", "一", "二")
        answered(store, link, "e2", "三")
        await settle(deliveries, feed, link)
    assert phone.shown == [("user:U1", "一"), ("user:U1", "二"), ("user:U1", "三")]


async def test_an_answer_goes_out_with_the_ticket_of_its_event_and_later_ones_without(
    store: Store, clock: Clock
) -> None:
    phone = Phone()
    link = store.customer_link("line", "user:U1", "ja")
    store.keep_events("line", [NewEvent("e1", link.address, "{}", NOW, ticket="token-1")])
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, link, "e1", "一")
        await settle(deliveries, feed, link)
        store.say(link.conversation_id, said("遅れて"), key="late", reply_to="e1")
        await settle(deliveries, feed, link)
    assert phone.tickets == ["token-1", None]


async def test_a_greeting_without_a_word_from_the_customer_uses_the_ticket_too(store: Store, clock: Clock) -> None:
    phone = Phone()
    link = store.customer_link("line", "user:U1", "ja")
    store.keep_events("line", [NewEvent("follow-1", link.address, "{}", NOW, ticket="token-1")])
    store.accept(Incoming(link.conversation_id, "follow-1", kind="opening", channel="line", payload="/greet"))
    turn = store.next_turn(link.conversation_id)
    assert turn is not None
    store.finish_turn(turn, [said("こんにちは")], language="ja")
    async with delivering(store, phone, clock) as (deliveries, feed):
        await settle(deliveries, feed, link)
    assert phone.tickets == ["token-1"]
    assert [message.role for message in store.messages_after(link.conversation_id)] == ["assistant"]


@pytest.mark.parametrize("faults", [["down"], ["lost"], ["broken"], ["down", "lost", "lost", "broken", "down"]])
async def test_faults_neither_lose_nor_double(store: Store, clock: Clock, faults: list[str]) -> None:
    phone = Phone(faults=list(faults))
    link = store.customer_link("line", "user:U1", "ja")
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, link, "e1", "一", "二")
        await settle(deliveries, feed, link)
    assert [text for _, text in phone.shown] == ["一", "二"]
    assert phone.calls == 2 + len(faults)


async def test_a_lost_answer_is_remembered_over_a_later_certain_failure(store: Store, clock: Clock) -> None:
    begun: list[bool] = []

    class Watching(Phone):
        async def send(self, parcel: Parcel, index: int, part: str) -> Outcome:
            begun.append(parcel.begun_at is not None)
            return await super().send(parcel, index, part)

    link = store.customer_link("line", "user:U1", "ja")
    async with delivering(store, Watching(faults=["down", "lost", "down"]), clock) as (deliveries, feed):
        answered(store, link, "e1", "一")
        await settle(deliveries, feed, link)
    assert begun == [False, False, True, True]


async def test_a_refused_part_does_not_keep_the_next_one_back(store: Store, clock: Clock) -> None:
    phone = Phone(faults=["refused"])
    link = store.customer_link("line", "user:U1", "ja")
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, link, "e1", "一", "二")
        await settle(deliveries, feed, link)
    assert [text for _, text in phone.shown] == ["二"]
    assert store.receipt_of(link.id, 3) == [None, "receipt of 二"]


async def test_nothing_goes_to_somebody_who_left_until_they_come_back(store: Store, clock: Clock) -> None:
    phone = Phone(faults=["gone"])
    link = store.customer_link("line", "user:U1", "ja")
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, link, "e1", "一")
        await settle(deliveries, feed, link)
        answered(store, link, "e2", "二")
        await settle(deliveries, feed, link)
        store.set_reachable(link.id, True)
        answered(store, link, "e3", "三")
        await settle(deliveries, feed, link)
    assert [text for _, text in phone.shown] == ["三"]


async def test_agents_see_what_the_customer_wrote_too(store: Store, clock: Clock) -> None:
    phone = Phone(channel="slack")
    customer = store.customer_link("line", "user:U1", "ja")
    thread = store.add_link("slack", "C1:1.0", customer.conversation_id, "agents", after=0)
    async with delivering(store, phone, clock) as (deliveries, feed):
        answered(store, customer, "e1", "一")
        store.claim(customer.conversation_id, AGENT)
        store.say(customer.conversation_id, said("山田です"), key="k", author=AGENT)
        await settle(deliveries, feed, thread)
    assert [text for _, text in phone.shown] == ["質問", "一", "山田です"]


async def test_what_a_killed_process_had_begun_is_begun_again_by_the_next(store: Store, clock: Clock) -> None:
    phone = Phone()
    link = store.customer_link("line", "user:U1", "ja")
    answered(store, link, "e1", "一")
    parcel = store.next_parcel(link.id, timedelta(seconds=60))
    assert isinstance(parcel, Parcel)
    store.begin_part(parcel, timedelta(seconds=60))
    await phone.send(parcel, 0, "一")  # and here the process is killed
    assert store.next_parcel(link.id, timedelta(seconds=60)) == NOW + timedelta(seconds=60)
    async with delivering(store, phone, clock) as (deliveries, feed):
        await settle(deliveries, feed, link)
    assert [text for _, text in phone.shown] == ["一"]
    assert phone.calls == 2


async def test_two_processes_never_have_the_same_parcel(store: Store) -> None:
    link = store.customer_link("line", "user:U1", "ja")
    answered(store, link, "e1", "一")
    lease = timedelta(seconds=60)
    assert isinstance(store.next_parcel(link.id, lease), Parcel)
    assert isinstance(store.next_parcel(link.id, lease), datetime)


async def test_a_message_that_could_not_be_brought_for_half_a_day_is_given_up(store: Store, clock: Clock) -> None:
    phone = Phone(faults=["down"] * 1000)
    link = store.customer_link("line", "user:U1", "ja")
    answered(store, link, "e1", "一")
    clock.now += timedelta(hours=13)
    async with delivering(store, phone, clock) as (deliveries, feed):
        await settle(deliveries, feed, link)
        phone.faults.clear()
        answered(store, link, "e2", "二")
        await settle(deliveries, feed, link)
    assert [text for _, text in phone.shown] == ["二"]


_faults = st.lists(st.sampled_from(["", "", "down", "lost", "broken"]), max_size=12)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=_faults, turns=st.lists(st.integers(1, 3), min_size=1, max_size=5))
def test_any_mix_of_faults_gives_the_ideal_transcript(tmp_path: Path, faults: list[str], turns: list[int]) -> None:
    clock = Clock()
    store = Store(f"sqlite:///{tmp_path / f'{id(faults)}.db'}", clock=clock, pause=lambda _seconds: None)
    store.upgrade()

    async def run() -> list[str]:
        phone = Phone(faults=list(faults))
        link = store.customer_link("line", f"user:{id(clock)}", "ja")
        async with delivering(store, phone, clock) as (deliveries, feed):
            for turn, count in enumerate(turns):
                answered(store, link, f"e{turn}", *(f"{turn}-{place}" for place in range(count)))
                feed.changed(link.conversation_id)
            await settle(deliveries, feed, link)
        return [text for _, text in phone.shown]

    assert asyncio.run(run()) == [f"{turn}-{place}" for turn, count in enumerate(turns) for place in range(count)]
    store.close()
