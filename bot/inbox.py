"""What reaches the desk: accepted once, answered in order, never lost.

A message is stored first and answered from the database, by one worker for each conversation. Whatever fails on the
way is tried again under the same turn id, so that a process may end anywhere: the next one goes on.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import structlog

from bot.dialogue.port import DialoguePort, DialogueRefused, DialogueUnavailable, TurnRequest
from bot.feed import Feed
from bot.gate import assistant_answers
from bot.outbox import Outbox
from bot.store import Accepted, Incoming, Store, StoreUnavailable, TurnEnd, WaitingTurn

log = structlog.get_logger("koshin.inbox")

_FAULTS_BEFORE_APOLOGY = 5
_OWN_FAULTS = frozenset({"action_failed", "status_500"})
"""Reasons of a failed turn that lie in the assistant itself, not in a part that is away."""


@dataclass(frozen=True)
class Pace:
    """How patient the inbox is, in seconds, and how many turns it asks for at the same time.

    ``channel_notice_after`` is for channels that show by other means that somebody is at work.
    """

    notice_after: float = 4.0
    channel_notice_after: Mapping[str, float] = field(default_factory=lambda: {"line": 20.0})
    first_pause: float = 0.2
    longest_pause: float = 5.0
    parallel: int = 16
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def pauses(self) -> Iterator[float]:
        """The pauses between tries, without an end."""
        pause = self.first_pause
        while True:
            yield pause
            pause = min(pause * 2, self.longest_pause)


class Inbox:
    """Accepts what customers do and sees to it that each of it ends."""

    def __init__(
        self, store: Store, dialogue: DialoguePort, outbox: Outbox, feed: Feed, pace: Pace | None = None
    ) -> None:
        self._store = store
        self._dialogue = dialogue
        self._outbox = outbox
        self._feed = feed
        self._pace = pace or Pace()
        self._places = asyncio.Semaphore(self._pace.parallel)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._waiters = _Waiters()
        self._resuming: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Go on with whatever an earlier process had accepted and not answered."""
        self._resuming = asyncio.create_task(self._resume())

    async def stop(self) -> None:
        """Leave every unfinished turn to the next process."""
        self._stopping = True
        tasks = [*self._workers.values(), *([self._resuming] if self._resuming else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.release()

    def release(self) -> None:
        """Let everyone go who waits for the end of a turn."""
        self._stopping = True
        self._waiters.release()

    async def accept(self, incoming: Incoming) -> Accepted:
        """Store what a customer did and have it answered; the same client message again changes nothing.

        Raises:
            UnknownConversation: there is none.
            StoreUnavailable: nothing was stored.
        """
        # Whoever asked may leave; what is stored must still be answered.
        return await asyncio.shield(asyncio.ensure_future(self._accept(incoming)))

    async def ended(self, conversation_id: str, turn_id: str, within: float) -> TurnEnd | None:
        """Wait for the end of a turn; ``None`` when it hasn't ended in time."""
        with self._waiters.waiting(conversation_id, turn_id) as end:
            self._wake(conversation_id)
            try:
                return await asyncio.wait_for(end, within)
            except asyncio.TimeoutError:
                return None

    async def unsend(self, conversation_id: str, client_message_id: str) -> bool:
        """Let what a customer wrote vanish, from the assistant's memory too; false when there is no such message.

        Raises:
            DialogueUnavailable: the assistant still remembers it; call again.
            StoreUnavailable: as it says.
        """
        turn_id = await asyncio.to_thread(self._store.unsend, conversation_id, client_message_id)
        if turn_id is None:
            return False
        self._feed.changed(conversation_id)
        worker = self._workers.get(conversation_id)
        if worker is not None:  # an answer under way would remember it afterwards
            await asyncio.wait([worker])
        await self._dialogue.forget(conversation_id, turn_id)
        heard_in = await asyncio.to_thread(self._store.heard_in, turn_id)
        if heard_in is not None:
            # What was said to an agent, the assistant has read in a later turn.
            await self._dialogue.forget(conversation_id, heard_in)
        return True

    async def _accept(self, incoming: Incoming) -> Accepted:
        accepted = await asyncio.to_thread(self._store.accept, incoming)
        if accepted.new:
            log.info("accepted", turn=accepted.turn_id, kind=incoming.kind, channel=incoming.channel)
        if accepted.state == "waiting":
            self._feed.changed(incoming.conversation_id)
            self._wake(incoming.conversation_id, accepted.next_turn)
        return accepted

    async def _resume(self) -> None:
        for pause in self._pace.pauses():
            try:
                conversations = await asyncio.to_thread(self._store.unfinished_conversations)
            except StoreUnavailable:
                await self._pace.sleep(pause)
                continue
            if conversations:
                log.info("unfinished conversations go on", count=len(conversations))
            for conversation_id in conversations:
                self._wake(conversation_id)
            return

    def _wake(self, conversation_id: str, first: WaitingTurn | None = None) -> None:
        if self._stopping:
            return
        if conversation_id in self._workers:
            self._again.add(conversation_id)
        else:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id, first))

    async def _work(self, conversation_id: str, turn: WaitingTurn | None) -> None:
        """Answer everything that waits in one conversation, in order; ``turn`` saves the first look."""
        more = True
        try:
            while more or conversation_id in self._again:
                self._again.discard(conversation_id)
                turn = turn or await self._next(conversation_id)
                if turn is None:
                    more = False
                    continue
                # The worker outlives the request that began it; from here on the turn is what to look for.
                structlog.contextvars.bind_contextvars(correlation_id=turn.turn_id)
                async with self._notice(turn):
                    end = await self._settle(turn)
                self._waiters.tell(conversation_id, turn.turn_id, end)
                turn, more = None, end.more
            # Nothing waits any more, so whoever still does came after the end.
            self._waiters.tell_all(conversation_id, TurnEnd("done"))
        except Exception:
            log.exception("worker failed; the conversation goes on with its next message")
        finally:
            # No await from the look at _again to here: nobody can wake a worker that is already gone.
            self._workers.pop(conversation_id, None)
            self._feed.set_typing(conversation_id, False)

    async def _next(self, conversation_id: str) -> WaitingTurn | None:
        for pause in self._pace.pauses():
            try:
                return await asyncio.to_thread(self._store.next_turn, conversation_id)
            except StoreUnavailable:
                await self._pace.sleep(pause)
        return None

    @asynccontextmanager
    async def _notice(self, turn: WaitingTurn) -> AsyncIterator[None]:
        notice = asyncio.create_task(self._tell_to_wait(turn))
        try:
            yield
        finally:
            notice.cancel()

    async def _tell_to_wait(self, turn: WaitingTurn) -> None:
        await self._pace.sleep(self._pace.channel_notice_after.get(turn.channel, self._pace.notice_after))
        for pause in self._pace.pauses():
            try:
                return await self._outbox.tell_to_wait(turn)
            except StoreUnavailable:
                await self._pace.sleep(pause)

    async def _settle(self, turn: WaitingTurn) -> TurnEnd:
        """Try until the turn has ended: answered, held for the agent, or given up with an apology."""
        faults = 0
        for pause in self._pace.pauses():
            try:
                end = await self._try(turn, give_up=faults >= _FAULTS_BEFORE_APOLOGY)
                if end.state != "waiting":
                    return end
            except (DialogueUnavailable, StoreUnavailable) as error:
                if str(error) in _OWN_FAULTS:
                    faults += 1  # it will hardly pass by waiting, and later messages wait behind it
                log.warning("turn is tried again", reason=str(error), pause=pause)
            except Exception:
                faults += 1
                log.exception("turn failed", faults=faults)
            await self._pace.sleep(pause)
            fresh = await self._next(turn.conversation_id)
            if fresh is None or fresh.turn_id != turn.turn_id:
                break
            turn = fresh
        return TurnEnd("done")

    async def _try(self, turn: WaitingTurn, *, give_up: bool) -> TurnEnd:
        if not assistant_answers(turn.handler):
            self._feed.set_typing(turn.conversation_id, False)
            return await self._outbox.hold(turn)
        if give_up:
            return await self._outbox.apologise(turn)
        self._feed.set_typing(turn.conversation_id, True)
        try:
            async with self._places:
                reply = await self._dialogue.turn(_request(turn))
        except DialogueRefused as error:
            log.error("turn was refused", reason=error.reason)
            return await self._outbox.apologise(turn)
        return await self._outbox.deliver(turn, reply)


