"""Purchase dates as customers write them: which day is meant, or why that can't be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    "find_listed_dates",
    "find_purchase_dates",
    "read_purchase_date",
)

_BUYING = r"(?:買(?!い(?:たい|たく|替|換))|購入(?!したい)|注文(?!したい)|契約(?!したい)|申し?込|ダウンロード|かった|かいました|こうにゅう)"
_BUYING_AFTER = re.compile(rf"^[^。.!?\d、,]{{0,8}}?{_BUYING}")
_BUYING_LATER = re.compile(
    rf"^[、,]?(?:(?!登録|届|解約|請求|メール|期限|切れ|更新さ|問い?合|連絡|電話|また|のに)[^。.!?\d、,]){{0,24}}?{_BUYING}"
)
_BUYING_BEFORE = re.compile(
    r"(?:bought|purchased?|ordered|order date|paid|got it|購入日|購入した日|買った日|注文日|purchase date|date of purchase|(?:買った|かった|購入した|こうにゅうした|注文した|契約した)の[はが]|(?:購入|注文|契約)[はが:])[^\d.!?。]{0,24}$|(?:^|[^\w]|購入の|注文の|買った)日(?:付|にち)(?:は|が|を|:|\s)[^\d。、!?]{0,4}$"
)
_OTHER_AFTER = re.compile(
    r"^\s?(?:\)|頃|ごろ|日)?\s?(?:まで|から使え|に(?:は)?(?:切れ|期限|失効|更新され|更新がか|請求|引き?落|引か|届|メール|電話|連絡|問い?合わせ|終了|終わ|満了|解約)|で(?:切れ|期限|終了|終わ|満了|失効|きれ)|が(?:期限|満期|有効期限|最終|更新日)|付け?の(?:メール|明細|請求)"
    r"|[^。.!?\d、,買購注]{0,8}(?:自動更新|更新さ|更新がかか|引き?落|請求|切れ|失効|満了|届[いき]|登録し|解約し|問い?合わ)"
    r"|,? (?:[a-z']+ ){0,4}(?:expired?|charged|billed|renewed|registered|cancell?ed|ended)\b)"
)
_OTHER_BEFORE = re.compile(
    r"(?:有効期限|期限|更新日|満了日?|失効日?|請求日?|引き?落とし日?|締め?切り?)(?:は|が|:|の日は|日は|が来る| )\s?$|(?:expires?|expired|expiry|expiration|ends?|ended|charged|billed|until|since|due|renews?|renewed|mail(?:ed)? (?:on|from))(?: date)?(?: me)?(?: is| was|:)?(?: on| at| in)?(?: the)? ?$"
    r"|\b(?:expired?|charged?|billed|renewal|renewed|registered|registration|cancell?ed|sent|received|contacted|called|submitted|filed|valid|reported)(?: [a-z']+){0,4} (?:on|until|till|by|from)(?: the)? $"
)

_ALONE_BEFORE = re.compile(r"(?:^|[\n。、,.!?:;/|()「」]|です|でした)\s?$")
_ALONE_AFTER = re.compile(r"\s?(?:です|でした|頃|ごろ|\([月火水木金土日]\))?\s?(?:$|[\n。、,.!?:;/|()「」])")
_OTHER_EVENT = re.compile(
    r"登録|届|来[たてまな]|解約|送|請求|引き?落|問い?合わ|連絡|切れ|期限|使え|待|電話し|regist|cancel|charge|bill|sent|waiting|arriv|receiv|expir|called|wrote|since|until"
)
_ENDS = re.compile(
    r"\s?(?:です|でした|だった|だ(?!け)|の(?:はず|方|ほう)|になります|かも|と思)?(?:けど|が|ね|よ)?\s?(?:$|[。、,.!?)])"
)
_NOT_AFTER = re.compile(r",? (?:not|rather than|instead of)\b")
_NEAR = 16


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
    bought = [
        mention
        for mention in mentions
        if _about_buying(folded.text, mention) or _puts_right(folded.text, mention, mentions)
    ]
    found: list[tuple[DateReading, bool]] = []
    for mention in mentions:
        negated = _negated(folded.text, mention)
        # a day that is ruled out is a day of purchase if it is put right in the same message
        if mention in bought or bought and negated:
            reading = weigh(mention, folded, today, PRODUCT_LINES_START)
            if reading.problem is None:
                found.append((reading, negated))
    return tuple(found)


def find_listed_dates(
    text: str, today: date, language: Language, others: Sequence[tuple[int, int]]
) -> tuple[DateReading, ...]:
    """Days that stand alone between other things that a message gives, as in "yesterday, Tom Brown".

    Args:
        others: spans of the original text that are those things; without any, nothing is found.
    """
    folded = fold_with_offsets(text)
    if not others or not (mentions := find_mentions(folded.text, today, language)):
        return ()
    rest = "".join(
        "\n" if any(start <= place < end for start, end in others) else char
        for char, place in zip(folded.text, folded.starts, strict=True)
    )
    if _OTHER_EVENT.search(rest):
        return ()
    alone = (mention for mention in mentions if not mention.only_an_answer and _stands_alone(rest, mention))
    readings = (weigh(mention, folded, today, PRODUCT_LINES_START) for mention in alone)
    return tuple(reading for reading in readings if reading.problem is None)


def _stands_alone(text: str, mention: Mention) -> bool:
    return bool(_ALONE_BEFORE.search(text[: mention.start]) and _ALONE_AFTER.match(text[mention.end :]))


def _puts_right(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the day is put in place of another one right beside it, and nothing is said to have happened on it."""
    if mention.only_an_answer or not _ENDS.match(text[mention.end :]) and not _NOT_AFTER.match(text[mention.end :]):
        return False
    if _negated(text, mention):
        return False
    return any(
        other is not mention
        and not other.only_an_answer
        and _negated(text, other)
        and min(abs(mention.start - other.end), abs(other.start - mention.end)) <= _NEAR
        for other in mentions
    )


def _about_buying(text: str, mention: Mention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    if _BUYING_AFTER.search(after) or _BUYING_BEFORE.search(before):
        return True
    if mention.only_an_answer or _OTHER_AFTER.search(after) or _OTHER_BEFORE.search(before):
        return False
    return (
        mention.explicit
        or bool(_BUYING_LATER.search(after))
        or not re.search(
            r"\w{3}",
            re.sub(
                r"です|でした|だよ|頃|ごろ|たしか|確か|たぶん|多分|だいたい|about|around|maybe|probably|i think|it was|夜|朝|昼",
                "",
                before + after,
            ),
        )
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
