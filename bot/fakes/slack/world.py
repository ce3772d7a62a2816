"""What a workspace holds: people, channels, messages, modals and homes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BOT_USER, BOT_ID, TEAM, APP = "UDESK00001", "BDESK00001", "T0000001", "A0000001"


@dataclass
class User:
    """A member of the workspace."""

    id: str
    name: str
    locale: str = "ja-JP"
    active: bool = True


@dataclass
class Message:
    """A message of a channel; an ephemeral one has the one user who sees it in ``only_for``."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    only_for: str | None = None
    edited: int = 0

    def as_slack_tells(self, *, with_metadata: bool = True) -> dict[str, Any]:
        """The message as the Web API and interactions show it."""
        told: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.user == BOT_USER:
            told |= {"bot_id": BOT_ID, "app_id": APP}
        if self.blocks:
            told["blocks"] = self.blocks
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.metadata and with_metadata:
            told["metadata"] = self.metadata
        return told


@dataclass
class Channel:
    """A channel or a direct message."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    last_post: datetime | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message."""
        return self.id.startswith("D")


@dataclass
class Modal:
    """An open modal."""

    id: str
    user: str
    view: dict[str, Any]
    hash: str


@dataclass
class Trigger:
    """What a modal can be opened with, once and for three seconds."""

    user: str
    at: datetime
    used: bool = False


@dataclass
class Hook:
    """A response URL: five answers within half an hour."""

    channel: str
    user: str
    at: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    used: int = 0


class World:
    """One workspace with the desk's app in it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.users: dict[str, User] = {BOT_USER: User(BOT_USER, "更新デスク")}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, set[str]] = {}
        self.modals: dict[str, Modal] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self._count = itertools.count(1)

    def add_user(self, user_id: str, name: str, locale: str = "ja-JP") -> User:
        """A new member, with a direct message to the desk."""
        user = self.users[user_id] = User(user_id, name, locale)
        self.add_channel(f"D{user_id[1:]}", f"dm-{name}", {user_id, BOT_USER})
        return user

    def add_channel(self, channel_id: str, name: str, members: set[str]) -> Channel:
        """A new channel."""
        channel = self.channels[channel_id] = Channel(channel_id, name, set(members))
        return channel

    def new_ts(self) -> str:
        """A time stamp that no other message has."""
        return f"{int(self.clock().timestamp())}.{next(self._count):06d}"

    def new_name(self, prefix: str) -> str:
        """An id that nothing else has."""
        return f"{prefix}{next(self._count):010d}"

    def new_trigger(self, user: str) -> str:
        """What the desk may open a modal with."""
        name = self.new_name("trigger.")
        self.triggers[name] = Trigger(user, self.clock())
        return name

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with this time stamp."""
        return next((found for found in self.channels[channel].messages if found.ts == ts), None)

    def seen_by(self, user: str, channel: str, thread_ts: str | None = None) -> Iterator[Message]:
        """What a member sees in a channel, or in one of its threads."""
        for message in self.channels[channel].messages:
            if message.only_for in (None, user):
                if thread_ts and thread_ts not in (message.ts, message.thread_ts):
                    continue
                if not thread_ts and message.thread_ts not in (None, message.ts):
                    continue
                yield message
