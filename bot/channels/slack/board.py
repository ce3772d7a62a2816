"""Keeps the support channel up to date: a card for each new case, rewritten whenever something changes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.pacing import WorkerPace
from bot.channels.slack.api import SlackError, SlackRefused
from bot.channels.slack.card import card, known_of
from bot.channels.slack.notes_from_elsewhere import NotesFromElsewhere, all_shown
from bot.channels.slack.pieces import Post
from bot.channels.slack.posting_once import post_once
from bot.channels.slack.retracting import retract
from bot.channels.slack.workplace import Workplace
from bot.store import Case, Link, StoreUnavailable
from bot.store.filed_case import UNDER_WAY

log = structlog.get_logger("koshin.slack")

_CHANNEL = "slack"
_MOST_OPEN = 500
_RECENTLY = timedelta(days=3)
"""So far back a customer's words may have been taken back while nobody was there to take them out of a thread."""


class Board:
    """The cards of the support channel.

    Args:
        keep_case: puts a case's number into the durable queue, from which ``post`` is called, once for each case.
        notes: brings notes into the threads under the cards.

    ``caught_up`` tells whether what an earlier process left undone is shown.
    """

    def __init__(
        self,
        keep_case: Callable[[str], Awaitable[None]],
        notes: NotesFromElsewhere,
        pace: WorkerPace | None = None,
    ) -> None:
        self._at: Workplace
        self._keep_case = keep_case
        self._notes = notes
        self._pace = pace or WorkerPace(sweep_every=20.0)
        self._changed: set[str] = set()
        self._failed: set[str] = set()
        self._showing = ""
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._open: set[str] = set()
        self._kept: set[str] = set()
        self._shown: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()
        self._looked_at = ""
        self.caught_up = False

    def start(self, workplace: Workplace) -> None:
        """Look for new cases and for changes from now on."""
        self._at = workplace
        if workplace.support_channel:
            workplace.front.feed.listen(self.refresh)
            self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._sweep())]

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def refresh(self, conversation_id: str) -> None:
        """Have the cards of a conversation brought up to date soon."""
        self._changed.add(conversation_id)
        self._wake.set()

    async def post(self, number: str) -> None:
        """Post the card of a new case; calling it again changes nothing.

        Raises:
            SlackError: the card is not known to be there.
        """
        store = self._at.front.store
        case = await self._at.stored(store.find_case, number)
        if case is None or await self._at.stored(store.announced_link, number, _CHANNEL) is not None:
            return
        channel = self._at.support_channel
        team = (await self._at.api.identity()).team_id
        post = await self._post_of(case)
        ts = await post_once(self._at.api, channel, post, key=f"card:{number}", since=case.created_at)
        link_id = await self._linked(case, f"{team}:{channel}:{ts}")
        await self._at.stored(store.announce, number, _CHANNEL, link_id)
        self._at.front.feed.changed(case.conversation_id)

    async def idle(self) -> None:
        """Wait until no change is left to be shown."""
        while self._changed or self._showing:
            await asyncio.sleep(0.01)

    async def _linked(self, case: Case, address: str) -> str | None:
        """Let the thread under the card show the conversation, what was said before included."""
        store = self._at.front.store
        conversation = await self._at.stored(store.conversation, case.conversation_id)
        if conversation is None:
            return None
        links = await self._at.stored(store.links_of, case.conversation_id)
        follows = any(link.audience == "agents" and link.channel == _CHANNEL for link in links)
        known = known_of(await self._at.stored(store.cases_of, case.conversation_id))
        after = conversation.last_seq if follows else 0
        earlier = await self._at.stored(store.notes_of, case.conversation_id) if follows else []
        data = {"case": case.number, "version": case.version, "known": known, **all_shown(earlier)}
        link = await self._at.stored(
            store.add_link, _CHANNEL, address, case.conversation_id, "agents", after=after, data=data
        )
        return link.id

    async def _follow(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._changed:
                # Taken out first: what changes while it is being shown has to be shown again.
                self._showing = self._changed.pop()
                try:
                    for case in await self._at.stored(self._at.front.store.cases_of, self._showing):
                        await self._show(case.number)
                    await self._look_for_new()
                except (SlackError, StoreUnavailable) as error:
                    self._failed.add(self._showing)
                    log.warning("a card is not up to date", reason=str(error))
                except Exception:
                    log.exception("card failed")
                self._showing = ""

    async def _sweep(self) -> None:
        while True:
            while self._failed:
                self.refresh(self._failed.pop())
            try:
                await self._look_for_new()
                await self._look_at_open()
                await self._look_at_ended()
            except (SlackError, StoreUnavailable) as error:
                log.warning("cards can't be looked at", reason=str(error))
            except Exception:
                log.exception("cards failed")
            await self._pace.sleep(self._pace.sweep_every)

    async def _look_for_new(self) -> None:
        for case in await self._at.stored(self._at.front.store.unannounced_cases, _CHANNEL):
            if case.number not in self._kept:
                await self._keep_case(case.number)
                self._kept.add(case.number)

    async def _look_at_open(self) -> None:
        """The clocks go on, and another process may have changed a case."""
        store = self._at.front.store
        cases = await self._at.stored(store.cases, status=UNDER_WAY, limit=_MOST_OPEN)
        numbers = {case.number for case in cases}
        for number in [*numbers, *(self._open - numbers)]:
            await self._show(number)
        self._open = numbers

    async def _look_at_ended(self) -> None:
        """What an earlier process left undone, such as the card of a case that was closed a moment before its end."""
        store, recently = self._at.front.store, self._at.front.clock() - _RECENTLY
        while not self.caught_up:
            numbers = await self._at.stored(store.ended_behind, _CHANNEL, recently, self._looked_at)
            for number in numbers:
                await self._show(number)
                self._looked_at = number
            self.caught_up = not numbers

    async def _show(self, number: str) -> None:
        """Bring a card and the thread under it up to date."""
        # Who read the case before somebody else showed it would show it as it was.
        async with self._one_at_a_time:
            store = self._at.front.store
            case: Case | None = await self._at.stored(store.find_case, number)
            link_id = await self._at.stored(store.announced_link, number, _CHANNEL)
            link: Link | None = await self._at.stored(store.link, link_id) if link_id else None
            if case is not None and link is not None:
                await self._show_at(case, link)

    async def _show_at(self, case: Case, link: Link) -> None:
        store = self._at.front.store
        await retract(self._at, link)
        await self._notes.look(self._at, link)
        post = await self._post_of(case)
        digest = hashlib.sha256(json.dumps([post.text, post.blocks], sort_keys=True).encode()).hexdigest()
        if self._shown.get(case.number) != digest and link.data.get("shown") != digest:
            _, channel, ts = link.address.split(":", 2)
            try:
                await self._at.api.update(channel, ts, post)
            except SlackRefused as error:
                log.warning("card can't be rewritten", reason=error.code)
            self._shown[case.number] = digest
        elif link.data.get("version") == case.version:
            return
        known = known_of(await self._at.stored(store.cases_of, case.conversation_id))
        data: dict[str, Any] = {"shown": digest, "version": case.version, "known": known}
        await self._at.stored(store.note_link, link.id, data=data)

    async def _post_of(self, case: Case) -> Post:
        front = self._at.front
        conversation = await self._at.stored(front.store.conversation, case.conversation_id)
        known = known_of(await self._at.stored(front.store.cases_of, case.conversation_id))
        return card(case, conversation, known, knowledge=front.knowledge, language=self._at.language, now=front.clock())
