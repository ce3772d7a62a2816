"""Days on which a desk in Japan stays closed: national holidays, and those that an operator names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_LEAP_YEAR = 2000


@dataclass(frozen=True)
class _Days:
    """A day or a run of days; each year when ``year`` is None."""

    first: date
    last: date
    yearly: bool

    def holds(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        here = day.replace(year=_LEAP_YEAR)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last  # over the turn of the year


def closed_days(text: str, *, holidays: bool) -> Callable[[date], bool]:
    """Which days are closed.

    Args:
        text: days such as ``08-13``, runs such as ``12-29..01-03``, or with their year ``2026-08-13..2026-08-15``,
            with commas between them.
        holidays: whether Japan's national holidays are closed too.

    Raises:
        ValueError: a part of the text is no day; the message says which.
    """
    named = tuple(_read(part.strip()) for part in text.split(",") if part.strip())

    def is_closed(day: date) -> bool:
        return any(days.holds(day) for days in named) or (holidays and is_japanese_holiday(day))

    return is_closed


def is_japanese_holiday(day: date) -> bool:
    """Whether a day is a national holiday of Japan, substitute and in-between holidays included."""
    return day in _holidays_of(day.year)


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    # Imported when first asked: it takes a while, and not every process counts days.
    import holidays

    return frozenset(holidays.country_holidays("JP", years=year))


def _read(part: str) -> _Days:
    first, _, last = (piece.strip() for piece in part.partition(".."))
    try:
        days = [_day(piece) for piece in (first, last or first)]
    except ValueError:
        raise ValueError(
            f"{part!r} is no day; write 12-31, 2026-12-31, or a run such as 12-29..01-03, with commas between them"
        ) from None
    (start, yearly), (end, also_yearly) = days
    if yearly != also_yearly or (not yearly and end < start):
        raise ValueError(f"{part!r} is no run of days; give both ends with a year or both without, the earlier first")
    return _Days(start, end, yearly)


def _day(text: str) -> tuple[date, bool]:
    if text.count("-") == 1:
        return date.fromisoformat(f"{_LEAP_YEAR}-{text}"), True
    return date.fromisoformat(text), False
