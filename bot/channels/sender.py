"""What a platform does for the deliveries: turn messages into calls, and say how each call ended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.store import Parcel


@dataclass(frozen=True)
class Delivered:
    """The part is there; ``receipt`` is what the platform gave back, such as the id of the message."""

    receipt: str | None = None


@dataclass(frozen=True)
class TryAgain:
    """Not yet.

    Args:
        reason: a machine word for the log.
        after: seconds that the platform asked for; None leaves it to the desk.
        certain: the platform did not take the part. Otherwise it may have, and the sender finds out in its next try.
    """

    reason: str
    after: float | None = None
    certain: bool = False


@dataclass(frozen=True)
class Refused:
    """The platform will never take this part; the log says so, and the rest goes on."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """There is nobody at this address any more; nothing else is sent there."""

    reason: str


Outcome = Delivered | TryAgain | Refused | Unreachable


class Sender(Protocol):
    """One platform."""

    channel: str

    def parts(self, parcel: Parcel) -> Sequence[Any]:
        """The calls that bring a parcel, always the same for the same parcel."""
        ...

    async def send(self, parcel: Parcel, index: int, part: Any) -> Outcome:
        """Make one call. ``parcel.begun_at`` tells that it was begun before and its end is not known."""
        ...


def part_key(parcel: Parcel, index: int) -> str:
    """A UUID for one part of a parcel, the same in every try."""
    return str(uuid.uuid5(uuid.UUID(parcel.id), str(index)))
