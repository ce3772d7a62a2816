"""What customers are promised: how soon a case is answered and solved, in opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.closed_days import closed_days
from bot.opening_hours import OpeningHours

CasePriority = Literal["urgent", "high", "normal", "low"]
PRIORITIES: tuple[CasePriority, ...] = get_args(CasePriority)
"""The most urgent first."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = timedelta(hours=10_000)


@dataclass(frozen=True)
class ServiceLevels:
    """What is promised: opening time until the first answer and until the end, by priority."""

    hours: OpeningHours
    first_response: Mapping[CasePriority, timedelta]
    resolution: Mapping[CasePriority, timedelta]


def read_service_levels(
    zone: str,
    *,
    days: str = "mon, tue, wed, thu, fri",
    opens: str = "09:00",
    closes: str = "18:00",
    holidays: bool = True,
    closed: str = "12-29..01-03",
    first_response: str = "urgent=1, high=4, normal=8, low=16",
    resolution: str = "urgent=8, high=16, normal=40, low=80",
) -> ServiceLevels:
    """The promises that an operator has written down.

    Raises:
        ValueError: a part can't be used; the message says which and how it is written.
    """
    start, end = _clock(opens), _clock(closes)
    if end <= start:
        raise ValueError(f"the desk closes at {closes}, which is not after it opens at {opens}")
    hours = OpeningHours(_zone(zone), _days(days), start, end, closed_days(closed, holidays=holidays))
    return ServiceLevels(hours, _targets(first_response), _targets(resolution))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name!r} is no time zone; write it like Asia/Tokyo") from None


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time of day; write it like 09:00") from None


def _days(text: str) -> frozenset[int]:
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    if not names or not set(names) <= set(_WEEKDAYS):
        raise ValueError(f"{text!r} names no days of the week; write them like mon, tue, wed")
    return frozenset(map(_WEEKDAYS.index, names))


def _targets(text: str) -> dict[CasePriority, timedelta]:
    found: dict[str, timedelta] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, hours = (piece.strip() for piece in part.partition("="))
        try:
            found[name] = timedelta(hours=float(hours))
        except (ValueError, OverflowError):
            found[name] = timedelta()
        if not timedelta() < found[name] <= _LONGEST:
            raise ValueError(f"{part!r} is no target; write it like normal=8, in hours")
    if set(found) != set(PRIORITIES):
        raise ValueError(f"name each of {', '.join(PRIORITIES)} once, such as normal=8")
    return {name: found[name] for name in PRIORITIES}


STANDARD = read_service_levels("Asia/Tokyo")
"""Monday to Friday from nine to six, closed on national holidays and over the New Year."""
