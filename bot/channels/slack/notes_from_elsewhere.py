"""Brings the notes that agents write elsewhere, such as at the web desk, into the threads under the cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence

import structlog

from bot.channels.slack.api import SlackRefused
from bot.channels.slack.masking import masked_text
from bot.channels.slack.mrkdwn import escaped, with_links
from bot.channels.slack.pieces import SECTION_TEXT, Piece, packed, parts_of, section
from bot.channels.slack.posting_once import post_once
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace, one_post
from bot.messages import Language
from bot.store import Link, Note

log = structlog.get_logger("koshin.slack")

OWN = "slack:"
"""Begins the key of every note that was written in Slack, where it stands already."""

_SHOWN = "notes"
"""Under this name a link keeps the ids of the notes that its thread shows, each with the stamps of its posts."""

KeepNote = Callable[[str, int], Awaitable[None]]
"""Puts a link's id and a note's id into the durable queue, once for each pair."""


class NotesFromElsewhere:
    """Shows notes in the threads of Slack, each once in each thread."""

    def __init__(self, keep: KeepNote) -> None:
        self._keep = keep
        self._kept: set[tuple[str, int]] = set()

    async def look(self, workplace: Workplace, link: Link) -> None:
        """Queue what the thread of a link doesn't show yet, and take out of it what was erased since."""
        notes = await workplace.stored(workplace.front.store.notes_of, link.conversation_id)
        await _take_out(workplace, link, {str(note.id) for note in notes})
        for note in notes:
            if is_missing(note, link) and (link.id, note.id) not in self._kept:
                await self._keep(link.id, note.id)
                self._kept.add((link.id, note.id))

    async def show(self, workplace: Workplace, link_id: str, note_id: int) -> None:
        """Post a note into its thread; doing it again changes nothing.

        Raises:
            SlackError: it is not known to be there.
        """
        store = workplace.front.store
        link: Link | None = await workplace.stored(store.link, link_id)
        if link is None:
            return
        notes: list[Note] = await workplace.stored(store.notes_of, link.conversation_id)
        note = next((note for note in notes if note.id == note_id), None)
        if note is None or not is_missing(note, link):
            return
        _, channel, thread = link.address.split(":", 2)
        known = [str(value) for value in link.data.get("known", ())]
        stamps = [
            await post_once(
                workplace.api, channel, post, key=f"note:{note.id}:{place}", since=note.created_at, thread_ts=thread
            )
            for place, post in enumerate(packed(_pieces(note, known, workplace.language)))
        ]
        await workplace.stored(store.note_link, link.id, data={_SHOWN: {**_shown(link), str(note.id): stamps}})


def is_missing(note: Note, link: Link) -> bool:
    """Whether the thread of a link has still to show a note."""
    return not note.key.startswith(OWN) and str(note.id) not in _shown(link)


def all_shown(notes: Sequence[Note]) -> dict[str, dict[str, list[str]]]:
    """What a link keeps whose thread begins behind these notes."""
    return {_SHOWN: {str(note.id): [] for note in notes}}


def _shown(link: Link) -> dict[str, list[str]]:
    return dict(link.data.get(_SHOWN, {}))


async def _take_out(workplace: Workplace, link: Link, there: set[str]) -> None:
    """Rewrite the posts of notes that are gone."""
    shown = _shown(link)
    gone = shown.keys() - there
    _, channel, _ = link.address.split(":", 2)
    words = say("note_erased", workplace.language)
    for ts in (ts for note_id in gone for ts in shown[note_id]):
        try:
            await workplace.api.update(channel, ts, one_post([section(escaped(words), words)]))
        except SlackRefused as refused:
            log.warning("a note can't be rewritten", reason=refused.code)
    if gone:
        left = {note_id: stamps for note_id, stamps in shown.items() if note_id in there}
        await workplace.stored(workplace.front.store.note_link, link.id, data={_SHOWN: left})


def _pieces(note: Note, known: list[str], language: Language) -> Iterator[Piece]:
    title = say("note_by", language, who=note.author.name)
    text = masked_text(note.text, known)
    parts = list(parts_of(with_links(text), SECTION_TEXT - 200))
    yield section(f"*{escaped(title)}*\n{parts[0]}", f"{title}: {text}")
    for part in parts[1:]:
        yield section(part, "")
