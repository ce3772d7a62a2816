"""What happens at the desk now: which conversations change, who looks at them, who types.

It lives in the memory of one process, as everything here is over when that ends. Where several fronts run, a proxy has
to bring agents and customers to the same one for them to see each other type; what is said reaches everybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import Request

from bot.channels.front import front_of
from bot.feed import TYPING_SECONDS, Feed
from bot.store.people_records import Person


@dataclass(frozen=True)
class Presence:
    """Somebody who has a conversation open."""

    id: str
    name: str
    typing: bool


@dataclass(frozen=True)
class Call:
    """Somebody was mentioned in a note."""

    by: str
    conversation: str


@dataclass(frozen=True)
class News:
    """What has changed since the last look."""

    conversations: frozenset[str] = frozenset()
    presence: bool = False
    calls: tuple[Call, ...] = ()


@dataclass(eq=False)
class Stream:
    """One open page: whose it is, and which conversation it shows."""

    person: Person
    conversation_id: str | None
    _changed: set[str] = field(default_factory=set)
    _presence: bool = True
    _calls: list[Call] = field(default_factory=list)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def news(self, within: float) -> News | None:
        """What is new, as soon as there is something; None when there was nothing in time."""
        try:
            await asyncio.wait_for(self._woken.wait(), within)
        except asyncio.TimeoutError:
            return None
        self._woken.clear()
        news = News(frozenset(self._changed), self._presence, tuple(self._calls))
        self._changed.clear()
        self._calls.clear()
        self._presence = False
        return news

    def changed(self, conversation_id: str) -> None:
        """A conversation has changed."""
        self._changed.add(conversation_id)
        self._woken.set()

    def called(self, call: Call) -> None:
        """Who looks at this page was mentioned."""
        self._calls.append(call)
        self._woken.set()

    def came_or_went(self) -> None:
        """Somebody else looks, or types, or no longer does."""
        self._presence = True
        self._woken.set()


class Live:
    """The open pages of this process. Belongs to one event loop."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._streams: set[Stream] = set()
        self._typing: dict[tuple[str, str], asyncio.TimerHandle] = {}
        feed.listen(self.changed)
        feed.listen_to_typing(self._tell)

    @property
    def closed(self) -> bool:
        """Whether the process is about to end."""
        return self._feed.closed

    def changed(self, conversation_id: str) -> None:
        """Tell every open page that a conversation has changed."""
        for stream in self._streams:
            stream.changed(conversation_id)

    def call_in(self, agents: Collection[str], call: Call) -> None:
        """Tell everybody who was mentioned, on each page they have open but the one that shows the note."""
        for stream in self._streams:
            if stream.person.agent.id in agents and stream.conversation_id != call.conversation:
                stream.called(call)

    @contextmanager
    def stream(self, person: Person, conversation_id: str | None) -> Iterator[Stream]:
        """An open page while the context lasts."""
        stream = Stream(person, conversation_id)
        self._streams.add(stream)
        self._tell(conversation_id)
        try:
            yield stream
        finally:
            self._streams.discard(stream)
            if conversation_id and not self._looks(conversation_id, person.id):
                self.stopped_typing(conversation_id, person.id)
            self._tell(conversation_id)

    def pages_of(self, person_id: str) -> int:
        """How many pages somebody has open."""
        return sum(stream.person.id == person_id for stream in self._streams)

    def present(self, conversation_id: str) -> list[Presence]:
        """Who has a conversation open, each once."""
        people = {
            stream.person.id: stream.person.name
            for stream in self._streams
            if stream.conversation_id == conversation_id
        }
        return [
            Presence(person_id, name, (conversation_id, person_id) in self._typing)
            for person_id, name in sorted(people.items(), key=lambda item: (item[1], item[0]))
        ]

    def types(self, conversation_id: str, person_id: str) -> None:
        """Somebody has just typed."""
        key = (conversation_id, person_id)
        before = self._typing.get(key)
        if before is not None:
            before.cancel()
        loop = asyncio.get_running_loop()
        self._typing[key] = loop.call_later(TYPING_SECONDS, self.stopped_typing, conversation_id, person_id)
        if before is None:
            self._tell(conversation_id)

    def stopped_typing(self, conversation_id: str, person_id: str) -> None:
        """Somebody has sent what they typed, or gave it up."""
        timer = self._typing.pop((conversation_id, person_id), None)
        if timer is not None:
            timer.cancel()
            self._tell(conversation_id)

    def _looks(self, conversation_id: str, person_id: str) -> bool:
        return any(
            stream.conversation_id == conversation_id and stream.person.id == person_id for stream in self._streams
        )

    def _tell(self, conversation_id: str | None) -> None:
        for stream in self._streams:
            if conversation_id is not None and stream.conversation_id == conversation_id:
                stream.came_or_went()


def live_of(request: Request) -> Live:
    """The open pages of the front that this request reached; nobody is asked to look before the first one."""
    state = request.app.state
    live = getattr(state, "desk_live", None)
    if live is None:
        live = state.desk_live = Live(front_of(request).feed)
    assert isinstance(live, Live)
    return live
