"""Who answers a conversation now: the assistant or a human agent.

The gate is kept in the database: ``Turns.finish_turn`` looks at it again inside the commit that stores a reply, so
that nothing computed before a claim gets out after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.messages import Language, Message, Paragraph
from bot.store import Agent, Claim, Handler, Store, StoredMessage
from bot.store.scheduled_records import SentLater


def assistant_answers(handler: Handler) -> bool:
    """Whether the assistant may speak while ``handler`` has the conversation."""
    return handler == "assistant"


@dataclass(frozen=True)
class GateSentences:
    """What the customer reads when an agent comes or goes, in each language; ``{name}`` is the agent's name."""

    joined: Mapping[Language, str]
    left: Mapping[Language, str]
    relieved: Mapping[Language, str]
    """The agent goes and a colleague comes, without the assistant in between."""


class Gate:
    """Hands conversations from one to the other."""

    def __init__(self, store: Store, changed: Callable[[str], None], sentences: GateSentences) -> None:
        self._store = store
        self._changed = changed
        self._sentences = sentences

    async def claim(self, conversation_id: str, agent: Agent, *, instead_of: Agent | None = None) -> Claim:
        """Give the conversation to an agent; the assistant is silent from now on. The first agent wins.

        Args:
            instead_of: a colleague from whom it is taken, without the assistant having it in between.

        Raises:
            UnknownConversation: there is none.
        """
        notice = _notice(self._sentences.joined, agent)
        left = _notice(self._sentences.relieved, instead_of) if instead_of else None
        claim = await asyncio.to_thread(
            self._store.claim, conversation_id, agent, notice, instead_of=instead_of, left=left
        )
        self._changed(conversation_id)
        return claim

    async def hand_back(self, conversation_id: str, agent: Agent) -> bool:
        """Give the conversation back to the assistant; it answers what comes from now on.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: another agent has it.
        """
        notice = _notice(self._sentences.left, agent)
        changed = await asyncio.to_thread(self._store.hand_back, conversation_id, agent, notice)
        self._changed(conversation_id)
        return changed

    async def close(self, conversation_id: str, agent: Agent, reason: str) -> bool:
        """Close the conversation for the agents; the assistant answers if the customer comes back.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: another agent has it.
        """
        notice = _notice(self._sentences.left, agent)
        changed = await asyncio.to_thread(self._store.close_conversation, conversation_id, agent, reason, notice)
        self._changed(conversation_id)
        return changed

    async def say(
        self, conversation_id: str, agent: Agent, message: Message, key: str, seen: int | None = None
    ) -> StoredMessage | None:
        """Say something to the customer in the agent's name; None when it was said before under this key.

        Args:
            seen: the last message that the agent had read; without it nobody is asked.

        Raises:
            UnknownConversation: there is none.
            AgentNotInCharge: the agent has not claimed the conversation.
            NewerMessages: the customer or another agent wrote behind what the agent had read.
        """
        said = await asyncio.to_thread(self._store.say, conversation_id, message, key=key, author=agent, seen=seen)
        self._changed(conversation_id)
        return said

    async def say_scheduled(self, reply_id: str, latest: timedelta) -> SentLater | None:
        """Say a reply that was written for later and is due, unless it may be wrong by now; None when it has ended.

        Args:
            latest: so long after it was due it is still said.
        """
        outcome = await asyncio.to_thread(self._store.send_scheduled, reply_id, latest)
        if outcome is not None:
            self._changed(outcome.conversation_id)
        return outcome

    async def say_scheduled_now(self, reply_id: str, agent: Agent, *, version: int, seen: int) -> StoredMessage:
        """Say a reply that was written for later without waiting any longer.

        Raises:
            ScheduledReplyMoved: it was said, cancelled or changed meanwhile.
            AgentNotInCharge, ConversationClosed, NewerMessages: the agent may not say it now.
        """
        said = await asyncio.to_thread(self._store.send_scheduled_now, reply_id, agent, version=version, seen=seen)
        self._changed(said.conversation_id)
        return said


def _notice(sentences: Mapping[Language, str], agent: Agent) -> dict[Language, Message]:
    return {
        language: Message(language=language, blocks=(Paragraph(text=sentence.format(name=agent.name)),))
        for language, sentence in sentences.items()
    }
