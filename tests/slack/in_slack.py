"""Plays scripted conversations in a direct message: what is typed, what is clicked, and what can be read there."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from bot.channels.slack.mrkdwn import plain
from bot.channels.slack.rendering import CHOICE
from bot.fakes.slack import BOT_USER, TEAM, Fault, Message
from bot.fakes.slack.checker import texts_in
from tests.channels.in_a_chat import InAChat
from tests.slack.desk import CUSTOMER, SlackDesk

_INVISIBLE = "\u2060"
_OLDER = 6
"""So many earlier requests come once more with each new one."""

Request = tuple[str, bytes, Mapping[str, str]]


class InSlack(InAChat):
    """The assistant as a customer in Slack meets it."""

    def __init__(self, desk: SlackDesk, loop: asyncio.AbstractEventLoop, user: str = CUSTOMER) -> None:
        super().__init__(desk.store, "slack", f"{TEAM}:{desk.dm(user)}", loop)
        self._desk = desk
        self._user = user
        self._read = 0

    @property
    def labels(self) -> list[str]:
        return [label for message in self._answers for label, _ in _choices(message)]

    @property
    def transcript(self) -> list[tuple[str, str]]:
        """Who said what, choices that were made included."""
        return [("desk" if m.user == BOT_USER else "customer", words_on(m)) for m in self._shown]

    @property
    def _shown(self) -> list[Message]:
        return [m for m in self._desk.slack.seen_by(self._user, self._desk.dm(self._user)) if m.only_for is None]

    @property
    def _answers(self) -> list[Message]:
        return [message for message in self._shown[self._read :] if message.user == BOT_USER]

    async def _said(self, text: str) -> str:
        self._read = len(self._shown)
        typed = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return await self._answered(lambda: self._desk.slack.says(self._user, self._desk.dm(self._user), typed))

    async def _picked(self, label: str) -> str:
        offered = [(m, found, action) for m in self._answers for found, action in _choices(m)]
        message, found, action = next(one for one in offered if re.search(label, one[1]))
        self._read = len(self._shown)
        pick = found if action.startswith(f"{CHOICE}:menu:") else None
        return await self._answered(lambda: self._desk.slack.clicks(self._user, message, action, pick=pick))

    async def _answered(self, act: Callable[[], Awaitable[Any]]) -> str:
        await act()
        await self._desk.quiet()
        return "\n".join([*map(words_on, self._answers), *self.labels])


class InAStorm(InSlack):
    """Every request reaches the desk five times in any order, mixed with earlier ones, while Slack fails now and then."""

    def __init__(self, desk: SlackDesk, loop: asyncio.AbstractEventLoop, user: str, seed: int) -> None:
        super().__init__(desk, loop, user)
        self._random = random.Random(seed)
        self._told: list[Request] = []

    async def _answered(self, act: Callable[[], Awaitable[Any]]) -> str:
        teller = self._desk.slack.teller
        deliver = teller.deliver
        assert deliver is not None
        new: list[Request] = []

        async def record(path: str, body: bytes, headers: Mapping[str, str]) -> int:
            new.append((path, body, headers))
            return 200

        teller.deliver = record
        await act()
        teller.deliver = deliver
        storm = [*new * 5, *self._random.sample(self._told, min(_OLDER, len(self._told)))]
        self._random.shuffle(storm)
        self._told += new
        self._fail()
        statuses = await asyncio.gather(*(deliver(*request) for request in storm))
        # A request of more than five minutes ago is nobody's to send again.
        assert {status for request, status in zip(storm, statuses, strict=True) if request in new} == {200}
        return await super()._answered(_nothing)

    def _fail(self) -> None:
        kinds = [Fault("ratelimited", "2"), Fault("server_error"), Fault("cut_after"), Fault("slow", "0")]
        for method in ("chat.postMessage", "chat.update", "users.info", "conversations.history"):
            self._desk.slack.faults.add(method, *self._random.choices(kinds, k=2))


def words_on(message: Message) -> str:
    """What can be read on a message, as Slack shows it."""
    read = [text for block in message.blocks if block["type"] != "actions" for text in texts_in(block)]
    return "\n".join(plain(text) for text in read or [message.text]).replace(_INVISIBLE, "")


def _choices(message: Message) -> Iterator[tuple[str, str]]:
    """The label and the action id of everything that can be picked."""
    for block in message.blocks:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            labels = [option["text"]["text"] for option in element.get("options", [])] or [element["text"]["text"]]
            for label in labels:
                if str(element["action_id"]).startswith(f"{CHOICE}:"):
                    yield label.replace(_INVISIBLE, ""), element["action_id"]


async def _nothing() -> None:
    return None
