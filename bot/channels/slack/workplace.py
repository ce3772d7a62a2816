"""What every handler of Slack's requests works with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.assist.conversation import Assistant
from bot.channels.front import Front
from bot.channels.slack.api import SlackApi, SlackError
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.people import People
from bot.channels.slack.pieces import Piece, Post, packed, section
from bot.channels.slack.wording import say
from bot.messages import Language

log = structlog.get_logger("koshin.slack")

T = TypeVar("T")


@dataclass(frozen=True)
class Workplace:
    """The desk's side and Slack's side of the work."""

    front: Front
    api: SlackApi
    people: People

    @property
    def support_channel(self) -> str:
        """The channel of the cards; empty when there is none."""
        return self.front.settings.slack_support_channel

    @property
    def language(self) -> Language:
        """The language of what all agents read together."""
        return self.front.settings.default_language

    @property
    def assistant(self) -> Assistant:
        """What suggests replies."""
        return Assistant(self.front.knowledge, self.front.dialogue, self.front.settings.timezone)

    def changed(self, conversation_id: str) -> None:
        """Bring everything that shows a conversation up to date: its cards, and the pages of the web desk."""
        self.front.feed.changed(conversation_id)

    async def stored(self, work: Callable[..., T], *values: Any, **more: Any) -> T:
        """Ask the store, off the event loop."""
        return await asyncio.to_thread(work, *values, **more)

    async def is_agent(self, user: str, channel: str | None, thread_ts: str | None = None) -> bool:
        """Whether a member may act as an agent; others read a kind word."""
        if await self.people.may_act(user):
            return True
        log.info("not an agent")
        if channel:
            await self.whisper(user, channel, "not_an_agent", thread_ts=thread_ts)
        return False

    async def whisper(
        self,
        user: str,
        channel: str,
        sentence: str,
        /,
        *,
        thread_ts: str | None = None,
        more: Iterable[Piece] = (),
        **values: str | int,
    ) -> None:
        """Tell one person something about what they just did."""
        language = await self.people.language(user)
        text = say(sentence, language, **values)
        await self.show(user, channel, [section(escaped(text), text), *more], thread_ts=thread_ts)

    async def show(self, user: str, channel: str, pieces: Iterable[Piece], *, thread_ts: str | None = None) -> None:
        """Show something to one person. Nothing hangs on it: what was done stays done when Slack fails here."""
        try:
            for post in packed(pieces):
                await self.api.whisper(channel, user, post, thread_ts=thread_ts)
        except SlackError as error:
            log.warning("a hint was not shown", reason=error.code)

    async def open_modal(self, trigger_id: str, view: Mapping[str, Any], user: str, channel: str | None) -> str | None:
        """Open a modal and return its id; None when the click is too old, which the person is told."""
        try:
            answer = await self.api.call("views.open", trigger_id=trigger_id, view=dict(view))
        except SlackError as error:
            if "trigger" not in error.code:
                raise
            if channel:
                await self.whisper(user, channel, "click_again")
            return None
        return str(answer["view"]["id"])


def one_post(pieces: Iterable[Piece]) -> Post:
    """Pieces that are known to fit one message."""
    return packed(pieces)[0]
