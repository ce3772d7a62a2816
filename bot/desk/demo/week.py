"""When people write: a day's curve for each channel, less at weekends and on holidays."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.closed_days import is_japanese_holiday
from bot.desk.demo.stories import Channel
from bot.messages import Language
from bot.opening_hours import OpeningHours

CHANNELS: Mapping[Channel, float] = {"web": 0.56, "line": 0.34, "slack": 0.10}
"""Which share of the conversations each channel has."""

ENGLISH: Mapping[Channel, float] = {"web": 0.30, "line": 0.08, "slack": 0.45}
"""Which share of a channel's conversations is in English."""

_OFFICE = (0, 0, 0, 0, 0, 0, 1, 2, 5, 9, 11, 10, 7, 9, 10, 9, 8, 6, 4, 3, 3, 2, 1, 0)
_EVENING = (1, 0, 0, 0, 0, 0, 1, 3, 3, 3, 3, 3, 6, 4, 3, 3, 3, 4, 6, 9, 11, 11, 8, 4)
_SLACK = (0, 0, 0, 0, 0, 0, 0, 0, 2, 8, 10, 9, 4, 8, 9, 9, 8, 4, 1, 0, 0, 0, 0, 0)
_CURVES: Mapping[Channel, tuple[int, ...]] = {"web": _OFFICE, "line": _EVENING, "slack": _SLACK}
_WEEKDAY = (1.15, 1.0, 0.95, 0.95, 1.0, 0.4, 0.35)
_HOLIDAY = 0.4
_IDLE_CHANNEL = 0.1
"""What is left of an office channel on a day off."""


def arrivals(
    chance: random.Random, how_many: int, since: datetime, until: datetime, hours: OpeningHours
) -> Iterator[tuple[datetime, Channel, Language]]:
    """When and where so many conversations begin, in order of time."""
    slots = list(_slots(since, until, hours))
    weights = [weight for *_, weight in slots]
    chosen = chance.choices(slots, weights=weights, k=how_many)
    drawn = [(_within(chance, start, since, until), channel) for start, channel, _ in chosen]
    for moment, channel in sorted(drawn):
        yield moment, channel, "en" if chance.random() < ENGLISH[channel] else "ja"


def is_off(day: date, hours: OpeningHours) -> bool:
    """Whether the desk is closed on a day, so that fewer people write."""
    return hours.window(day) is None or is_japanese_holiday(day)


def _slots(since: datetime, until: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, Channel, float]]:
    hour = since.astimezone(hours.zone).replace(minute=0, second=0, microsecond=0)
    while hour < until:
        day = hour.date()
        much = _WEEKDAY[day.weekday()]
        if much > 0.5 and is_off(day, hours):
            much = _HOLIDAY
        for channel, share in CHANNELS.items():
            curve = _CURVES[channel]
            quiet = _IDLE_CHANNEL if channel == "slack" and much < 0.5 else 1.0
            yield hour, channel, share * much * quiet * curve[hour.hour] / sum(curve)
        hour += timedelta(hours=1)


def _within(chance: random.Random, hour: datetime, since: datetime, until: datetime) -> datetime:
    moment = hour + timedelta(seconds=chance.randrange(3600))
    return min(max(moment, since), until)
