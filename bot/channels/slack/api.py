"""Calls to Slack: paced as Slack wants it, and failing in three ways only.

::

    SlackError
    ├── SlackAway      no answer, or Slack's own fault; the call may have worked
    ├── SlackBusy      not now; the call has not worked
    └── SlackRefused   Slack will not do this; ``code`` says why
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.channel_pace import ChannelPace
from bot.channels.slack.pieces import Post

METADATA = "koshin_message"
"""The type of the metadata that carries a message's key."""

_TIMEOUT_SECONDS = 10
_PASSING = frozenset(
    "internal_error fatal_error service_unavailable request_timeout team_added_to_org http_error accesslimited".split()
)
_SEARCHED = 100
_PATIENCE = 3
"""So many times a pause that Slack asks for is waited out on the spot, if it is short."""
_LONGEST_PAUSE = 10.0
_AGAIN_AFTER = 0.5
"""Seconds after which a call that changes nothing when it is repeated is made again."""


class SlackError(Exception):
    """A call that brought nothing; ``code`` is a machine word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SlackAway(SlackError):
    """Slack did not answer, or failed itself: the call may have worked."""


class SlackBusy(SlackError):
    """Slack asks for a pause of ``after`` seconds; the call has not worked."""

    def __init__(self, after: float) -> None:
        super().__init__("ratelimited")
        self.after = after


class SlackRefused(SlackError):
    """Slack will not do this."""


@dataclass(frozen=True)
class Identity:
    """Who the desk is in Slack."""

    team_id: str
    user_id: str
    bot_id: str
    enterprise_id: str | None = None


class SlackApi:
    """Slack's Web API as the desk uses it."""

    def __init__(
        self,
        token: str,
        base_url: str,
        pace: ChannelPace,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.client = AsyncWebClient(token=token, base_url=base_url, timeout=_TIMEOUT_SECONDS, retry_handlers=[])
        self._pace = pace
        self._sleep = sleep
        self._identity: Identity | None = None

    async def open(self) -> None:
        """Keep connections for the calls to come."""
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
        self.client.session = aiohttp.ClientSession(timeout=timeout)

    async def close(self) -> None:
        """Give the connections back."""
        if self.client.session is not None:
            await self.client.session.close()
            self.client.session = None

    async def identity(self) -> Identity:
        """Who the desk is in Slack, asked once."""
        if self._identity is None:
            answer = await self.call("auth.test")
            self._identity = Identity(
                answer["team_id"], answer["user_id"], answer["bot_id"], answer.get("enterprise_id")
            )
        return self._identity

    async def post(self, channel: str, post: Post, *, thread_ts: str | None = None, key: str | None = None) -> str:
        """Post a message and return its ``ts``; ``key`` lets ``find`` find it again."""
        metadata = {"metadata": {"event_type": METADATA, "event_payload": {"key": key}}} if key else {}
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        body = {
            "channel": channel,
            **_content(post),
            **thread,
            **metadata,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        async with self._pace.turn(channel):
            answer = await self.call("chat.postMessage", **body)
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, post: Post) -> None:
        """Replace what a message says; as doing it twice does no harm, it is tried again when Slack fails."""
        await self._call("chat.update", repeatable=True, json={"channel": channel, "ts": ts, **_content(post)})

    async def whisper(self, channel: str, user: str, post: Post, *, thread_ts: str | None = None) -> None:
        """Show something to one member of a channel only."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        await self.call("chat.postEphemeral", channel=channel, user=user, **_content(post), **thread)

    async def respond(self, response_url: str, post: Post, *, replace: bool = False, in_channel: bool = False) -> None:
        """Answer a command or a click at the address that came with it."""
        kind = "in_channel" if in_channel else "ephemeral"
        hook = AsyncWebhookClient(
            response_url, timeout=_TIMEOUT_SECONDS, session=self.client.session, retry_handlers=[]
        )
        body = {**_content(post), "response_type": kind, "replace_original": replace}
        try:
            answer = await hook.send_dict(body)
        except (aiohttp.ClientError, asyncio.TimeoutError, SlackClientError) as error:
            raise SlackAway(type(error).__name__) from error
        _check(answer.status_code, answer.body, answer.headers)

    async def find(self, channel: str, key: str, *, thread_ts: str | None, since: datetime) -> str | None:
        """The ``ts`` of a message that was posted under a key not before ``since``, if it is there."""
        body: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{max(since.timestamp() - 60, 0):.6f}",
            "include_all_metadata": True,
            "limit": _SEARCHED,
        }
        method = "conversations.replies" if thread_ts else "conversations.history"
        answer = await self.read(method, **body, **({"ts": thread_ts} if thread_ts else {}))
        for message in answer.get("messages", []):
            if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return str(message["ts"])
        return None

    async def text_of(self, channel: str, thread_ts: str, ts: str) -> str | None:
        """What a message of a thread says now; None when it is gone."""
        body = {"channel": channel, "ts": thread_ts, "oldest": ts, "latest": ts, "inclusive": True, "limit": 10}
        answer = await self.read("conversations.replies", **body)
        return next(
            (str(message.get("text", "")) for message in answer.get("messages", []) if message["ts"] == ts), None
        )

    async def call(self, method: str, **body: Any) -> Mapping[str, Any]:
        """Call a method that changes something.

        Raises:
            SlackError: it brought nothing.
        """
        return await self._call(method, json=body)

    async def read(self, method: str, **query: Any) -> Mapping[str, Any]:
        """Call a method that only reads; Slack takes no JSON there.

        Raises:
            SlackError: it brought nothing.
        """
        return await self._call(method, repeatable=True, http_verb="GET", params=query)

    async def _call(self, method: str, *, repeatable: bool = False, **request: Any) -> Mapping[str, Any]:
        for tries in range(_PATIENCE):
            try:
                return await self._call_once(method, **request)
            except SlackBusy as busy:
                if busy.after > _LONGEST_PAUSE:
                    raise
                await self._sleep(busy.after)
            except SlackAway:
                if not repeatable:
                    raise
                await self._sleep(_AGAIN_AFTER * 2**tries)
        return await self._call_once(method, **request)

    async def _call_once(self, method: str, **request: Any) -> Mapping[str, Any]:
        try:
            answer = await self.client.api_call(method, **request)
        except SlackApiError as error:
            response: Any = error.response
            data = response.data if isinstance(response.data, dict) else {}
            _check(response.status_code, data.get("error", "http_error"), response.headers)
            raise SlackAway("unreadable") from error
        except (aiohttp.ClientError, asyncio.TimeoutError, SlackClientError) as error:
            raise SlackAway(type(error).__name__) from error
        return answer.data if isinstance(answer.data, dict) else {}


def _content(post: Post) -> dict[str, Any]:
    return {"text": post.text, "blocks": list(post.blocks)}


def _check(status: int, code: str, headers: Mapping[str, str]) -> None:
    """Raise what a refused call means; a call that worked raises nothing."""
    if status == 429 or code == "ratelimited":
        after = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
        raise SlackBusy(float(after) if str(after).replace(".", "", 1).isdigit() else 1.0)
    if status >= 500 or code in _PASSING:
        raise SlackAway(code if code in _PASSING else f"status_{status}")
    if code != "ok":
        raise SlackRefused(code)
