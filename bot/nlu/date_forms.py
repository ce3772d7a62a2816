"""The grammar of dates: finds the places of a folded text that name a day, a month or a year.

Nothing is decided here: a mention holds every reading its form allows, and :mod:`bot.nlu.dates` weighs them.
"""

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
    KANA_DAYS,
    KANA_MONTHS,
    MONTHS_BACK,
    ORDINALS,
    WEEKDAYS,
    WEEKS_BACK,
    YEARS_BACK,
    alternatives,
    number,
)


@dataclass(frozen=True)
class Parts:
    """One reading of a mention; what is ``None`` was not said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Mention:
    """A place in the folded text that names a date.

    ``explicit`` forms are dates in any sentence; the others are only in answer to a question or beside a verb of buying.
    ``only_an_answer`` marks the weakest of these.
    """

    start: int
    end: int
    readings: tuple[Parts, ...]
    explicit: bool = False
    only_an_answer: bool = False


@dataclass(frozen=True)
class _Context:
    today: date
    language: Language


_Reader = Callable[["re.Match[str]", _Context], "tuple[Parts, ...]"]

_N = r"(?:(?<!\d)\d{1,4}(?!\d)|(?<![〇一二三四五六七八九十百千])[〇零一二三四五六七八九十百千]{1,6})"
_DAY_END = r"(?!\s?(?:間|前|まえ|後|目|以|ほど前|くらい前|ぐらい前|ごとに|分))"
_MONTH_NAME = rf"(?P<mon>{alternatives(ENGLISH_MONTHS)})\b\.?"
_ORDINAL = rf"(?:(?P<d>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?|(?P<dw>{alternatives(ORDINALS)}))"
_EN_YEAR = r"(?:\s?(?:,|of|in)?\s?(?P<y>(?:19|20)\d\d|'\d\d)(?!\d)|\s?,?\s?(?P<yb>last year|this year))?"
_WEEKDAY = rf"(?P<wd>{alternatives(WEEKDAYS)})(?![a-z])"


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


def _ja_full(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    month, day = number(match["m"]), number(match["d"])
    years = _japanese_years(match["era"], match["y"], context.today)
    return tuple(Parts(year if _within_era(match["era"], year, month, day) else 0, month, day) for year in years)


def _within_era(era: str | None, year: int, month: int, day: int) -> bool:
    if era is None:
        return True
    first, last = ERA_DAYS[ERA_LETTERS.get(era, era)]
    return first <= f"{year:04}-{month:02}-{day:02}" <= last


def _ja_month_of_year(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return tuple(Parts(year, number(match["m"])) for year in _japanese_years(match["era"], match["y"], context.today))


def _iso(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(int(match["y"]), int(match["m"]), int(match["d"])),)


def _year_word(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(context.today.year - YEARS_BACK[match["yb"]], number(match["m"]), number(match["d"])),)


def _month_word(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    year, month = _month_back(context.today, MONTHS_BACK[match["mb"]])
    return (Parts(year, month, number(match["d"])),)


def _month_day(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(None, number(match["m"]), number(match["d"])),)


def _kana_day(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(None, KANA_MONTHS[match["m"]], KANA_DAYS[match["d"]]),)


def _triple(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) == 4:
        return _orders(c, a, b, "en")
    year_first = (Parts(2000 + a, b, c),)
    if len(match["c"]) == 1:
        return year_first
    year_last = _orders(2000 + c, a, b, "en")
    if context.language == "ja":
        return year_first if _plausible(year_first[0], context.today) else year_last
    return year_last if any(_plausible(parts, context.today) for parts in year_last) else year_first


def _slash(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
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


def _english(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    day = int(match["d"]) if match["d"] else ORDINALS[match["dw"]]
    year = None
    if match["y"]:
        year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"][1:])
    elif match["yb"]:
        year = context.today.year - YEARS_BACK[match["yb"]]
    return (Parts(year, ENGLISH_MONTHS[match["mon"]], day),)


def _english_dashed(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    return (Parts(year, ENGLISH_MONTHS[match["mon"]], int(match["d"])),)


def _english_year_first(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(context.today.year - YEARS_BACK[match["yb"]], ENGLISH_MONTHS[match["mon"]], int(match["d"])),)


def _english_month(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(int(match["y"]) if match["y"] else None, ENGLISH_MONTHS[match["mon"]]),)


def _weekday_of_week(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    monday = context.today - timedelta(days=context.today.weekday() + 7 * WEEKS_BACK[match["wb"]])
    return _day(monday + timedelta(days=WEEKDAYS[match["wd"]]))


def _last_weekday(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    back = (context.today.weekday() - WEEKDAYS[match["wd"]]) % 7
    return _day(context.today - timedelta(days=back or 7))


def _days_back(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return _day(context.today - timedelta(days=DAYS_BACK[match["back"]]))


def _ja_ago(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    days = number(match["n"]) * (7 if match["unit"].startswith("週") else 1)
    return _day(context.today - timedelta(days=days))


def _english_ago(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    from bot.nlu.english_dates import days_ago  # dateparser takes 0.3 s to load: only when such a phrase is met

    when = days_ago(match.group(), context.today)
    return _day(when) if when else (Parts(),)


def _day_of_month(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    day = int(match["d"]) if match["d"].isdigit() else number(match["d"])
    year, month = _month_back(context.today, 0)
    if 1 <= day <= 31 and day > context.today.day:
        year, month = _month_back(context.today, 1)
    return (Parts(year, month, day),)


def _english_day_of_month(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    if not match["mb"]:
        return _day_of_month(match, context)
    year, month = _month_back(context.today, MONTHS_BACK[match["mb"]])
    return (Parts(year, month, int(match["d"])),)


def _fixed_day(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(None, 1, 1) if match.group().startswith("元") else Parts(None, 12, 31),)


def _vague(match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    return (Parts(),)


_FORMS: tuple[tuple[re.Pattern[str], _Reader, bool], ...] = tuple(
    (re.compile(pattern), reader, explicit)
    for pattern, reader, explicit in (
        (
            rf"(?:(?P<era>令和|平成|昭和|(?<![a-z])[rhs])\s?)?(?P<y>{_N}|元)\s?年\s?の?\s?(?P<m>{_N})\s?月\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}",
            _ja_full,
            True,
        ),
        (
            r"(?<![a-z0-9])(?P<era>[rhs])\s?(?P<y>\d{1,2}|元)\s?[./-]\s?(?P<m>\d{1,2})\s?[./-]\s?(?P<d>\d{1,2})(?!\d)",
            _ja_full,
            True,
        ),
        (
            r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-/. ])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})(?!\d|[-/.]\d)",
            _iso,
            True,
        ),
        (
            rf"(?P<yb>{alternatives(YEARS_BACK)})\s?の?\s?(?P<m>{_N})\s?(?:月|/)\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}",
            _year_word,
            True,
        ),
        (rf"(?P<mb>{alternatives(MONTHS_BACK)})\s?の?\s?(?P<d>{_N})\s?日{_DAY_END}", _month_word, True),
        (rf"(?P<m>{_N})\s?月\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}", _month_day, True),
        (rf"(?P<m>{alternatives(KANA_MONTHS)})\s?の?\s?(?P<d>{alternatives(KANA_DAYS)})", _kana_day, True),
        (
            rf"(?<![a-z0-9])(?P<d>\d{{1,2}})-(?P<mon>{alternatives(ENGLISH_MONTHS)})-(?P<y>\d{{4}}|\d\d)(?!\d)",
            _english_dashed,
            True,
        ),
        (
            rf"(?<![a-z0-9])(?P<yb>last year|this year)\s?,?\s?(?:on |in )?{_MONTH_NAME}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![0-9])",
            _english_year_first,
            True,
        ),
        (rf"(?<![a-z0-9-]){_ORDINAL}\s?(?:of\s)?(?:the\s)?{_MONTH_NAME}{_EN_YEAR}", _english, True),
        (rf"(?<![a-z]){_MONTH_NAME}\s?(?:the\s)?{_ORDINAL}(?![a-z0-9]){_EN_YEAR}", _english, True),
        (
            r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{1,2})(?!\d|[-/.]\d)",
            _triple,
            True,
        ),
        (r"(?<![a-z0-9/.-])(?!24/7)(?P<a>\d{1,2})\s?/\s?(?P<b>\d{1,2})(?![a-z0-9/%])", _slash, False),
        (rf"(?P<wb>{alternatives(WEEKS_BACK)})\s?(?:の|on)?\s?{_WEEKDAY}", _weekday_of_week, False),
        (rf"(?<![a-z]){_WEEKDAY}(?: of)? (?P<wb>last week|this week)", _weekday_of_week, False),
        (rf"(?:この前の?|前の|(?<![a-z])(?:last|this past|past|on))?\s?(?<![a-z]){_WEEKDAY}", _last_weekday, False),
        (rf"(?<![a-z])(?P<back>{alternatives(DAYS_BACK)})(?![a-z])", _days_back, False),
        (rf"(?P<n>{_N})\s?(?P<unit>週間|週|日)\s?(?:ほど|くらい|ぐらい|ばかり)?\s?(?:前|まえ)", _ja_ago, False),
        (
            r"(?<![a-z0-9])(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:days?|weeks?)|a fortnight) ago",
            _english_ago,
            False,
        ),
        (
            r"(?<![a-z0-9])the (?P<d>\d{1,2})(?:st|nd|rd|th)(?: of)?(?: (?P<mb>last month|this month))?(?![a-z0-9])",
            _english_day_of_month,
            False,
        ),
        (r"(?<![a-z0-9])(?P<d>\d{1,2})(?:st|nd|rd|th) of (?P<mb>last month|this month)", _english_day_of_month, False),
        (r"元日|元旦|大晦日|おおみそか", _fixed_day, False),
        (rf"(?:(?P<era>令和|平成|昭和)\s?)?(?P<y>{_N}|元)\s?年\s?の?\s?(?P<m>{_N})\s?月", _ja_month_of_year, False),
        (
            rf"(?<![a-z])(?P<mon>{alternatives(ENGLISH_MONTHS)})\b\.?,? (?P<y>(?:19|20)\d\d)(?!\d)",
            _english_month,
            False,
        ),
    )
)

_ANSWER_FORMS: tuple[tuple[re.Pattern[str], _Reader, bool], ...] = tuple(
    (re.compile(pattern), reader, False)
    for pattern, reader in (
        (r"(?<![\w.-])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?![0-9a-z.-])", _iso),
        (r"^\W*(?P<a>\d{1,2})\s?[-. ]\s?(?P<b>\d{1,2})\W*(?:です|でした|に(?:買|購入).*)?\W*$", _slash),
        (
            rf"(?<![\d一二三四五六七八九十月])(?P<d>{_N})\s?日(?=\s?(?:に|です|でした|だ|か|ごろ|頃|の|[。、,.!)]|$))",
            _day_of_month,
        ),
        (r"^\W*(?P<d>\d{1,2})(?:st|nd|rd|th)\W*$", _day_of_month),
        (
            rf"{_N}\s?(?:か|ヶ|カ|ヵ|ケ|箇|ヵ)?月\s?(?:ほど|くらい|ぐらい)?\s?(?:前|まえ)|{_N}\s?年\s?(?:ほど|くらい|ぐらい)?\s?(?:前|まえ)|半年|数\s?(?:日|週間|か月|ヶ月|カ月|年)\s?前|先々?週|今週"
            rf"|先日|この(?:間|前|あいだ)|こないだ|最近|先々?月|今月|去年|昨年|今年|一昨年|おととし|(?:春|夏|秋|冬)(?:頃|ごろ)?に|{_N}\s?月(?!\s?額)|(?<!\d)(?:19|20)\d\d\s?年?(?!\d)|令和\s?{_N}\s?年"
            r"|(?<![a-z])(?:last|this) (?:week|month|year|spring|summer|autumn|fall|winter)|(?:months?|years?) ago|a (?:few|couple of) (?:days|weeks) ago|(?:few|couple of|several) (?:days|weeks) ago|recently|the other day"
            rf"|(?<![a-z])(?:in|around|about|early|late|mid|during) (?:{alternatives(ENGLISH_MONTHS)})(?![a-z])|^\W*(?:{alternatives(ENGLISH_MONTHS)})\W*$",
            _vague,
        ),
    )
)


def find_mentions(text: str, today: date, language: Language) -> tuple[Mention, ...]:
    """Every mention of a date in a folded text, in reading order and without overlaps."""
    context = _Context(today, language)
    claimed: list[Mention] = []
    for forms in (_FORMS, _ANSWER_FORMS):
        for pattern, reader, explicit in forms:
            for match in pattern.finditer(text):
                if match.end() > match.start() and not any(
                    match.start() < other.end and other.start < match.end() for other in claimed
                ):
                    claimed.append(
                        Mention(*_trimmed(match), _read(reader, match, context), explicit, forms is _ANSWER_FORMS)
                    )
    return tuple(sorted(claimed, key=lambda mention: mention.start))


def _read(reader: _Reader, match: re.Match[str], context: _Context) -> tuple[Parts, ...]:
    try:
        return reader(match, context)
    except OverflowError:  # further back than the calendar goes
        return (Parts(0, 1, 1),)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    found = match.group()
    return match.start() + len(found) - len(found.lstrip(" .,")), match.end() - len(found) + len(found.rstrip(" .,"))
