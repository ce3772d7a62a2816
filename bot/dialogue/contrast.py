"""A value corrected by what it is not: "it's Price, not Pritchard", 「健太郎じゃなくて謙太郎」."""

from __future__ import annotations

import re
import unicodedata

from bot.dialogue.turn import Memory, Turn
from bot.nlu.courtesy import without_courtesy
from bot.nlu.mail_addresses import is_mail_address

_END = r"(?=\s*(?:です|でした|だ$|だった|や$|やねん|やで|じゃ$|じゃよ|なんです|なんや|なの|で(?:お願い|登録|たのむ|頼)|に(?:直|変|修正|して)|と書|が正し|[。.!！、,]|$))"
_QUOTES = "「」『』\"'“”‘’ "
_JAPANESE = re.compile(
    r"(?P<wrong>[^\s。、,!?！？]{1,40}?)\s*(?:って|と)?(?:じゃなくて|じゃなくって|じゃなく|ではなくて|ではなく|でなくて|でなく|やなくて|やのうて|ちゃうて|ちごて|ちゃう[、。]|じゃありません[、。]"
    r"|ではありません[、。]|じゃないです[、。]|じゃない[、。])[、,\s]*(?P<right>[^\s。、,!?！？]{1,40}?)" + _END
)
_JAPANESE_LAST = re.compile(
    r"(?:^|[\s。、,はが])(?P<right>[^\s。、,はが!?！？]{1,40}?)(?:であって|です[。、]|で)[、,\s]*(?P<wrong>[^\s。、,!?！？]{1,40}?)(?:では|じゃ|や)(?:ない|ありません|なかった)"
)
_LEAD = r"(?:(?:it|that|the name|my name|name|surname|last name|first name|the number|number|mail|email|the mail|the email|address)(?:'s| is| should be| should read)?|should be|make (?:it|that)|to|with)"
_ENGLISH = re.compile(
    rf"(?:\b{_LEAD}\s+|^|[,.;:]\s*)(?P<right>[\w@.'’+-]+(?: [\w@.'’+-]+){{0,2}}?),?\s+(?:and not|not|rather than|instead of)\s+(?P<wrong>[\w@.'’+-]+(?: [\w@.'’+-]+)?)\s*[.!]*$"
    r"|\bnot\s+(?P<wrong2>[\w@'’+.-]+(?: [\w@'’+.-]+)?)[,.;]?\s+(?:but|it's|it is|that's)\s+(?P<right2>[\w@'’+.-]+(?: [\w@'’+.-]+)?)\s*[.!]*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^.*(?:名前|氏名|名字|苗字|なまえ|姓|下の名|番号|メール|アドレス|末尾|最後|頭|名)(?:の方|のほう)?[はがをも]\s*|^(?:いや|あ|いえ|すみません)+"
)
_TAIL = re.compile(r"(?:の(?:字|ほう|方|漢字))$")
_LEADING = re.compile(r"^(?:no|oh|sorry|it's|it is|that's|the|my|is)\s+", re.IGNORECASE)


def corrected_by_contrast(turn: Turn, memory: Memory) -> dict[str, str]:
    """The known field that holds what is ruled out, with the right words in its place; what stands beside is kept."""
    if turn.is_choice:
        return {}
    text = unicodedata.normalize("NFKC", turn.text).strip()
    for wrong, right in _pairs(text):
        for field in ("person_name", "email", "order_number"):
            known = getattr(memory, field)
            mended = _mended(known, wrong, right) if known else None
            if mended and mended != known and (field != "email" or is_mail_address(mended)):
                return {field: mended}
    return {}


def _pairs(text: str) -> list[tuple[str, str]]:
    found = [match for pattern in (_JAPANESE, _JAPANESE_LAST, _ENGLISH) for match in pattern.finditer(text)]
    pairs = []
    for match in found:
        groups = match.groupdict()
        wrong, right = groups.get("wrong") or groups.get("wrong2"), groups.get("right") or groups.get("right2")
        pairs.append((_bare(wrong or ""), _bare(right or "")))
    return [(wrong, right) for wrong, right in pairs if wrong and right]


def _bare(words: str) -> str:
    """What is meant, without the word for the field before it and the courtesy behind it."""
    words = _LEADING.sub("", _LABEL.sub("", words.strip(_QUOTES))).strip(_QUOTES)
    words = _TAIL.sub("", words).strip(_QUOTES)
    return (without_courtesy(words) or words).strip(_QUOTES + ".,") if words else ""


def _mended(known: str, wrong: str, right: str) -> str | None:
    place = known.casefold().find(wrong.casefold())
    latin = wrong.isascii() and wrong.isalpha() and "@" not in known
    if place < 0 or (latin and not re.search(rf"(?<![A-Za-z]){re.escape(wrong)}(?![A-Za-z])", known, re.IGNORECASE)):
        return None
    before, after = known[:place], known[place + len(wrong) :]
    kept = [part for part in re.split(r"[\s@.]+", f"{before} {after}") if part]
    if kept and all(part.casefold() in right.casefold() for part in kept):
        return right
    if any(character.isdigit() for character in known) and "@" not in known and not re.fullmatch(r"[\w-]+", right):
        return None
    return f"{before}{right}{after}"
