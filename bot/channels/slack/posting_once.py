"""Posts what has to stand in a channel once, however often its sending is tried."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.channels.slack.api import SlackApi, SlackRefused
from bot.channels.slack.pieces import Post

log = structlog.get_logger("koshin.slack")


async def post_once(
    api: SlackApi, channel: str, post: Post, *, key: str, since: datetime, thread_ts: str | None = None
) -> str:
    """Post a message unless it was posted under this key not before ``since``; its ``ts``.

    Raises:
        SlackError: it is not known to be there.
    """
    try:
        found = await api.find(channel, key, thread_ts=thread_ts, since=since)
    except SlackRefused as error:
        log.warning("Slack does not let the desk look", reason=error.code)
        found = None
    return found or await api.post(channel, post, thread_ts=thread_ts, key=key)
