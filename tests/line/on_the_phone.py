"""Plays scripted conversations on a phone: what is typed, what is tapped, and what can be read there."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.fakes.line.phones import Phone, words_of
from tests.channels.in_a_chat import InAChat
from tests.line.desk import LineDesk, user


class OnThePhone(InAChat):
    """The assistant as a customer on LINE meets it; every event comes in so many ``copies``."""

    def __init__(self, desk: LineDesk, loop: asyncio.AbstractEventLoop, number: int = 1, copies: int = 1) -> None:
        super().__init__(desk.store, "line", f"user:{user(number)}", loop)
        self._desk = desk
        self._user = user(number)
        self._copies = copies
        desk.phone(number)

    @property
    def labels(self) -> list[str]:
        current = [action for action in self._phone.actions if action["type"] == "postback"]
        return [action["displayText"] for action in current]

    @property
    def _phone(self) -> Phone:
        return self._desk.platform.phone(self._user)

    async def _said(self, text: str) -> str:
        event = self._desk.account.text(self._user, text)
        return await self._answered(event)

    async def _picked(self, label: str) -> str:
        action = next(one for one in self._phone.actions if re.search(label, one.get("displayText", "")))
        event = self._desk.account.tap(self._user, action)
        return await self._answered(event)

    async def _answered(self, event: dict[str, Any]) -> str:
        for _ in range(self._copies):
            assert await self._desk.account.once([event]) == 200
        await self._desk.settled()
        said = []
        for shown in self._phone.answers:
            said += [*words_of(shown.message["contents"])] if "contents" in shown.message else [shown.text]
        return "\n".join([*said, *self.labels])
