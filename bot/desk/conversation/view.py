"""What the page of a conversation shows, read from the store in one go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.assist.conversation import read_talk
from bot.assist.facts import Fact, read_facts
from bot.channels.front import Front
from bot.desk.conversation.why import Why, why_of
from bot.desk.rendering_times import JAPAN
from bot.desk.shell_errors import NotFound
from bot.store import Case, Note, Store, StoredMessage
from bot.store.inbox_records import GuideVerdict, InboxEntry, Related
from bot.store.people_records import Person
from bot.store.scheduled_records import ScheduledReply

_CALL = re.compile(r"(?<![a-z0-9._+-])@")
"""An at sign that calls somebody; the one of a mail address does not."""

MOST_LINES = 200
"""So many messages are shown at a time."""


@dataclass(frozen=True)
class Line:
    """One message; ``new_day`` is set when it is the first of its day."""

    message: StoredMessage
    why: Why | None
    new_day: date | None


@dataclass(frozen=True)
class Beside:
    """What stands beside the transcript."""

    facts: tuple[Fact, ...]
    cases: tuple[Case, ...]
    notes: tuple[Note, ...]
    verdicts: tuple[GuideVerdict, ...]
    related: Related
    people: tuple[Person, ...]


@dataclass(frozen=True)
class View:
    """The page; ``earlier`` is where the messages before the first one shown begin."""

    entry: InboxEntry
    lines: tuple[Line, ...]
    beside: Beside
    unsent: tuple[int, ...] = ()
    earlier: int | None = None
    scheduled: tuple[ScheduledReply, ...] = ()

    @property
    def erased_at(self) -> datetime | None:
        """When what was said up to then was erased at the customer's wish."""
        return max((case.erased_at for case in self.beside.cases if case.erased_at is not None), default=None)


def read_view(front: Front, conversation_id: str, person: Person, after: int | None = None) -> View:
    """The conversation from behind a message on, or its last part.

    Raises:
        NotFound: there is no such conversation.
    """
    store = front.store
    entry = store.inbox_entry(conversation_id)
    if entry is None:
        raise NotFound
    start = max(0, entry.last_seq - MOST_LINES) if after is None else after
    lines = read_lines(store, conversation_id, start)
    if store.has_mentions(conversation_id, person.agent.id):
        store.read_mentions(conversation_id, person.agent.id)
    unsent = tuple(store.unsent_of(conversation_id))
    earlier = max(0, start - MOST_LINES) if start else None
    scheduled = tuple(store.scheduled_of(conversation_id))
    return View(entry, lines, read_beside(front, entry), unsent, earlier, scheduled)


def read_lines(store: Store, conversation_id: str, after: int) -> tuple[Line, ...]:
    """The messages behind ``after``, each answer with what stands behind it."""
    turns = store.turns_behind(conversation_id, after)
    before = store.message_at(conversation_id, after)
    last_day = _day(before) if before else None
    lines: list[Line] = []
    for message in store.messages_after(conversation_id, after):
        today = _day(message)
        why = why_of(turns.get(message.seq), message) if message.role == "assistant" else None
        lines.append(Line(message, why, today if today != last_day else None))
        last_day = today
    return tuple(lines)


def read_beside(front: Front, entry: InboxEntry) -> Beside:
    """Facts, cases, notes and what else belongs to a conversation."""
    store = front.store
    today = front.clock().astimezone(ZoneInfo(front.settings.timezone)).date()
    facts = read_facts(read_talk(store, entry.id).lines, front.knowledge, today, entry.language)
    return Beside(
        facts=facts.shown,
        cases=tuple(store.cases_of(entry.id)),
        notes=tuple(store.notes_of(entry.id)),
        verdicts=tuple(store.verdicts_of(entry.id)),
        related=store.related(entry.id),
        people=tuple(colleague for colleague in store.people() if colleague.active),
    )


def called_in(text: str, people: Sequence[Person]) -> list[str]:
    """The agents who are mentioned in a note as ``@name``, in any width and case; the longest name that fits counts."""
    names: Mapping[str, str] = {_compared(person.name): person.agent.id for person in people}
    called: list[str] = []
    for piece in _CALL.split(_compared(text))[1:]:
        piece = piece.lstrip()
        fitting = [name for name in names if piece.startswith(name)]
        if fitting:
            called.append(names[max(fitting, key=len)])
    return list(dict.fromkeys(called))


def _compared(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _day(message: StoredMessage) -> date:
    return message.created_at.astimezone(JAPAN).date()