class _Waiters:
    """Requests that wait for the end of a turn."""

    def __init__(self) -> None:
        self._ends: defaultdict[str, dict[asyncio.Future[TurnEnd | None], str]] = defaultdict(dict)

    @contextmanager
    def waiting(self, conversation_id: str, turn_id: str) -> Iterator[asyncio.Future[TurnEnd | None]]:
        """A future that the end of the turn fulfils."""
        end: asyncio.Future[TurnEnd | None] = asyncio.get_running_loop().create_future()
        self._ends[conversation_id][end] = turn_id
        try:
            yield end
        finally:
            self._ends[conversation_id].pop(end)
            if not self._ends[conversation_id]:
                del self._ends[conversation_id]

    def tell(self, conversation_id: str, turn_id: str, end: TurnEnd) -> None:
        """A turn has ended."""
        for future, waited_for in self._ends.get(conversation_id, {}).items():
            if waited_for == turn_id:
                _fulfil(future, end)

    def tell_all(self, conversation_id: str, end: TurnEnd) -> None:
        """Every turn of the conversation has ended."""
        for future in self._ends.get(conversation_id, {}):
            _fulfil(future, end)

    def release(self) -> None:
        """Let everyone go; nothing has ended."""
        for futures in self._ends.values():
            for future in futures:
                _fulfil(future, None)


def _fulfil(future: asyncio.Future[TurnEnd | None], end: TurnEnd | None) -> None:
    if not future.done():
        future.set_result(end)


def _request(turn: WaitingTurn) -> TurnRequest:
    return TurnRequest(
        conversation_id=turn.conversation_id,
        message_id=turn.turn_id,
        text=turn.text if turn.kind in ("text", "choice") and not turn.payload else None,
        payload=turn.payload,
        channel=turn.channel,
        language_hint=turn.language,
        language_switch=turn.language if turn.kind == "language" else None,
        after_agent=turn.after_agent,
    )
