"""Purchase dates as customers write them: which day is meant, or why that can't be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.messages import Language
from bot.nlu.date_forms import Mention, find_mentions
from bot.nlu.date_readers import Parts
from bot.nlu.negation import is_ruled_out
from bot.nlu.text import Folded, fold_with_offsets

DateProblem = Literal["missing", "ambiguous", "future", "too_early", "impossible", "incomplete"]

PRODUCT_LINES_START = date(1997, 1, 1)
"""No product of either line was sold before."""

_BUYING_AFTER = re.compile(
    r"^[^。.!?\d、,]{0,8}?(?:買|購入|注文|契約|申し?込|ダウンロード|かった|かいました|こうにゅう)"
)
_BUYING_BEFORE = re.compile(
    r"(?:bought|purchased?|ordered|order date|paid|got it|購入日|購入した日|買った日|注文日|purchase date)[^\d.!?。]{0,24}$"
)
_DAY_FIRST = re.compile(r"day first|day then month|dd ?[/-] ?mm|日/月|日が先")
_MONTH_FIRST = re.compile(r"month first|month then day|mm ?[/-] ?dd|月/日|月が先")
_OTHER_AFTER = re.compile(
    r"^\s?(?:\)|頃|ごろ|日)?\s?(?:まで|から使え|に(?:は)?(?:切れ|期限|失効|更新され|更新がか|請求|引き?落|引か|届|メール|電話|連絡|問い?合わせ|終了|終わ|満了|解約)|で(?:切れ|期限|終了|終わ|満了|失効|きれ)|が(?:期限|満期|有効期限|最終|更新日)|付け?の(?:メール|明細|請求))"
)
_OTHER_BEFORE = re.compile(
    r"(?:有効期限|期限|更新日|満了日?|失効日?|請求日?|引き?落とし日?|締め?切り?)(?:は|が|:|の日は|日は|が来る| )\s?$|(?:expires?|expired|expiry|expiration|ends?|ended|charged|billed|until|due|renews?|renewed|mail(?:ed)? (?:on|from))(?: date)?(?: me)?(?: is| was|:)?(?: on| at| in)?(?: the)? ?$"
)


@dataclass(frozen=True)
class DateReading:
    """What a text says about a date.

    ``start`` and ``end`` are offsets into the original text; both are -1 when nothing was found.
    ``candidates`` are the days to choose from when the reading is ambiguous, the single day otherwise.
    """

    value: date | None
    candidates: tuple[date, ...]
    problem: DateProblem | None
    start: int
    end: int


_MISSING = DateReading(None, (), "missing", -1, -1)


def read_purchase_date(
    text: str, today: date, language: Language, *, earliest: date = PRODUCT_LINES_START, compact: bool = True
) -> DateReading:
    """Read the answer to "when did you buy it?".

    Args:
        today: the customer's day, from which yesterday and last month count.
        earliest: a day before this one is ``too_early``.
        compact: also take ``20260503``, a day without its month, and note a month without its day.
    """
    folded = fold_with_offsets(text)
    mentions = _meant(
        folded.text,
        tuple(
            mention for mention in find_mentions(folded.text, today, language) if compact or not mention.only_an_answer
        ),
    )
    readings = [_weigh(mention, folded, today, earliest) for mention in mentions]
    if not readings:
        return _MISSING
    whole = [reading for reading in readings if reading.problem != "incomplete"]
    if len({reading.candidates for reading in whole}) > 1:
        days = tuple(
            dict.fromkeys(
                day for reading in whole for day in reading.candidates if reading.problem in (None, "ambiguous")
            )
        )
        if len(days) > 1:
            return DateReading(None, days, "ambiguous", whole[0].start, whole[-1].end)
        whole.sort(key=lambda reading: reading.problem is not None)
    return (whole or readings)[0]


def find_purchase_dates(text: str, today: date, language: Language) -> tuple[tuple[DateReading, bool], ...]:
    """Days in a free message that are the day of purchase, each with whether it is negated."""
    folded = fold_with_offsets(text)
    mentions = find_mentions(folded.text, today, language)
    bought = [mention for mention in mentions if _about_buying(folded.text, mention)]
    found: list[tuple[DateReading, bool]] = []
    for mention in mentions:
        negated = _negated(folded.text, mention)
        # a day that is ruled out is a day of purchase if it is put right in the same message
        if mention in bought or bought and negated:
            reading = _weigh(mention, folded, today, PRODUCT_LINES_START)
            if reading.problem is None:
                found.append((reading, negated))
    return tuple(found)


def _about_buying(text: str, mention: Mention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    if _BUYING_AFTER.search(after) or _BUYING_BEFORE.search(before):
        return True
    if mention.only_an_answer or _OTHER_AFTER.search(after) or _OTHER_BEFORE.search(before):
        return False
    return mention.explicit or not re.search(
        r"\w{3}",
        re.sub(
            r"です|でした|だよ|頃|ごろ|たしか|確か|たぶん|多分|だいたい|about|around|maybe|probably|i think|it was|夜|朝|昼",
            "",
            before + after,
        ),
    )


def _meant(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    positive = tuple(mention for mention in mentions if not _negated(text, mention)) or mentions
    bought = tuple(
        mention
        for mention in positive
        if _BUYING_AFTER.search(text[mention.end :]) or _BUYING_BEFORE.search(text[: mention.start])
    )
    return bought if len(bought) == 1 else positive


def _negated(text: str, mention: Mention) -> bool:
    return is_ruled_out(text[: mention.start], text[mention.end :])


def _weigh(mention: Mention, folded: Folded, today: date, earliest: date) -> DateReading:
    start, end = folded.span(mention.start, mention.end)
    verdicts = [_resolve(parts, today, earliest) for parts in mention.readings]
    days = tuple(dict.fromkeys(day for day, problem in verdicts if day and problem is None))
    if len(days) == 1:
        return DateReading(days[0], days, None, start, end)
    if days:
        hint = next(
            (index for index, order in enumerate((_MONTH_FIRST, _DAY_FIRST)) if order.search(folded.text)), None
        )
        if len(days) == 2 and hint is not None:
            return DateReading(days[hint], (days[hint],), None, start, end)
        return DateReading(None, days, "ambiguous", start, end)
    day, problem = verdicts[0]
    return DateReading(None, (day,) if day else (), problem, start, end)


def _resolve(parts: Parts, today: date, earliest: date) -> tuple[date | None, DateProblem | None]:
    if parts.month is None or parts.day is None:
        impossible = parts.month is not None and not 1 <= parts.month <= 12
        return None, "impossible" if impossible else "incomplete"
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
