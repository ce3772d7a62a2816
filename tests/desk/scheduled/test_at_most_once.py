"""Replies for later as a state machine: whoever writes, claims, leaves or is killed, each is said at most once.

The transcript is the judge: a reply stands there once, in the name of whoever had the conversation, behind nothing that
its author had not read. What nothing speaks against is said; what isn't said is cancelled or still shown.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.desk.conversation.sending_later import LATEST, SendingLater
from bot.feed import Feed
from bot.gate import Gate, GateSentences
from bot.store import Agent, AgentNotInCharge, Incoming, StoreUnavailable
from bot.store.errors import NewerMessages
from bot.store.scheduled_records import ConversationClosed, ScheduledReplyMoved, TooManyScheduled
from tests.machines import DELAYS, BlinkingStore, fresh_database, idle, many_steps, no_threads

__all__ = ["no_threads"]

T = TypeVar("T")
AGENTS = (Agent("desk:1", "山田"), Agent("desk:2", "佐藤"))
BLINKS = st.sampled_from(["none", "none", "before", "after"])
SENTENCES = GateSentences(
    joined={"ja": "joined {name}", "en": "joined {name}"},
    left={"ja": "left {name}", "en": "left {name}"},
    relieved={"ja": "left {name}", "en": "left {name}"},
)
REFUSALS = (AgentNotInCharge, NewerMessages, ConversationClosed, ScheduledReplyMoved, TooManyScheduled)


@dataclass
class Expected:
    """What is known of a reply: until when nothing speaks against it, and whether it was cancelled for certain."""

    id: str
    seen: int
    due_at: datetime
    free: bool = True
    cancelled: bool = False


class Later(RuleBasedStateMachine):
    """A customer, two agents and two processes do what they like."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        DELAYS.seed(seed)
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
        self.store = BlinkingStore(fresh_database(self.folder), lambda: self.now)
        self.gates = [Gate(self.store, Feed().changed, SENTENCES) for _ in range(2)]
        self.id = self.store.open_conversation("web", "ja").id
        self.replies: dict[str, Expected] = {}
        self.written = 0
        self.keys = 0
        self.run(self.gates[0].claim(self.id, AGENTS[0]))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.store.faults = []
        self.the_transcript_keeps_the_rule()
        self.store.close()
        self.loop.close()
        shutil.rmtree(self.folder)

    def last_seq(self) -> int:
        found = self.store.conversation(self.id)
        assert found is not None
        return found.last_seq

    def something_speaks_against_all(self) -> None:
        for reply in self.replies.values():
            reply.free = False

    @rule()
    def customer_writes(self) -> None:
        self.store.faults = []
        self.written += 1
        self.store.accept(Incoming(self.id, f"m{self.written}", text="words"))
        self.something_speaks_against_all()

    @rule(back=st.integers(0, 5))
    def customer_unsends(self, back: int) -> None:
        self.store.faults = []
        if self.written:
            self.store.unsend(self.id, f"m{max(1, self.written - back)}")
            self.something_speaks_against_all()

    @rule(who=st.integers(0, 1))
    def an_agent_claims(self, who: int) -> None:
        self.store.faults = []
        self.run(self.gates[who].claim(self.id, AGENTS[who]))

    @rule(who=st.integers(0, 1), closes=st.booleans(), blink=BLINKS)
    def an_agent_leaves(self, who: int, closes: bool, blink: str) -> None:
        self.store.faults = [blink]
        gate = self.gates[who]
        leaving = gate.close(self.id, AGENTS[who], "done") if closes else gate.hand_back(self.id, AGENTS[who])
        try:
            self.run(leaving)
        except (AgentNotInCharge, StoreUnavailable):
            self.store.faults = []
        holder = self.store.conversation(self.id)
        if holder is None or holder.agent is None:
            self.something_speaks_against_all()

    @rule(who=st.integers(0, 1), minutes=st.integers(1, 90), again=st.booleans(), blink=BLINKS, read=st.booleans())
    def an_agent_writes_for_later(self, who: int, minutes: int, again: bool, blink: str, read: bool) -> None:
        self.keys += not (again and self.keys)
        key, seen, due = f"key {self.keys}", self.last_seq() if read else 0, self.now + timedelta(minutes=minutes)
        self.store.faults = [blink]
        try:
            made = self.store.schedule_reply(self.id, AGENTS[who], key, key=key, due_at=due, seen=seen)
        except StoreUnavailable:
            # Nobody knows whether it is kept; the agent's page tries again under the same key.
            self.store.faults = []
            for reply in self.store.scheduled_of(self.id):
                self.replies.setdefault(reply.id, Expected(reply.id, reply.seen_seq, reply.due_at))
        except REFUSALS:
            pass
        else:
            self.replies.setdefault(made.id, Expected(made.id, seen, due))

    @precondition(lambda self: self.replies)
    @rule(who=st.integers(0, 1), which=st.integers(0, 9), minutes=st.integers(1, 90), blink=BLINKS, old=st.booleans())
    def an_agent_moves_it(self, who: int, which: int, minutes: int, blink: str, old: bool) -> None:
        reply, version = self.pick(which, old)
        seen, due = self.last_seq(), self.now + timedelta(minutes=minutes)
        self.store.faults = [blink]
        try:
            self.store.change_scheduled(reply.id, AGENTS[who], "changed", version=version, due_at=due, seen=seen)
        except StoreUnavailable:
            self.store.faults = []
            if blink == "after":
                reply.seen, reply.due_at, reply.free = seen, due, True
        except REFUSALS:
            pass
        else:
            reply.seen, reply.due_at, reply.free = seen, due, True

    @precondition(lambda self: self.replies)
    @rule(who=st.integers(0, 1), which=st.integers(0, 9), blink=BLINKS, old=st.booleans())
    def an_agent_cancels_it(self, who: int, which: int, blink: str, old: bool) -> None:
        reply, version = self.pick(which, old)
        self.store.faults = [blink]
        try:
            self.store.cancel_scheduled(reply.id, AGENTS[who], version=version)
        except StoreUnavailable:
            self.store.faults = []
            reply.cancelled = reply.cancelled or blink == "after"
        except REFUSALS:
            pass
        else:
            reply.cancelled = True

    @precondition(lambda self: self.replies)
    @rule(who=st.integers(0, 1), which=st.integers(0, 9), blink=BLINKS, old=st.booleans())
    def an_agent_sends_it_now(self, who: int, which: int, blink: str, old: bool) -> None:
        reply, version = self.pick(which, old)
        seen, before = self.last_seq(), reply.seen
        self.store.faults = [blink]
        reply.seen = seen
        try:
            self.run(self.gates[who].say_scheduled_now(reply.id, AGENTS[who], version=version, seen=seen))
        except StoreUnavailable:
            self.store.faults = []
            if blink == "before":
                reply.seen = before
        except REFUSALS:
            reply.seen = before

    def pick(self, which: int, old: bool) -> tuple[Expected, int]:
        reply = list(self.replies.values())[which % len(self.replies)]
        now = self.store.scheduled_reply(reply.id)
        assert now is not None
        return reply, now.version - old

    @rule(minutes=st.integers(1, 100))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(faults=st.lists(BLINKS, max_size=4), ticks=st.integers(0, 20), writes=st.booleans())
    def two_processes_look_and_are_killed(self, faults: list[str], ticks: int, writes: bool) -> None:
        """Also in the middle of a customer's writing."""

        async def both() -> None:
            self.store.faults = list(faults)
            looks = [asyncio.create_task(self.worker(which).send_due()) for which in (0, 1)]
            await idle(ticks)
            if writes:
                self.store.faults = []
                self.customer_writes()
            for look in looks:
                look.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
            self.store.faults = []

        self.run(both())

    @rule()
    def both_processes_look_to_the_end(self) -> None:
        async def both() -> None:
            self.store.faults = []
            await asyncio.gather(*(self.worker(which).send_due() for which in (0, 1)))

        self.run(both())
        said = {message.id for message in self.store.messages_after(self.id)}
        shown = {reply.id: reply for reply in self.store.scheduled_of(self.id)}
        for reply in self.replies.values():
            if reply.due_at > self.now or reply.cancelled or reply.id in said:
                continue
            # What is due never just waits on: it was said, or somebody is asked to look at it.
            assert shown[reply.id].state == "held"
            assert not reply.free or reply.due_at < self.now - LATEST
            reply.free = False

    def worker(self, which: int) -> SendingLater:
        return SendingLater(self.store, self.gates[which], lambda: self.now)

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_transcript_keeps_the_rule(self) -> None:
        holder: str | None = None
        last_words = 0
        said: list[str] = []
        for message in self.store.messages_after(self.id):
            what, _, name = message.plain_text.partition(" ")
            if message.role == "customer":
                last_words = message.seq
            elif message.role == "agent":
                assert message.author == holder
                assert self.replies[message.id].seen >= last_words, "a word that the agent had not read came before"
                assert not self.replies[message.id].cancelled
                said.append(message.id)
            elif what == "joined":
                holder = name
            else:
                holder = None
        assert len(said) == len(set(said))
        shown = {reply.id for reply in self.store.scheduled_of(self.id)}
        assert not shown & set(said)
        for reply in self.replies.values():
            assert reply.cancelled or reply.id in said or reply.id in shown, "a reply is lost"


@pytest.mark.usefixtures("no_threads")
class TestLater(Later.TestCase):  # type: ignore[misc, name-defined]
    settings = many_steps(40, examples=40)
