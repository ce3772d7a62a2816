"""The gate as a state machine: whatever is redelivered, retried, killed or timed out, no assistant text follows a claim.

The transcript itself is the judge: between somebody's coming and going only customers and that person speak.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogue.memory import MemoryDialogue, echo
from bot.dialogue.port import DialogueRefused
from bot.feed import Feed
from bot.gate import Gate, GateSentences
from bot.inbox import Inbox, Pace
from bot.messages import Message, Paragraph
from bot.outbox import Outbox, SystemSentences
from bot.store import Agent, AgentNotInCharge, Incoming, NewCase, StoredMessage, StoreUnavailable
from bot.store.errors import NewerMessages
from tests.machines import DELAYS, BlinkingStore, fresh_database, idle, many_steps, no_threads

__all__ = ["no_threads"]

T = TypeVar("T")
AGENTS = (Agent("desk:1", "山田"), Agent("slack:T1:U2", "佐藤"))
NAMES = {agent.name for agent in AGENTS}
SYSTEM = SystemSentences(slow={"ja": "slow", "en": "slow"}, unanswerable={"ja": "sorry", "en": "sorry"})
SENTENCES = GateSentences(
    joined={"ja": "joined {name}", "en": "joined {name}"},
    left={"ja": "left {name}", "en": "left {name}"},
    relieved={"ja": "left {name}", "en": "left {name}"},
)


async def _pause(_seconds: float) -> None:
    # Also the wait before "it takes longer" is over at once, or much later: every race with the claim is tried.
    await idle(DELAYS.randint(1, 12))


class Takeover(RuleBasedStateMachine):
    """A customer, two agents, the assistant and the machine do what they like."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        DELAYS.seed(seed)
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.store = BlinkingStore(fresh_database(self.folder))
        self.dialogue = MemoryDialogue(echo)
        self.id = self.store.open_conversation("web", "ja").id
        self.sent: list[str] = []
        self.keys = 0
        self.start()

    def start(self) -> None:
        feed = Feed()
        self.gate = Gate(self.store, feed.changed, SENTENCES)
        self.inbox = Inbox(
            self.store,
            self.dialogue,
            Outbox(self.store, feed, SYSTEM),
            feed,
            Pace(notice_after=1, sleep=_pause),
        )

        async def begin() -> None:
            self.inbox.start()

        self.run(begin())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.dialogue.resume()
        self.store.faults = []
        self.run(self.everything_ends())
        self.the_transcript_keeps_the_rule()
        self.run(self.inbox.stop())
        self.store.close()
        self.loop.close()
        shutil.rmtree(self.folder)

    async def everything_ends(self) -> None:
        for _ in range(200):
            if not self.store.unfinished_conversations():
                return
            await idle(40)
        raise AssertionError("something accepted is never answered")

    async def deliver(self, name: str) -> None:
        while True:
            try:
                await self.inbox.accept(Incoming(self.id, name, text=name))
                return
            except StoreUnavailable:
                continue

    @rule(copies=st.integers(1, 3), ticks=st.integers(0, 12))
    def customer_writes(self, copies: int, ticks: int) -> None:
        name = f"m{len(self.sent)}"
        self.sent.append(name)

        async def deliver() -> None:
            await asyncio.gather(*(self.deliver(name) for _ in range(copies)))
            await idle(ticks)

        self.run(deliver())

    @rule(back=st.integers(0, 20))
    def platform_delivers_again(self, back: int) -> None:
        if self.sent:
            self.run(self.deliver(self.sent[back % len(self.sent)]))

    @rule(back=st.integers(0, 20))
    def customer_unsends(self, back: int) -> None:
        if self.sent:
            self.store.faults = []
            self.store.unsend(self.id, self.sent[back % len(self.sent)])

    @rule()
    def a_case_is_filed(self) -> None:
        self.store.faults = []
        self.store.file_case(NewCase(idempotency_key="case", conversation_id=self.id))

    @rule(who=st.integers(0, 1), ticks=st.integers(0, 12), blink=st.sampled_from(["none", "before", "after"]))
    def an_agent_claims(self, who: int, ticks: int, blink: str) -> None:
        async def claim() -> None:
            self.store.faults = [blink]
            try:
                outcome = await self.gate.claim(self.id, AGENTS[who])
            except StoreUnavailable:
                return
            holder = self.store.conversation(self.id)
            assert holder is not None
            assert outcome.won == (holder.agent == AGENTS[who])

        self.run(idle(ticks))
        self.run(claim())

    @rule(ticks=st.integers(0, 12))
    def both_claim_at_once(self, ticks: int) -> None:
        async def claim() -> None:
            before = self.store.conversation(self.id)
            self.store.faults = []
            claims = await asyncio.gather(*(self.gate.claim(self.id, agent) for agent in AGENTS))
            assert len({claim.by for claim in claims}) == 1
            assert sum(claim.won for claim in claims) == 1
            assert before is not None
            assert before.agent in (None, claims[0].by)

        self.run(idle(ticks))
        self.run(claim())

    @rule(who=st.integers(0, 1), ticks=st.integers(0, 12), blink=st.sampled_from(["none", "before", "after"]))
    def an_agent_is_replaced(self, who: int, ticks: int, blink: str) -> None:
        async def replace() -> None:
            before = self.store.conversation(self.id)
            assert before is not None
            self.store.faults = [blink]
            try:
                claim = await self.gate.claim(self.id, AGENTS[who], instead_of=before.agent)
            except StoreUnavailable:
                return
            assert claim.won

        self.run(idle(ticks))
        self.run(replace())

    @rule(who=st.integers(0, 1), blink=st.sampled_from(["none", "before", "after"]), old=st.booleans())
    def an_agent_writes(self, who: int, blink: str, old: bool) -> None:
        self.keys += not old
        key = f"a{self.keys}"
        agent = AGENTS[who]
        message = Message(language="ja", blocks=(Paragraph(text=f"{key} of {agent.name}"),))

        async def say() -> None:
            self.store.faults = [blink]
            seen = self.store.conversation(self.id)
            assert seen is not None
            try:
                await self.gate.say(self.id, agent, message, key, seen.last_seq)
            except StoreUnavailable:
                self.store.faults = []
            except AgentNotInCharge:
                assert seen.agent != agent
            except NewerMessages:
                raise AssertionError("nothing was written in between") from None

        self.run(say())

    @rule(who=st.integers(0, 1), closes=st.booleans(), blink=st.sampled_from(["none", "before", "after"]))
    def an_agent_leaves(self, who: int, closes: bool, blink: str) -> None:
        async def leave() -> None:
            self.store.faults = [blink]
            try:
                if closes:
                    await self.gate.close(self.id, AGENTS[who], "done")
                else:
                    await self.gate.hand_back(self.id, AGENTS[who])
            except StoreUnavailable:
                self.store.faults = []
            except AgentNotInCharge:
                holder = self.store.conversation(self.id)
                assert holder is not None
                assert holder.agent not in (None, AGENTS[who])

        self.run(leave())

    @rule(times=st.integers(1, 6))
    def assistant_fails(self, times: int) -> None:
        self.dialogue.fail(times)

    @rule()
    def assistant_refuses(self) -> None:
        self.dialogue.fail(1, DialogueRefused("told_to_refuse"))

    @rule(times=st.integers(1, 2))
    def answers_get_lost(self, times: int) -> None:
        self.dialogue.lose_answers(times)

    @rule()
    def assistant_hangs(self) -> None:
        self.dialogue.pause()

    @rule()
    def assistant_goes_on(self) -> None:
        self.dialogue.resume()

    @rule(faults=st.lists(st.sampled_from(["none", "before", "after"]), max_size=4))
    def database_blinks(self, faults: list[str]) -> None:
        self.store.faults = faults

    @rule(turns=st.integers(0, 40))
    def time_passes(self, turns: int) -> None:
        self.run(idle(turns))

    @rule(ticks=st.integers(0, 12))
    def process_is_killed_and_started_again(self, ticks: int) -> None:
        self.run(idle(ticks))
        self.run(self.inbox.stop())
        self.start()

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_transcript_keeps_the_rule(self) -> None:
        holder: str | None = None
        transcript = self.store.messages_after(self.id)
        assert [message.seq for message in transcript] == list(range(1, len(transcript) + 1))
        for message in transcript:
            holder = self.after(message, holder)
        found = self.store.conversation(self.id)
        assert found is not None
        assert (found.agent.name if found.agent else None) == holder

    def after(self, message: StoredMessage, holder: str | None) -> str | None:
        """Who has the conversation behind this message."""
        if message.role == "customer":
            return holder
        what, _, name = message.plain_text.partition(" ")
        if message.role == "agent":
            assert message.author == holder
        elif message.role == "system" and what == "joined":
            assert holder is None
            return name
        elif message.role == "system" and what == "left":
            assert name == holder
            return None
        else:
            assert holder is None, f"{message.role} spoke while {holder} had the conversation"
        return holder


@pytest.mark.usefixtures("no_threads")
class TestTakeover(Takeover.TestCase):  # type: ignore[misc, name-defined]
    settings = many_steps(40)
