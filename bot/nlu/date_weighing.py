"""Weighs what a mention of a date can mean: the one day, several to choose from, or what is wrong or missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.nlu.date_forms import Mention
from bot.nlu.date_readers import Parts
from bot.nlu.text import Folded

DateProblem = Literal["missing", "ambiguous", "future", "too_early", "impossible", "incomplete"]

PRODUCT_LINES_START = date(1997, 1, 1)
"""No product of either line was sold before."""

_DAY_FIRST = re.compile(r"day first|day then month|dd ?[/-] ?mm|日/月|日が先")
_MONTH_FIRST = re.compile(r"month first|month then day|mm ?[/-] ?dd|月/日|月が先")


@dataclass(frozen=True)
class DateReading:
    """What a text says about a date.

    ``start`` and ``end`` are offsets into the original text; both are -1 when nothing was found.
    ``candidates`` are the days to choose from when the reading is ambiguous, the single day otherwise.
    ``year`` and ``month`` are what is certain of them, also when the day is not.
    """

    value: date | None
    candidates: tuple[date, ...]
    problem: DateProblem | None
    start: int
    end: int
    year: int | None = None
    month: int | None = None


MISSING = DateReading(None, (), "missing", -1, -1)


def decide(mentions: Sequence[Mention], folded: Folded, today: date, earliest: date) -> DateReading:
    """The one reading of all mentions together; different days are ambiguous."""
    readings = [weigh(mention, folded, today, earliest) for mention in mentions]
    if not readings:
        return MISSING
    whole = [reading for reading in readings if reading.candidates or reading.problem == "impossible"]
    if len({reading.candidates for reading in whole}) > 1:
        days = tuple(
            dict.fromkeys(
                day for reading in whole for day in reading.candidates if reading.problem in (None, "ambiguous")
            )
        )
        if len(days) > 1:
            return DateReading(None, days, "ambiguous", whole[0].start, whole[-1].end)
        whole.sort(key=lambda reading: reading.problem is not None)
    return whole[0] if whole else _most_telling(readings)


def weigh(mention: Mention, folded: Folded, today: date, earliest: date) -> DateReading:
    """What one mention means."""
    start, end = folded.span(mention.start, mention.end)
    years = {parts.year for parts in mention.readings}
    months = {parts.month for parts in mention.readings}
    verdicts = [_resolve(parts, today, earliest) for parts in mention.readings]
    days = tuple(dict.fromkeys(day for day, problem in verdicts if day and problem is None))
    if len(days) == 2:
        hint = next(
            (index for index, order in enumerate((_MONTH_FIRST, _DAY_FIRST)) if order.search(folded.text)), None
        )
        days = days if hint is None else (days[hint],)
    if len(days) == 1:
        return DateReading(days[0], days, None, start, end, days[0].year, days[0].month)
    reading = DateReading(
        None,
        days,
        "ambiguous",
        start,
        end,
        next(iter(years)) if len(years) == 1 else None,
        next(iter(months)) if len(months) == 1 and next(iter(months)) in range(1, 13) else None,
    )
    if days:
        return reading
    day, problem = verdicts[0]
    return replace(reading, candidates=(day,) if day else (), problem=problem)


def _most_telling(readings: Sequence[DateReading]) -> DateReading:
    """Of readings without a day the one that says most; a year and a month said apart belong together."""
    best = max(readings, key=lambda reading: (reading.problem == "incomplete", reading.month is not None))
    years = {reading.year for reading in readings if reading.year and reading.problem == "incomplete"}
    return replace(best, year=years.pop()) if best.year is None and len(years) == 1 else best


def _resolve(parts: Parts, today: date, earliest: date) -> tuple[date | None, DateProblem | None]:
    if parts.month is not None and not 1 <= parts.month <= 12:
        return None, "impossible"
    if parts.month is None or parts.day is None:
        to_come = parts.year is not None and (parts.year, parts.month or 1) > (today.year, today.month)
        return None, "future" if to_come else "incomplete"
    day = _calendar_day(parts.year, parts.month, parts.day, today)
    if day is None:
        return None, "impossible"
    if day > today:
        return day, "future"
    return day, "too_early" if day < earliest else None


def _calendar_day(year: int | None, month: int, day: int, today: date) -> date | None:
    """The day itself; without a year the most recent one that has been."""
    for candidate in (year,) if year is not None else range(today.year, today.year - 9, -1):
        try:
            when = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or when <= today:
            return when
    return None
