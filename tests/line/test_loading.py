"""The loading animation stands while an answer takes longer than a second."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.line.loading import LoadingAnimation, loading_seconds
from bot.dialogue.memory import MemoryDialogue
from bot.feed import Feed
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store
from tests.front.desk import FakeTime
from tests.line.desk import Clock, open_line_desk, user


@given(st.floats(0, 10_000))
def test_line_is_asked_for_whole_steps_of_five_seconds(expected: float) -> None:
    seconds = loading_seconds(expected)
    assert 5 <= seconds <= 60
    assert seconds % 5 == 0
    assert seconds >= min(expected, 60)


class Watched:
    """A feed with the animation on it, and a clock that moves when told to."""

    def __init__(self, store: Store) -> None:
        self.time, self.feed = FakeTime(), Feed()
        self.shown: list[tuple[str, int]] = []
        self.asked = asyncio.Event()
        self.animation = LoadingAnimation(self.feed, store, self._show, self.time.sleep)

    async def _show(self, user_id: str, seconds: int) -> None:
        self.shown.append((user_id, seconds))
        self.asked.set()


@pytest.fixture
async def watched(store: Store) -> Watched:
    return Watched(store)


async def test_it_stands_as_long_as_the_answer_takes(watched: Watched, store: Store) -> None:
    link = store.customer_link("line", "user:U1", "ja")
    watched.feed.set_typing(link.conversation_id, True)
    await watched.time.sleepers(1)
    assert watched.shown == []
    watched.time.advance(1)
    await asyncio.wait_for(watched.asked.wait(), 5)
    await watched.time.sleepers(1)
    watched.time.advance(20)
    await watched.time.sleepers(1)
    assert watched.shown == [("U1", 20), ("U1", 20)]
    watched.feed.set_typing(link.conversation_id, False)
    await watched.animation.stop()


async def test_a_quick_answer_and_a_group_have_none(watched: Watched, store: Store) -> None:
    quick, group = store.customer_link("line", "user:U1", "ja"), store.customer_link("line", "group:C1", "ja")
    watched.feed.set_typing(quick.conversation_id, True)
    watched.feed.set_typing(group.conversation_id, True)
    await watched.time.sleepers(2)
    watched.feed.set_typing(quick.conversation_id, False)
    watched.time.advance(1)
    tasks = [task for task in asyncio.all_tasks() if "_animate" in repr(task)]
    await asyncio.gather(*tasks, return_exceptions=True)
    assert watched.shown == []


async def test_the_phone_shows_it_until_the_answer_comes(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, clock: Clock
) -> None:
    time = FakeTime()
    async with open_line_desk(settings, store, dialogue, knowledge, clock, sleep=time.sleep) as desk:
        dialogue.pause()
        await desk.account.says(user(), "hello")
        await time.sleepers(2)  # the watch over the quota, and the animation
        time.advance(1)
        await time.sleepers(2)
        assert desk.platform.calls == [("loading", 202)]
        assert desk.phone().loading_until > clock.seconds()
        dialogue.resume()
        await desk.settled()
        assert desk.phone().loading_until == 0
        assert desk.phone().transcript[-1] == ("account", "answer to hello")
