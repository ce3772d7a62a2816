"""Replies for later under two processes: the database decides who says each of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from bot.store import Agent, Incoming, Store

SATO = Agent("desk:1", "佐藤")
HOUR = timedelta(hours=1)


class Time:
    """A clock that moves when told to."""

    now = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def stores(empty_url: str, time: Time) -> Iterator[tuple[Store, Store]]:
    pair = Store(empty_url, clock=time), Store(empty_url, clock=time)
    pair[0].upgrade()
    yield pair
    for store in pair:
        store.close()


def together(*works: object) -> None:
    """Run functions in threads that start at the same moment."""
    gate = threading.Barrier(len(works))
    wrong: list[BaseException] = []

    def run(work: object) -> None:
        gate.wait(10)
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def scheduled(store: Store, time: Time, count: int = 1) -> tuple[str, list[str]]:
    conversation = store.open_conversation("web", "ja")
    store.claim(conversation.id, SATO)
    replies = [
        store.schedule_reply(
            conversation.id, SATO, f"返信{number}", key=f"key-{number:05}", due_at=time.now + HOUR, seen=0
        ).id
        for number in range(count)
    ]
    return conversation.id, replies


def test_two_processes_say_each_reply_once(stores: tuple[Store, Store], time: Time) -> None:
    one, other = stores
    conversation_id, replies = scheduled(one, time, 8)
    time.now += HOUR
    assert sorted(one.due_scheduled()) == sorted(replies)
    together(
        lambda: [one.send_scheduled(reply, HOUR) for reply in replies],
        lambda: [other.send_scheduled(reply, HOUR) for reply in reversed(replies)],
    )
    said = [message.plain_text for message in one.messages_after(conversation_id)]
    assert sorted(said) == [f"返信{number}" for number in range(8)]
    assert one.due_scheduled() == []
    assert one.next_scheduled() is None


def test_a_customer_who_writes_in_the_same_moment_comes_after_it_or_holds_it(
    stores: tuple[Store, Store], time: Time
) -> None:
    one, other = stores
    for number in range(10):
        conversation_id, (reply,) = scheduled(one, time)
        time.now += HOUR

        def write(where: str = conversation_id, name: str = f"m{number}") -> None:
            other.accept(Incoming(where, name, text="待ってください"))

        together(write, lambda reply=reply: one.send_scheduled(reply, HOUR))  # type: ignore[misc]
        roles = [message.role for message in one.messages_after(conversation_id)]
        held = [each.held_for for each in one.scheduled_of(conversation_id)]
        assert (roles, held) in ((["agent", "customer"], []), (["customer"], ["customer_wrote"]))


def test_it_goes_with_its_conversation(stores: tuple[Store, Store], time: Time) -> None:
    store, _ = stores
    conversation_id, (reply,) = scheduled(store, time)
    store.upgrade()
    engine = store._database.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_texts")
        connection.exec_driver_sql("DELETE FROM conversations")
    assert store.scheduled_reply(reply) is None
    assert store.scheduled_of(conversation_id) == []
    assert store.send_scheduled(reply, HOUR) is None
