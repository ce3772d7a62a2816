"""Where in Slack a conversation is, and how a customer's message is named in it."""

from __future__ import annotations

import re

_REPLY = re.compile(r".*@([0-9]+\.[0-9]+)")


def place_of(team: str, channel: str, thread_ts: str | None) -> str:
    """The address of a direct message, or of a thread in a channel."""
    return f"{team}:{channel}:{thread_ts}" if thread_ts and not is_direct(channel) else f"{team}:{channel}"


def is_direct(channel: str) -> bool:
    """Whether a channel id is a direct message's."""
    return channel.startswith("D")


def message_name(channel: str, ts: str, thread_ts: str | None) -> str:
    """The client message id of what somebody wrote: the same for every event about it.

    A direct message is one conversation; what was written in one of its threads is answered there.
    """
    return _with_thread(f"message:{ts}", channel, thread_ts)


def deletion_name(channel: str, ts: str) -> str:
    """The reference of the event that takes back what somebody wrote."""
    return f"deleted:{channel}:{ts}"


def pick_name(channel: str, ts: str, block_id: str, thread_ts: str | None) -> str:
    """The client message id of a pick: one for each group of choices, so that only the first pick counts."""
    group = ":".join(block_id.split(":")[:3])
    return _with_thread(f"pick:{ts}:{group}", channel, thread_ts)


def thread_of_reply(reply_to: str | None) -> str | None:
    """The thread of a direct message in which something was said that is answered now."""
    found = _REPLY.fullmatch(reply_to or "")
    return found[1] if found else None


def _with_thread(name: str, channel: str, thread_ts: str | None) -> str:
    return f"{name}@{thread_ts}" if thread_ts and is_direct(channel) else name
