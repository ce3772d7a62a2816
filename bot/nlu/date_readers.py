"""How each form of a date is read: from the matched text and today to the days it can mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.messages import Language
from bot.nlu.date_words import (
    DAYS_BACK,
    ENGLISH_MONTHS,
    ERA_DAYS,
    ERA_LETTERS,
    ERAS,
    FIXED_DAYS,
    KANA_DAYS,
    KANA_MONTHS,
    MONTHS_BACK,
    ORDINALS,
    WEEKDAYS,
    WEEKS_BACK,
    YEARS_BACK,
    number,
)
from bot.nlu.english_dates import days_ago


@dataclass(frozen=True)
class Parts:
    """One reading of a mention; what is ``None`` was not said.

    ``implied`` marks a day that was said alone, whose month and year are only supposed.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    implied: bool = False


@dataclass(frozen=True)
class Context:
    """What the reading of a form depends on beside its text."""

    today: date
    language: Language


Reader = Callable[["re.Match[str]", Context], "tuple[Parts, ...]"]
"""Reads one form."""


def _day(when: date) -> tuple[Parts, ...]:
    return (Parts(when.year, when.month, when.day),)


def _month_back(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 - months
    return index // 12, index % 12 + 1


def _japanese_years(era: str | None, text: str, today: date) -> tuple[int, ...]:
    if text == "元" or era:
        years = 1 if text == "元" else number(text)
        return (ERAS.get(era or "令和", 0) + years,) if years >= 1 else (0,)
    value = number(text)
    if value >= 100:
        return (value,)
    # 8年 is Reiwa 8, 26年 is 2026: whichever has been
    return tuple(
        year for year in (2000 + value, ERAS["令和"] + value) if year <= today.year and (value >= 10 or year > 2018)
    ) or (2000 + value,)


def ja_full(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """2026年5月3日, 令和8年5月3日."""
    month, day = number(match["m"]), number(match["d"])
    years = _japanese_years(match["era"], match["y"], context.today)
    return tuple(Parts(year if _within_era(match["era"], year, month, day) else 0, month, day) for year in years)


def _within_era(era: str | None, year: int, month: int, day: int) -> bool:
    if era is None:
        return True
    first, last = ERA_DAYS[ERA_LETTERS.get(era, era)]
    return first <= f"{year:04}-{month:02}-{day:02}" <= last


def ja_month_of_year(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """2026年5月."""
    return tuple(Parts(year, number(match["m"])) for year in _japanese_years(match["era"], match["y"], context.today))


def iso(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """2026-05-03."""
    return (Parts(int(match["y"]), int(match["m"]), int(match["d"])),)


def year_word(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """去年の12月1日."""
    return (Parts(context.today.year - YEARS_BACK[match["yb"]], number(match["m"]), number(match["d"])),)


def month_word(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """先月20日."""
    year, month = _month_back(context.today, MONTHS_BACK[match["mb"]])
    return (Parts(year, month, number(match["d"])),)


def month_day(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """5月3日."""
    return (Parts(None, number(match["m"]), number(match["d"])),)


def kana_day(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """ごがつみっか."""
    return (Parts(None, KANA_MONTHS[match["m"]], KANA_DAYS[match["d"]]),)


def triple(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """05/03/2026, 26/5/3."""
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) == 4:
        return _orders(c, a, b, "en")
    year_first = (Parts(2000 + a, b, c),)
    if len(match["c"]) == 1:
        return year_first
    # 26/05/03 begins with the year in Japan and may do so elsewhere; 03/04/05 tells nothing
    year_last = (Parts(2000 + c, a, b),) if context.language == "ja" else _orders(2000 + c, a, b, "en")
    orders = year_first + year_last if context.language == "ja" or a > 12 and b <= 12 else year_last
    return tuple(parts for parts in orders if _plausible(parts, context.today)) or (
        year_first if context.language == "ja" else year_last
    )


def slash(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """5/3."""
    return _orders(None, int(match["a"]), int(match["b"]), context.language)


def _orders(year: int | None, a: int, b: int, language: Language) -> tuple[Parts, ...]:
    month_first, day_first = Parts(year, a, b), Parts(year, b, a)
    if a == b:
        return (month_first,)
    if language == "ja":
        return (day_first,) if a > 12 >= b else (month_first,)
    possible = tuple(parts for parts in (month_first, day_first) if (parts.month or 0) <= 12)
    return possible or (month_first,)


def _plausible(parts: Parts, today: date) -> bool:
    try:
        return date(parts.year or 0, parts.month or 0, parts.day or 0) <= today
    except ValueError:
        return False


def english(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """May 3rd 2026, 3 May."""
    day = int(match["d"]) if match["d"] else ORDINALS[match["dw"]]
    year = None
    if match["y"]:
        year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"][1:])
    elif match["yb"]:
        year = context.today.year - YEARS_BACK[match["yb"]]
    return (Parts(year, ENGLISH_MONTHS[match["mon"]], day),)


def english_dashed(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """3-May-26."""
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    return (Parts(year, ENGLISH_MONTHS[match["mon"]], int(match["d"])),)


def english_year_first(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """Last year May 3."""
    return (Parts(context.today.year - YEARS_BACK[match["yb"]], ENGLISH_MONTHS[match["mon"]], int(match["d"])),)


def english_month(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """May 2026."""
    return (Parts(int(match["y"]) if match["y"] else None, ENGLISH_MONTHS[match["mon"]]),)


def weekday_of_week(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """先週の金曜."""
    monday = context.today - timedelta(days=context.today.weekday() + 7 * WEEKS_BACK[match["wb"]])
    return _day(monday + timedelta(days=WEEKDAYS[match["wd"]]))


def last_weekday(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """Last Friday."""
    back = (context.today.weekday() - WEEKDAYS[match["wd"]]) % 7
    return _day(context.today - timedelta(days=back or 7))


def days_back(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """昨日, yesterday."""
    return _day(context.today - timedelta(days=DAYS_BACK[match["back"]]))


def ja_ago(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """3日前."""
    days = number(match["n"]) * (7 if match["unit"].startswith("週") else 1)
    return _day(context.today - timedelta(days=days))


def english_ago(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """Two weeks ago."""
    when = days_ago(match.group(), context.today)
    return _day(when) if when else (Parts(),)


def day_of_month(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """20日."""
    day = int(match["d"]) if match["d"].isdigit() else number(match["d"])
    year, month = _month_back(context.today, 0)
    if 1 <= day <= 31 and day > context.today.day:
        year, month = _month_back(context.today, 1)
    return (Parts(year, month, day, implied=True),)


def english_day_of_month(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """The 20th of last month."""
    if not match["mb"]:
        return day_of_month(match, context)
    year, month = _month_back(context.today, MONTHS_BACK[match["mb"]])
    return (Parts(year, month, int(match["d"])),)


def fixed_day(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """元日, Christmas 2025."""
    year = None
    if match["y"]:
        year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"][1:])
    elif match["yb"]:
        year = context.today.year - YEARS_BACK[match["yb"]]
    return (Parts(year, *FIXED_DAYS[match["fixed"]]),)


def next_weekday(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """Next Friday."""
    ahead = (WEEKDAYS[match["wd"]] - context.today.weekday()) % 7
    return _day(context.today + timedelta(days=ahead or 7))


def week_alone(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """来週: no day of it has been."""
    return _day(context.today - timedelta(days=7 * WEEKS_BACK[match["wb"]]))


def year_alone(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """去年, next year."""
    return (Parts(context.today.year - YEARS_BACK[match["yb"]]),)


def year_said(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """2025年, 令和7年."""
    return tuple(Parts(year) for year in _japanese_years(match.groupdict().get("era"), match["y"], context.today))


def month_alone(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """先月, last month."""
    return (Parts(*_month_back(context.today, MONTHS_BACK[match["mb"]])),)


def month_of_year_word(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """去年の5月, May last year."""
    said = match.groupdict()
    month = ENGLISH_MONTHS[said["mon"]] if said.get("mon") else number(said["m"])
    return (Parts(context.today.year - YEARS_BACK[said["yb"]], month),)


def month_said(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """5月, in May, next May."""
    said = match.groupdict()
    name = said.get("mon") or said.get("only")
    month = ENGLISH_MONTHS[name] if name else number(said["m"])
    if said.get("next"):
        return (Parts(context.today.year + (month <= context.today.month), month),)
    return (Parts(None, month),)


def month_in_digits(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """2025/05."""
    return (Parts(int(match["y"]), int(match["m"])),)


def vague(match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    """A season, or a time that has no number."""
    return (Parts(),)
