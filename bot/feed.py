"""Tells the open streams of this process that a conversation has changed, without polling."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

Typist = Literal["agent", "customer"]

TYPING_SECONDS = 6.0
"""So long somebody counts as typing after their last key."""


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
    """Who watches which conversation, and who is busy writing in it. Belongs to one event loop.

    Nothing of it is kept: who watches another process's feed doesn't see who types at this one.
    """

    def __init__(self) -> None:
        self.closed = False
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._typing: set[str] = set()
        self._listeners: list[Callable[[str], None]] = []
        self._typists: dict[tuple[str, Typist], asyncio.TimerHandle] = {}
        self._typing_listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the id of every conversation that changes, at once and on the event loop."""
        self._listeners.append(listener)

    def listen_to_typing(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the id of a conversation where somebody begins or stops typing."""
        self._typing_listeners.append(listener)

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
        self._wake(conversation_id)

    def set_typing(self, conversation_id: str, typing: bool) -> None:
        """Note whether the assistant is working on an answer."""
        if typing != (conversation_id in self._typing):
            (self._typing.add if typing else self._typing.discard)(conversation_id)
            self.changed(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        """Whether the assistant is working on an answer."""
        return conversation_id in self._typing

    def types(self, conversation_id: str, who: Typist) -> None:
        """Note that a person has just typed; it is over by itself a few seconds after their last key."""
        before = self._typists.pop((conversation_id, who), None)
        if before is not None:
            before.cancel()
        loop = asyncio.get_running_loop()
        self._typists[conversation_id, who] = loop.call_later(TYPING_SECONDS, self.stopped, conversation_id, who)
        if before is None:
            self._tell_typing(conversation_id)

    def stopped(self, conversation_id: str, who: Typist) -> None:
        """Note that a person has sent what they typed, gave it up or left."""
        timer = self._typists.pop((conversation_id, who), None)
        if timer is not None:
            timer.cancel()
            self._tell_typing(conversation_id)

    def person_types(self, conversation_id: str, who: Typist) -> bool:
        """Whether a person is typing."""
        return (conversation_id, who) in self._typists

    def _tell_typing(self, conversation_id: str) -> None:
        for listener in self._typing_listeners:
            listener(conversation_id)
        self._wake(conversation_id)

    def _wake(self, conversation_id: str) -> None:
        for watch in self._watches.get(conversation_id, ()):
            watch.wake()

    def close(self) -> None:
        """End every stream; the process stops."""
        self.closed = True
        for watches in self._watches.values():
            for watch in watches:
                watch.wake()
