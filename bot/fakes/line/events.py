"""Webhook events as the platform writes them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class EventMaker:
    """Makes events with ids that never come twice; the same sequence of calls gives the same events."""

    def __init__(self, clock: Callable[[], float], seed: str = "") -> None:
        self._clock = clock
        self._seed = seed
        self._numbers = itertools.count(1)

    def event(self, kind: str, source: Json, *, token: str | None = None, **more: Any) -> Json:
        """One event that happens now."""
        milliseconds = int(self._clock() * 1000)
        event: Json = {
            "type": kind,
            "mode": "active",
            "timestamp": milliseconds,
            "source": source,
            "webhookEventId": self._ulid(milliseconds),
            "deliveryContext": {"isRedelivery": False},
            **more,
        }
        return {**event, "replyToken": token} if token else event

    def token(self) -> str:
        """A new reply token."""
        return hashlib.sha256(f"{self._seed} token {next(self._numbers)}".encode()).hexdigest()[:32]

    def message_id(self) -> str:
        """A new message id."""
        return str(600_000_000_000_000_000 + next(self._numbers))

    def _ulid(self, milliseconds: int) -> str:
        digest = hashlib.sha256(f"{self._seed} event {next(self._numbers)}".encode()).digest()
        number = (milliseconds << 80) | int.from_bytes(digest[:10], "big")
        return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def source_of(chat_id: str, sender: str | None = None) -> Json:
    """Where an event comes from: a user, or a group or room with the member who did it."""
    if chat_id.startswith("U"):
        return {"type": "user", "userId": chat_id}
    kind, name = ("group", "groupId") if chat_id.startswith("C") else ("room", "roomId")
    return {"type": kind, name: chat_id, **({"userId": sender} if sender else {})}
