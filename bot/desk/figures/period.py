"""Days on Japan's clock: the period that figures are of, the one before it, and its parts on a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.desk.rendering_times import JAPAN

PRESETS: Mapping[str, int] = {"today": 1, "7": 7, "30": 30, "90": 90}
"""The periods to choose from: so many days up to today."""

DEFAULT = "30"
LONGEST = 366
"""So many days at the most."""

_BY_DAY = 92
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Whole days from the first to the last one, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        """The moment in which it begins."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment in which it is over; not part of it."""
        return midnight(self.last + _ONE_DAY)

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        length = timedelta(days=self.days)
        return Period(self.first - length, self.last - length)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is in it."""
        return self.start <= moment < self.end

    def parts(self) -> tuple[Period, ...]:
        """The parts that a chart shows: days, or weeks from Monday on when there are too many days."""
        return tuple(self._parts(1 if self.days <= _BY_DAY else 7))

    def _parts(self, length: int) -> Iterator[Period]:
        first = self.first
        while first <= self.last:
            last = first if length == 1 else first + timedelta(days=6 - first.weekday())
            yield Period(first, min(last, self.last))
            first = last + _ONE_DAY


def midnight(day: date) -> datetime:
    """When a day begins in Japan."""
    return datetime.combine(day, time(), JAPAN).astimezone(timezone.utc)


def day_of(moment: datetime) -> date:
    """The day of a moment in Japan."""
    return moment.astimezone(JAPAN).date()


def chosen(preset: str, first: str, last: str, today: date) -> tuple[str, Period]:
    """The period somebody chose, and the name of the choice; an odd choice gets the nearest sensible one.

    Args:
        preset: a key of ``PRESETS``; anything else stands for the own dates.
        first: the own first day, ISO.
        last: the own last day, ISO.
    """
    if preset not in PRESETS:
        begin, end = _day(first), _day(last)
        if begin or end:
            begin, end = sorted((begin or end or today, end or today))
            period = Period(max(begin, end - timedelta(days=LONGEST - 1)), end)
            return next((name for name in PRESETS if _up_to(today, name) == period), "own"), period
        preset = DEFAULT
    return preset, _up_to(today, preset)


def _up_to(today: date, preset: str) -> Period:
    return Period(today - timedelta(days=PRESETS[preset] - 1), today)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Sums of days must stay dates.
    return found if 2000 <= found.year <= 2200 else None
