"""What leaves the desk: a turn's replies are stored and its end noted in one commit, then announced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialogue.port import TurnReply
from bot.feed import Feed
from bot.messages import Language, Message, Paragraph
from bot.store import Role, Store, TurnEnd, WaitingTurn


@dataclass(frozen=True)
class SystemSentences:
    """What the desk itself says when the assistant can't, in each language."""

    slow: Mapping[Language, str]
    unanswerable: Mapping[Language, str]


class Outbox:
    """Stores what is said to customers and wakes whoever shows it to them."""

    def __init__(
        self,
        store: Store,
        feed: Feed,
        sentences: SystemSentences,
        language_of: Callable[[WaitingTurn], Language] = lambda turn: turn.language,
    ) -> None:
        self._store = store
        self._feed = feed
        self._sentences = sentences
        self._language_of = language_of

    async def deliver(self, turn: WaitingTurn, reply: TurnReply) -> TurnEnd:
        """Say what the assistant answered and end the turn."""
        if not reply.messages:
            return await self.apologise(turn)
        return await self._finish(turn, reply.messages, reply.language, "assistant", reply.trace.model_dump())

    async def apologise(self, turn: WaitingTurn) -> TurnEnd:
        """End a turn that will never be answered, and say what the customer can do."""
        language = self._language_of(turn)
        return await self._finish(turn, (_said(language, self._sentences.unanswerable),), language, "system", None)

    async def tell_to_wait(self, turn: WaitingTurn) -> None:
        """Say that the answer takes longer, unless that has been said since the last answer."""
        notice = _said(self._language_of(turn), self._sentences.slow)
        if await asyncio.to_thread(self._store.tell_to_wait, turn, notice) is not None:
            self._feed.changed(turn.conversation_id)

    async def hold(self, turn: WaitingTurn) -> TurnEnd:
        """Leave the turn to the agent who has the conversation."""
        return await asyncio.to_thread(self._store.hold_turn, turn)

    async def _finish(
        self,
        turn: WaitingTurn,
        messages: tuple[Message, ...],
        language: Language,
        role: Role,
        trace: dict[str, object] | None,
    ) -> TurnEnd:
        end = await asyncio.to_thread(
            self._store.finish_turn, turn, messages, language=language, role=role, trace=trace
        )
        self._feed.changed(turn.conversation_id)
        return end


def _said(language: Language, sentence: Mapping[Language, str]) -> Message:
    return Message(language=language, blocks=(Paragraph(text=sentence[language]),))
