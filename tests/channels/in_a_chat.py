"""Plays scripted conversations in a customer's chat on a platform: what is written, what is picked, what can be read."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any

from bot.store import Link, Store

_PATIENCE_SECONDS = 60


class InAChat(ABC):
    """The assistant as a customer on a platform meets it; for ``playing.play``, which runs in a thread of its own.

    Args:
        address: the customer's chat, as links name it.
        loop: where the desk works.
    """

    def __init__(self, store: Store, channel: str, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self._store = store
        self._channel = channel
        self._address = address
        self._loop = loop

    def say(self, text: str) -> str:
        return self._done(self._said(text))

    def pick(self, label: str) -> str:
        return self._done(self._picked(label))

    @property
    @abstractmethod
    def labels(self) -> list[str]:
        """What can be picked now."""

    @property
    def language(self) -> str:
        link = self._link
        assert link is not None
        return self._store.messages_after(link.conversation_id, 0, 500)[-1].language

    @property
    def case_numbers(self) -> list[str]:
        link = self._link
        return [case.number for case in self._store.cases_of(link.conversation_id)] if link else []

    @abstractmethod
    async def _said(self, text: str) -> str:
        """Write something, and read what is answered."""

    @abstractmethod
    async def _picked(self, label: str) -> str:
        """Pick what a pattern matches, and read what is answered."""

    @property
    def _link(self) -> Link | None:
        return self._store.find_link(self._channel, self._address)

    def _done(self, work: Coroutine[Any, Any, str]) -> str:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_SECONDS)
