"""Puts a date together from what was said before ("May 2025") and what is said now ("around the 10th")."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.messages import Language
from bot.nlu.date_forms import Mention, find_mentions
from bot.nlu.date_readers import Parts
from bot.nlu.date_weighing import PRODUCT_LINES_START, DateReading, decide
from bot.nlu.date_words import KANA_DAYS, ORDINALS, alternatives, number
from bot.nlu.negation import is_ruled_out
from bot.nlu.text import fold_with_offsets

_BARE_DAY = re.compile(
    rf"(?<![\d/.,:-])(?<![〇一二三四五六七八九十])(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:日|st|nd|rd|th)?(?![\d一二三四五六七八九十a-z]|[/.,:-]\d|\s?(?:年|月|ヶ|か月|台|間|回|時|分|円|歳|days?\b|weeks?\b|months?\b|years?\b))"
    rf"|(?<![a-z])(?P<word>{alternatives(ORDINALS)})(?![a-z])|(?P<kana>{alternatives(KANA_DAYS)})"
    r"|(?P<last>末日|月末日|晦日|最終日|みそか|(?<![a-z])(?:the )?last day(?![a-z]))"
)


def complete_date(
    known: DateReading | tuple[int | None, int | None],
    text: str,
    today: date,
    language: Language,
    *,
    earliest: date = PRODUCT_LINES_START,
) -> DateReading:
    """Read a message that completes a date; what it says itself goes before what is known.

    Args:
        known: an earlier reading, or its year and month.
        today: the customer's day.
        earliest: a day before this one is ``too_early``.
    """
    year, month = known if isinstance(known, tuple) else (known.year, known.month)
    folded = fold_with_offsets(text)
    mentions = [
        replace(mention, readings=_filled(mention.readings, year, month))
        for mention in find_mentions(folded.text, today, language)
    ]
    if not any(parts.day for mention in mentions for parts in mention.readings):
        # "in May 2025, the 12th" may come in any order
        said = [parts for mention in mentions for parts in mention.readings]
        year = next((parts.year for parts in said if parts.year is not None), year)
        month = next((parts.month for parts in said if parts.month is not None), month)
        days = list(_bare_days(folded.text, mentions, year, month))
        mentions = days or mentions
    positive = [
        mention for mention in mentions if not is_ruled_out(folded.text[: mention.start], folded.text[mention.end :])
    ]
    reading = decide(positive or mentions, folded, today, earliest)
    if reading.value is not None:
        return reading
    return replace(
        reading,
        year=reading.year if reading.year is not None else year,
        month=reading.month if reading.month is not None else month,
    )


def _filled(readings: tuple[Parts, ...], year: int | None, month: int | None) -> tuple[Parts, ...]:
    fitting = tuple(parts for parts in readings if parts.month == month) if month else ()
    return tuple(_with_known(parts, year, month) for parts in fitting or readings)


def _with_known(parts: Parts, year: int | None, month: int | None) -> Parts:
    if parts.implied:
        if month is None and year is None:
            return parts
        return Parts(year, month, parts.day) if month else Parts(year)
    if parts.month is None and parts.day is None:
        return Parts(parts.year if parts.year is not None else year, month)
    return replace(parts, year=parts.year if parts.year is not None else year)


def _bare_days(text: str, taken: list[Mention], year: int | None, month: int | None) -> Iterator[Mention]:
    """Numbers that are a day once the month is known."""
    if month is None:
        return
    for match in _BARE_DAY.finditer(text):
        if any(match.start() < mention.end and mention.start < match.end() for mention in taken):
            continue
        yield Mention(match.start(), match.end(), (Parts(year, month, _day(match, year, month)),))


def _day(match: re.Match[str], year: int | None, month: int) -> int:
    if match["d"]:
        return number(match["d"])
    if match["last"]:
        return calendar.monthrange(year or 2025, month)[1]
    return ORDINALS[match["word"]] if match["word"] else KANA_DAYS[match["kana"]]
