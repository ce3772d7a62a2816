"""The grammar of dates: finds the places of a folded text that name a day, a month or a year.

Nothing is decided here: a mention holds every reading its form allows, and :mod:`bot.nlu.dates` weighs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.messages import Language
from bot.nlu import date_readers as readers
from bot.nlu.date_readers import Context, Parts, Reader
from bot.nlu.date_words import (
    DAYS_BACK,
    ENGLISH_MONTHS,
    FIXED_DAYS,
    KANA_DAYS,
    KANA_MONTHS,
    MONTHS_BACK,
    ORDINALS,
    WEEKDAYS,
    WEEKS_BACK,
    YEARS_BACK,
    alternatives,
)


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


_N = r"(?:(?<!\d)\d{1,4}(?!\d)|(?<![〇一二三四五六七八九十百千])[〇零一二三四五六七八九十百千]{1,6})"
_DAY_END = r"(?!\s?(?:間|前|まえ|後|目|以|ほど前|くらい前|ぐらい前|ごとに|分))"
_MONTH_NAME = rf"(?P<mon>{alternatives(ENGLISH_MONTHS)})\b\.?"
_ORDINAL = rf"(?:(?P<d>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?|(?P<dw>{alternatives(ORDINALS)}))"
_EN_YEAR = r"(?:\s?(?:,|of|in)?\s?(?P<y>(?:19|20)\d\d|'\d\d)(?!\d)|\s?,?\s?(?P<yb>last year|this year|next year))?"
_EN_YEAR_WORD = r"(?P<yb>last year|this year|next year)"
_YEAR_WORD = rf"(?<![a-z])(?P<yb>{alternatives(YEARS_BACK)})(?![a-z])"
_FIXED = rf"(?<![a-z])(?P<fixed>{alternatives(FIXED_DAYS)})(?![a-z])(?!\s?(?:セール|カード|プレゼント|ケーキ|sale|card|present|gift))"
_WEEKDAY = rf"(?P<wd>{alternatives(WEEKDAYS)})(?![a-z])"

_FORMS: tuple[tuple[re.Pattern[str], Reader, bool], ...] = tuple(
    (re.compile(pattern), reader, explicit)
    for pattern, reader, explicit in (
        (
            rf"(?:(?P<era>令和|平成|昭和|(?<![a-z])[rhs])\s?)?(?P<y>{_N}|元)\s?年\s?の?\s?(?P<m>{_N})\s?月\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}",
            readers.ja_full,
            True,
        ),
        (
            r"(?<![a-z0-9])(?P<era>[rhs])\s?(?P<y>\d{1,2}|元)\s?[./-]\s?(?P<m>\d{1,2})\s?[./-]\s?(?P<d>\d{1,2})(?!\d)",
            readers.ja_full,
            True,
        ),
        (
            r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-/. ])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})(?!\d|[-/.]\d)",
            readers.iso,
            True,
        ),
        (
            rf"(?P<yb>{alternatives(YEARS_BACK)})\s?の?\s?(?P<m>{_N})\s?(?:月|/)\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}",
            readers.year_word,
            True,
        ),
        (rf"(?P<mb>{alternatives(MONTHS_BACK)})\s?の?\s?(?P<d>{_N})\s?日{_DAY_END}", readers.month_word, True),
        (rf"(?P<m>{_N})\s?月\s?の?\s?(?P<d>{_N})(?:\s?日)?{_DAY_END}", readers.month_day, True),
        (rf"(?P<m>{alternatives(KANA_MONTHS)})\s?の?\s?(?P<d>{alternatives(KANA_DAYS)})", readers.kana_day, True),
        (
            rf"(?<![a-z0-9])(?P<d>\d{{1,2}})-(?P<mon>{alternatives(ENGLISH_MONTHS)})-(?P<y>\d{{4}}|\d\d)(?!\d)",
            readers.english_dashed,
            True,
        ),
        (
            rf"(?<![a-z0-9])(?P<yb>last year|this year|next year)\s?,?\s?(?:on |in )?{_MONTH_NAME}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![0-9])",
            readers.english_year_first,
            True,
        ),
        (rf"(?<![a-z0-9-]){_ORDINAL}\s?(?:of\s)?(?:the\s)?{_MONTH_NAME}{_EN_YEAR}", readers.english, True),
        (rf"(?<![a-z]){_MONTH_NAME}\s?(?:the\s)?{_ORDINAL}(?![a-z0-9]){_EN_YEAR}", readers.english, True),
        (
            r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{1,2})(?!\d|[-/.]\d)",
            readers.triple,
            True,
        ),
        (r"(?<![a-z0-9/.-])(?!24/7)(?P<a>\d{1,2})\s?/\s?(?P<b>\d{1,2})(?![a-z0-9/%])", readers.slash, False),
        (rf"(?P<wb>{alternatives(WEEKS_BACK)})\s?(?:の|on)?\s?{_WEEKDAY}", readers.weekday_of_week, False),
        (rf"(?<![a-z]){_WEEKDAY}(?: of)? (?P<wb>last week|this week|next week)", readers.weekday_of_week, False),
        (rf"(?:今度の|次の|(?<![a-z])(?:next|coming))\s?{_WEEKDAY}", readers.next_weekday, False),
        (
            rf"(?:この前の?|前の|(?<![a-z])(?:last|this past|past|on))?\s?(?<![a-z])(?<!black ){_WEEKDAY}",
            readers.last_weekday,
            False,
        ),
        (rf"(?<![a-z])(?P<back>{alternatives(DAYS_BACK)})(?![a-z])", readers.days_back, False),
        (rf"(?P<n>{_N})\s?(?P<unit>週間|週|日)\s?(?:ほど|くらい|ぐらい|ばかり)?\s?(?:前|まえ)", readers.ja_ago, False),
        (
            r"(?<![a-z0-9])(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:days?|weeks?)|a fortnight) ago",
            readers.english_ago,
            False,
        ),
        (
            r"(?<![a-z0-9])the (?P<d>\d{1,2})(?:st|nd|rd|th)(?: of)?(?: (?P<mb>last month|this month))?(?![a-z0-9])",
            readers.english_day_of_month,
            False,
        ),
        (
            r"(?<![a-z0-9])(?P<d>\d{1,2})(?:st|nd|rd|th) of (?P<mb>last month|this month)",
            readers.english_day_of_month,
            False,
        ),
        (
            rf"(?:(?<!\d)(?P<y>(?:19|20)\d\d)\s?年?\s?の?|(?P<yb>{alternatives(YEARS_BACK)})(?:'s)?\s?の?)\s?{_FIXED}",
            readers.fixed_day,
            False,
        ),
        (rf"{_FIXED}{_EN_YEAR}", readers.fixed_day, False),
        (
            rf"(?:(?P<era>令和|平成|昭和)\s?)?(?P<y>{_N}|元)\s?年\s?の?\s?(?P<m>{_N})\s?月",
            readers.ja_month_of_year,
            False,
        ),
        (
            rf"(?<![a-z])(?P<mon>{alternatives(ENGLISH_MONTHS)})\b\.?,? (?P<y>(?:19|20)\d\d)(?!\d)",
            readers.english_month,
            False,
        ),
    )
)

_ANSWER_FORMS: tuple[tuple[re.Pattern[str], Reader, bool], ...] = tuple(
    (re.compile(pattern), reader, False)
    for pattern, reader in (
        (r"(?<![a-z0-9.-])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?![0-9a-z.-])", readers.iso),
        (r"^\W*(?P<a>\d{1,2})\s?[-. ]\s?(?P<b>\d{1,2})\W*(?:です|でした|に(?:買|購入).*)?\W*$", readers.slash),
        (
            rf"(?<![\d一二三四五六七八九十月])(?P<d>{_N})\s?日(?=\s?(?:に|です|でした|だ|か|ごろ|頃|くらい|ぐらい|あたり|の|[。、,.!)]|$))",
            readers.day_of_month,
        ),
        (r"^\W*(?P<d>\d{1,2})(?:st|nd|rd|th)\W*$", readers.day_of_month),
        (r"(?<![a-z])(?P<wb>再来週|来週|らいしゅう|next week)(?![a-z])", readers.week_alone),
        (rf"{_YEAR_WORD}\s?の?\s?(?P<m>{_N})\s?月(?!\s?額)", readers.month_of_year_word),
        (rf"(?<![a-z]){_MONTH_NAME},? (?:of )?{_EN_YEAR_WORD}", readers.month_of_year_word),
        (rf"(?<![a-z]){_EN_YEAR_WORD},? (?:in )?{_MONTH_NAME}", readers.month_of_year_word),
        (rf"(?<![a-z])(?P<mb>{alternatives(MONTHS_BACK)})(?![a-z])", readers.month_alone),
        (
            rf"(?<![a-z])(?:in|around|about|early|late|mid|during|last|this|(?P<next>next)) (?P<mon>{alternatives(ENGLISH_MONTHS)})(?![a-z])"
            rf"|^\W*(?P<only>{alternatives(ENGLISH_MONTHS)})\W*$",
            readers.month_said,
        ),
        (
            rf"{_N}\s?(?:か|ヶ|カ|ヵ|ケ|箇|ヵ)?月\s?(?:ほど|くらい|ぐらい)?\s?(?:前|まえ)|{_N}\s?年\s?(?:ほど|くらい|ぐらい)?\s?(?:前|まえ)|半年|数\s?(?:日|週間|か月|ヶ月|カ月|年)\s?前|先々?週|今週"
            r"|先日|この(?:間|前|あいだ)|こないだ|最近|(?:春|夏|秋|冬)(?:頃|ごろ)?に"
            r"|(?<![a-z])(?:last|this) (?:week|spring|summer|autumn|fall|winter)|(?:months?|years?) ago|a (?:few|couple of) (?:days|weeks) ago|(?:few|couple of|several) (?:days|weeks) ago|recently|the other day",
            readers.vague,
        ),
        (r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)\s?[/.-]\s?(?P<m>\d{1,2})(?![\d/.-])", readers.month_in_digits),
        (r"(?<![\d/.-])(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?![\d/.-])", readers.month_in_digits),
        (rf"(?P<era>令和|平成)\s?(?P<y>{_N}|元)\s?年", readers.year_said),
        (r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年?(?!\d)", readers.year_said),
        (rf"(?P<m>{_N})\s?月(?!\s?額)", readers.month_said),
        (_YEAR_WORD, readers.year_alone),
    )
)


_HINTS = re.compile(
    r"\d|[〇零一二三四五六七八九十百千月年曜元春夏秋冬前]|半年|最近|先日|この間|このあいだ|こないだ|今度|"
    + "|".join(
        re.escape(word)
        for word in sorted(
            {
                *(*DAYS_BACK, *WEEKS_BACK, *MONTHS_BACK, *YEARS_BACK, *FIXED_DAYS, *KANA_MONTHS),
                *(*ENGLISH_MONTHS, *WEEKDAYS, "ago", "recently", "the other day"),
                *("spring", "summer", "autumn", "fall", "winter"),
            }
        )
    )
)
"""Some of this is in every mention; most messages hold none of it and need no further look."""


@lru_cache(maxsize=64)
def find_mentions(text: str, today: date, language: Language) -> tuple[Mention, ...]:
    """Every mention of a date in a folded text, in reading order and without overlaps."""
    if not _HINTS.search(text):
        return ()
    context = Context(today, language)
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


def _read(reader: Reader, match: re.Match[str], context: Context) -> tuple[Parts, ...]:
    try:
        return reader(match, context)
    except OverflowError:  # further back than the calendar goes
        return (Parts(0, 1, 1),)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    found = match.group()
    return match.start() + len(found) - len(found.lstrip(" .,")), match.end() - len(found) + len(found.rstrip(" .,"))
