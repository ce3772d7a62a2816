"""When a reply is said later: the moments an agent picks from, and one that they write."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from typing import Literal

from bot.desk.rendering_times import JAPAN
from bot.opening_hours import NeverOpen, OpeningHours

Moment = Literal["hour", "tomorrow", "business_day", "at"]

FARTHEST = timedelta(days=90)
"""Nobody remembers what they wrote for a day farther away."""

_MORNING = time(9)


class WrongMoment(ValueError):
    """A reply can't be said then; ``code`` ends the key of the text that says why."""

    def __init__(self, code: Literal["later_unreadable", "later_past", "later_far"]) -> None:
        super().__init__(code)
        self.code = code


def offered_moments(now: datetime, hours: OpeningHours) -> dict[Moment, datetime]:
    """The moments to pick from, as they are now."""
    tomorrow = now.astimezone(JAPAN).date() + timedelta(days=1)
    moments: dict[Moment, datetime] = {
        "hour": now + timedelta(hours=1),
        "tomorrow": datetime.combine(tomorrow, _MORNING, JAPAN),
    }
    try:
        midnight = datetime.combine(now.astimezone(hours.zone).date() + timedelta(days=1), time(), hours.zone)
        moments["business_day"] = hours.next_open(midnight)
    except NeverOpen:
        pass
    return moments


def chosen_moment(picked: Moment, written: str, now: datetime, hours: OpeningHours) -> datetime:
    """The moment that was chosen, in UTC.

    Args:
        written: for ``at``, a date and time in Japan as a browser's field gives it.

    Raises:
        WrongMoment: it is no moment, has passed, or is too far away.
    """
    moment = offered_moments(now, hours).get(picked) if picked != "at" else _read(written)
    if moment is None:
        raise WrongMoment("later_unreadable")
    if moment <= now:
        raise WrongMoment("later_past")
    if moment > now + FARTHEST:
        raise WrongMoment("later_far")
    return moment.astimezone(timezone.utc)


def _read(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=JAPAN) if moment.tzinfo is None else moment
