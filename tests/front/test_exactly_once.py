"""Whatever fails, repeats or is claimed: every accepted message ends once, in order."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogue.memory import MemoryDialogue, echo
from bot.feed import Feed
from bot.inbox import Inbox, Pace
from bot.outbox import Outbox, SystemSentences
from bot.store import Agent, Incoming, StoredMessage, StoreUnavailable
from tests.machines import DELAYS, BlinkingStore, fresh_database, idle, many_steps, no_threads

__all__ = ["no_threads"]

AGENT = Agent("desk:1", "山田")

T = TypeVar("T")
SENTENCES = SystemSentences(slow={"ja": "待", "en": "wait"}, unanswerable={"ja": "謝", "en": "sorry"})


@dataclass
class Expected:
    """What one conversation must come to."""

    id: str
    accepted: list[str] = field(default_factory=list)
    claimed: bool = False
    touched: set[str] = field(default_factory=set)
    """Messages that were unfinished at a claim or accepted under one: their answer may be missing."""
    silent: set[str] = field(default_factory=set)
    """Messages that must have no answer: accepted and settled while an agent was there."""
    said_at_claim: int = 0


async def _pause(seconds: float) -> None:
    if seconds > 1000:
        await asyncio.Event().wait()
    await asyncio.sleep(0)


class Desk(RuleBasedStateMachine):
    """Customers, agents, Rasa and the machine do what they like."""

    @initialize(conversations=st.integers(1, 3), seed=st.integers(0, 2**32))
    def begin(self, conversations: int, seed: int) -> None:
        DELAYS.seed(seed)
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.store = BlinkingStore(fresh_database(self.folder))
        self.dialogue = MemoryDialogue(echo)
        self.conversations = [Expected(self.store.open_conversation("web", "ja").id) for _ in range(conversations)]
        self.names = 0
        self.inbox = self.run(self.start())

    async def start(self) -> Inbox:
        feed = Feed()
        inbox = Inbox(
            self.store, self.dialogue, Outbox(self.store, feed, SENTENCES), feed, Pace(notice_after=10**6, sleep=_pause)
        )
        inbox.start()
        return inbox

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.settle()
        for expected in self.conversations:
            self.check_end(expected)
        self.run(self.inbox.stop())
        self.store.close()
        self.loop.close()
        shutil.rmtree(self.folder)

    async def accept(self, expected: Expected, name: str) -> None:
        """As a client does: until it is told that the message has arrived."""
        while True:
            try:
                await self.inbox.accept(Incoming(expected.id, name, text=name))
                return
            except StoreUnavailable:
                continue

    @rule(pick=st.integers(0, 2), copies=st.integers(1, 3))
    def say(self, pick: int, copies: int) -> None:
        expected = self.conversations[pick % len(self.conversations)]
        self.names += 1
        name = f"m{self.names}"
        expected.accepted.append(name)
        if expected.claimed:
            expected.touched.add(name)

        async def send() -> None:
            await asyncio.gather(*(self.accept(expected, name) for _ in range(copies)))

        self.run(send())

    @rule(pick=st.integers(0, 2), ticks=st.integers(0, 12))
    def say_two_things(self, pick: int, ticks: int) -> None:
        self.say(pick, 1)
        self.time_passes(ticks)
        self.say(pick, 1)
        self.settle()

    @rule(pick=st.integers(0, 2), back=st.integers(0, 50))
    def repeat(self, pick: int, back: int) -> None:
        expected = self.conversations[pick % len(self.conversations)]
        if expected.accepted:
            self.run(self.accept(expected, expected.accepted[back % len(expected.accepted)]))

    @rule(times=st.integers(1, 3))
    def rasa_fails(self, times: int) -> None:
        self.dialogue.fail(times)

    @rule(times=st.integers(1, 2))
    def answers_get_lost(self, times: int) -> None:
        self.dialogue.lose_answers(times)

    @rule(faults=st.lists(st.sampled_from(["none", "before", "after"]), max_size=4))
    def database_blinks(self, faults: list[str]) -> None:
        self.store.faults = faults

    @rule()
    def rasa_is_slow(self) -> None:
        self.dialogue.pause()

    @rule()
    def rasa_goes_on(self) -> None:
        self.dialogue.resume()

    @rule(turns=st.integers(0, 30))
    def time_passes(self, turns: int) -> None:
        self.run(idle(turns))

    @rule()
    def process_is_killed_and_started_again(self) -> None:
        self.run(self.inbox.stop())
        self.inbox = self.run(self.start())

    @rule(pick=st.integers(0, 2), ticks=st.integers(0, 12))
    def killed_within_a_turn(self, pick: int, ticks: int) -> None:
        self.say(pick, 1)
        self.time_passes(ticks)
        self.process_is_killed_and_started_again()
        self.settle()

    @rule(pick=st.integers(0, 2), ticks=st.integers(0, 12))
    def agent_claims_within_a_turn(self, pick: int, ticks: int) -> None:
        self.say(pick, 1)
        self.time_passes(ticks)
        self.agent_claims(pick)

    @rule(pick=st.integers(0, 2))
    def agent_claims(self, pick: int) -> None:
        expected = self.conversations[pick % len(self.conversations)]
        if expected.claimed:
            return
        self.store.faults = []
        answered = {message.reply_to for message in self.transcript(expected)}
        expected.touched |= set(expected.accepted) - answered  # type: ignore[arg-type]
        self.store.claim(expected.id, AGENT)
        expected.claimed = True
        expected.said_at_claim = self.said(expected)

    @rule(pick=st.integers(0, 2), wait=st.booleans())
    def agent_hands_back(self, pick: int, wait: bool) -> None:
        expected = self.conversations[pick % len(self.conversations)]
        if not expected.claimed:
            return
        if wait:
            self.settle()
            answered = {message.reply_to for message in self.transcript(expected)}
            expected.silent |= expected.touched - answered  # type: ignore[arg-type]
        self.store.faults = []
        assert self.said(expected) == expected.said_at_claim
        self.store.hand_back(expected.id)
        expected.claimed = False

    @precondition(lambda self: hasattr(self, "conversations"))
    @invariant()
    def nothing_leaves_while_an_agent_is_there(self) -> None:
        for expected in self.conversations:
            if expected.claimed:
                assert self.said(expected) == expected.said_at_claim

    def settle(self) -> None:
        """Let everything come to its end."""
        self.dialogue.resume()

        async def wait() -> None:
            # Only what was accepted may set things going: asking for the end of a turn would wake a worker.
            for _ in range(100):
                if not self.store.unfinished_conversations():
                    return
                await idle(40)
            raise AssertionError("something accepted is never answered")

        self.run(wait())

    def transcript(self, expected: Expected) -> list[StoredMessage]:
        return self.store.messages_after(expected.id)

    def said(self, expected: Expected) -> int:
        return sum(message.role != "customer" for message in self.transcript(expected))

    def check_end(self, expected: Expected) -> None:
        transcript = self.transcript(expected)
        assert [message.seq for message in transcript] == list(range(1, len(transcript) + 1))
        customer = [message.client_message_id for message in transcript if message.role == "customer"]
        assert customer == expected.accepted
        replies = [message for message in transcript if message.role == "assistant"]
        answered = [message.reply_to for message in replies]
        assert answered == [name for name in expected.accepted if name in answered]
        assert len(set(answered)) == len(answered)
        assert [message.plain_text for message in replies] == answered
        assert set(expected.accepted) - expected.touched <= set(answered)
        assert not expected.silent & set(answered)
        seen = {message.client_message_id: message.seq for message in transcript if message.role == "customer"}
        assert all(seen[message.reply_to] < message.seq for message in replies)
        asked = [request.text for request in self.dialogue.answered if request.conversation_id == expected.id]
        assert asked == [name for name in expected.accepted if name in asked]
        assert len(transcript) == len(customer) + len(replies)


@pytest.mark.usefixtures("no_threads")
class TestExactlyOnce(Desk.TestCase):  # type: ignore[misc, name-defined]
    settings = many_steps(30)
