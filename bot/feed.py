"""Tells the open streams of this process that a conversation has changed, without polling."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watch:
    """One stream's view of a conversation: wakes when there may be something new."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    async def changed(self, within: float) -> bool:
        """Wait for a change; false when there was none in time."""
        try:
            await asyncio.wait_for(self._changed.wait(), within)
        except asyncio.TimeoutError:
            return False
        self._changed.clear()
        return True

    def wake(self) -> None:
        """Say that there may be something new."""
        self._changed.set()


class Feed:
    """Who watches which conversation, and where the assistant is busy. Belongs to one event loop."""

    def __init__(self) -> None:
        self.closed = False
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._typing: set[str] = set()
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the id of every conversation that changes, at once and on the event loop."""
        self._listeners.append(listener)

    @contextmanager
    def watch(self, conversation_id: str) -> Iterator[Watch]:
        """Watch a conversation while the context lasts."""
        watch = Watch()
        self._watches[conversation_id].add(watch)
        try:
            yield watch
        finally:
            self._watches[conversation_id].discard(watch)
            if not self._watches[conversation_id]:
                del self._watches[conversation_id]

    def watchers(self, conversation_id: str) -> int:
        """How many streams watch a conversation."""
        return len(self._watches.get(conversation_id, ()))

    def changed(self, conversation_id: str) -> None:
        """Wake everyone who watches the conversation, and tell the listeners."""
        for listener in self._listeners:
            listener(conversation_id)
        for watch in self._watches.get(conversation_id, ()):
            watch.wake()

    def set_typing(self, conversation_id: str, typing: bool) -> None:
        """Note whether the assistant is working on an answer."""
        if typing != (conversation_id in self._typing):
            (self._typing.add if typing else self._typing.discard)(conversation_id)
            self.changed(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        """Whether the assistant is working on an answer."""
        return conversation_id in self._typing

    def close(self) -> None:
        """End every stream; the process stops."""
        self.closed = True
        for watches in self._watches.values():
            for watch in watches:
                watch.wake()
