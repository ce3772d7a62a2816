"""Plays scripted conversations on a phone: what is typed, what is tapped, and what can be read there."""

from __future__ import annotations

import asyncio
import re

from bot.fakes.line.phones import words_of
from tests.line.desk import LineDesk, user


class OnThePhone:
    """The assistant as a customer on LINE meets it; for ``playing.play``, which runs in a thread of its own."""

    def __init__(self, desk: LineDesk, loop: asyncio.AbstractEventLoop, number: int = 1, copies: int = 1) -> None:
        self._desk = desk
        self._loop = loop
        self._user = user(number)
        self._copies = copies
        desk.phone(number)

    def say(self, text: str) -> str:
        return self._do(self._said(text))

    def pick(self, label: str) -> str:
        return self._do(self._tapped(label))

    @property
    def labels(self) -> list[str]:
        phone = self._desk.platform.phone(self._user)
        current = [action for action in phone.actions if action["type"] == "postback"]
        return [action["displayText"] for action in current]

    @property
    def language(self) -> str:
        return self._desk.store.messages_after(self._conversation_id, 0, 500)[-1].language

    @property
    def case_numbers(self) -> list[str]:
        link = self._desk.store.find_link("line", f"user:{self._user}")
        return [case.number for case in self._desk.store.cases_of(link.conversation_id)] if link else []

    @property
    def _conversation_id(self) -> str:
        link = self._desk.store.find_link("line", f"user:{self._user}")
        assert link is not None
        return link.conversation_id

    def _do(self, work: object) -> str:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)  # type: ignore[arg-type]

    async def _said(self, text: str) -> str:
        event = self._desk.account.text(self._user, text)
        return await self._answered(event)

    async def _tapped(self, label: str) -> str:
        phone = self._desk.platform.phone(self._user)
        action = next(one for one in phone.actions if re.search(label, one.get("displayText", "")))
        event = self._desk.account.tap(self._user, action)
        return await self._answered(event)

    async def _answered(self, event: dict[str, object]) -> str:
        for _ in range(self._copies):
            assert await self._desk.account.once([event]) == 200
        await self._desk.settled()
        said = []
        for shown in self._desk.platform.phone(self._user).answers:
            said += [*words_of(shown.message["contents"])] if "contents" in shown.message else [shown.text]
        return "\n".join([*said, *self.labels])
