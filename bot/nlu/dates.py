"""Purchase dates as customers write them: which day is meant, or why that can't be told."""

from __future__ import annotations

import re
from datetime import date

from bot.messages import Language
from bot.nlu.date_completion import complete_date
from bot.nlu.date_forms import Mention, find_mentions
from bot.nlu.date_weighing import PRODUCT_LINES_START, DateProblem, DateReading, decide, weigh
from bot.nlu.negation import is_ruled_out
from bot.nlu.text import fold_with_offsets

__all__ = (
    "PRODUCT_LINES_START",
    "DateProblem",
    "DateReading",
    "complete_date",
    "find_purchase_dates",
    "read_purchase_date",
)

_BUYING_AFTER = re.compile(
    r"^[^。.!?\d、,]{0,8}?(?:買|購入|注文|契約|申し?込|ダウンロード|かった|かいました|こうにゅう)"
)
_BUYING_BEFORE = re.compile(
    r"(?:bought|purchased?|ordered|order date|paid|got it|購入日|購入した日|買った日|注文日|purchase date)[^\d.!?。]{0,24}$"
)
_OTHER_AFTER = re.compile(
    r"^\s?(?:\)|頃|ごろ|日)?\s?(?:まで|から使え|に(?:は)?(?:切れ|期限|失効|更新され|更新がか|請求|引き?落|引か|届|メール|電話|連絡|問い?合わせ|終了|終わ|満了|解約)|で(?:切れ|期限|終了|終わ|満了|失効|きれ)|が(?:期限|満期|有効期限|最終|更新日)|付け?の(?:メール|明細|請求))"
)
_OTHER_BEFORE = re.compile(
    r"(?:有効期限|期限|更新日|満了日?|失効日?|請求日?|引き?落とし日?|締め?切り?)(?:は|が|:|の日は|日は|が来る| )\s?$|(?:expires?|expired|expiry|expiration|ends?|ended|charged|billed|until|due|renews?|renewed|mail(?:ed)? (?:on|from))(?: date)?(?: me)?(?: is| was|:)?(?: on| at| in)?(?: the)? ?$"
)


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
    return decide(mentions, folded, today, earliest)


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
            reading = weigh(mention, folded, today, PRODUCT_LINES_START)
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
