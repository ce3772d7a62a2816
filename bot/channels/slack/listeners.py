"""The Bolt app: whatever Slack tells, by HTTP or by Socket Mode, is kept before it is acknowledged."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.channels.slack.addresses import is_direct
from bot.channels.slack.api import SlackApi
from bot.channels.slack.keeping import Kind
from bot.channels.slack.mrkdwn import mentions

log = structlog.get_logger("koshin.slack")

Keep = Callable[[Kind, dict[str, Any]], Awaitable[None]]
"""Keeps one request durably, whatever has to be done about it later."""

UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a request of no form that anybody knows leads to, in Bolt and here; Slack's and the database's absence do not."""

_ANY = re.compile("")
_EVENTS = frozenset({"message", "app_mention", "app_home_opened"})
_UNSAID = frozenset({"message_changed", "message_deleted"})
_SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def bolt_app(api: SlackApi, keep: Keep) -> AsyncApp:
    """The app that both ways in use.

    Its requests are verified already: by the door, or by the connection that the desk opened itself.
    """
    quiet = logging.getLogger("slack_bolt.koshin")
    quiet.setLevel(logging.CRITICAL)  # Bolt's own warnings quote what people wrote

    async def authorize() -> AuthorizeResult:
        who = await api.identity()
        return AuthorizeResult(
            enterprise_id=who.enterprise_id,
            team_id=who.team_id,
            bot_token=api.client.token,
            bot_id=who.bot_id,
            bot_user_id=who.user_id,
        )

    app = AsyncApp(
        logger=quiet,
        name="koshin",
        signing_secret="verified at the door",
        client=api.client,
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )

    async def on_event(body: dict[str, Any]) -> None:
        who = await api.identity()
        event = body.get("event")
        if isinstance(event, dict) and is_wanted(event, who.user_id):
            await keep("event", body)

    async def on_command(ack: Any, body: dict[str, Any]) -> None:
        await keep("command", body)
        await ack()

    async def on_click(ack: Any, body: dict[str, Any]) -> None:
        await keep("clicks", body)
        await ack()

    async def on_shortcut(ack: Any, body: dict[str, Any]) -> None:
        await keep("shortcut", body)
        await ack()

    async def on_submission(ack: Any, body: dict[str, Any]) -> None:
        if body.get("type") == "view_submission":
            await keep("submission", body)
        await ack()

    async def on_options(ack: Any) -> None:
        await ack(options=[])

    async def on_error(error: Exception) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            # Nothing that concerns the desk; Slack would send it again if it weren't acknowledged.
            return BoltResponse(status=200, body="")
        log.warning("request could not be kept", error=type(error).__name__)
        return BoltResponse(status=400 if isinstance(error, UNREADABLE) else 503, body="")

    app.event(_ANY)(on_event)
    app.command(_ANY)(on_command)
    app.action(_ANY)(on_click)
    app.shortcut(_ANY)(on_shortcut)
    app.view(_ANY)(on_submission)
    app.options(_ANY)(on_options)
    app.error(on_error)
    return app


def is_wanted(event: Mapping[str, Any], own_user: str) -> bool:
    """Whether an event can concern the desk; a busy channel's other talk is none of its business."""
    kind, subtype, channel = event.get("type"), event.get("subtype"), str(event.get("channel") or "")
    if not isinstance(kind, str) or kind not in _EVENTS:
        return False
    if kind != "message":
        return True
    if not isinstance(subtype, str | None):
        return False
    if subtype in _UNSAID:
        changed = event.get("message") or event.get("previous_message")
        return isinstance(changed, dict) and not changed.get("bot_id") and changed.get("user") != own_user
    if subtype not in _SAID or event.get("bot_id") or not event.get("user"):
        return False
    return is_direct(channel) or bool(event.get("thread_ts")) or mentions(str(event.get("text", "")), own_user)
