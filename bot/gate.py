"""Who answers a conversation now: the assistant or a human agent.

The gate is kept in the database: ``Turns.finish_turn`` looks at it again inside the commit that stores a reply, so
that nothing computed before a claim gets out after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.store import Handler, Store


def assistant_answers(handler: Handler) -> bool:
    """Whether the assistant may speak while ``handler`` has the conversation."""
    return handler == "assistant"


class Gate:
    """Hands conversations from one to the other."""

    def __init__(self, store: Store, changed: Callable[[str], None]) -> None:
        self._store = store
        self._changed = changed

    async def claim(self, conversation_id: str) -> None:
        """Give the conversation to an agent; the assistant is silent from now on."""
        await asyncio.to_thread(self._store.claim, conversation_id)
        self._changed(conversation_id)

    async def hand_back(self, conversation_id: str) -> None:
        """Give the conversation back to the assistant; it answers what comes from now on."""
        await asyncio.to_thread(self._store.hand_back, conversation_id)
        self._changed(conversation_id)
