"""The words with which people introduce a name, and those that follow one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABEL = r"(?:(?:契約者|購入者|注文者|利用者|登録者|名義人|使用者)(?:の)?(?:お?名前|氏名|名義|名)?|登録名|お?名前|氏名|名義|なまえ|ナマエ|フルネーム|名字|苗字)(?:\s?は|\s?が|\s?:|\s?=|\s?を|\s?に|\s(?=\S))(?:\s?(?:父|母|妻|夫|私|主人|息子|娘|祖父|祖母)(?:で)?[、,])?\s?"
_JA_NAME = r"(?P<name>[^\s。、,.!?:;()「」『』\d@/→]{1,12}?(?:[ ・][^\s。、,.!?:;()「」『』\d@/→]{1,12}){0,2}?)"
_QUOTED = r"[「『](?P<name>[^「」『』]{1,24})[」』]"
_CLOSE = r"(?=\s?(?:です|じゃな|じゃあり|でなく|ではな|ではあり|やなく|でございます|でした|と申|ともうし|といい|と言い|って言い|っていい|と いい|と もうし|だよ|だ(?:$|[。!])|になります|でお願い|で登録|に変え|に直し|[。、,.!?/()]|メール|電話|$|📱|\s(?:購入|注文|日付|住所|アドレス|製品|生年|連絡先|mail|e-?mail|tel|order)))"
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]*"
CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]*"
"""A Latin word that begins with a capital."""

_EN_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
_EN_CAPITALS = rf"(?P<name>{CAPITAL}(?: (?:(?:van|von|de|da|del|der|bin|al|la) )*{CAPITAL}){{0,4}})"
_EN_TWO_CAPITALS = rf"(?P<name>{CAPITAL}(?: (?:(?:van|von|de|da|del|der|bin|al|la) )*{CAPITAL}){{1,4}})"

_JAPANESE_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        _LABEL + _QUOTED,
        r"(?:^|[\s。、,.!?:;はがで])(?P<name>[^\s。、,.!?:;()「」『』\d@/はがをで]{1,10}(?:[ ・][^\s。、,.!?:;()「」『』\d@/]{1,10}){0,2}?) ?(?:様)? ?(?:と|って) ?(?:申し|もうし|申す|申します|いいます|いう者|いうもの|言います|言う者|いうんです)",
        _LABEL + _JA_NAME + _CLOSE,
        _LABEL + r"[^。\n]{1,15}?(?:じゃ|では|で|や)なく?て?[、,]?\s?[「『]?" + _JA_NAME + r"[」』]?" + _CLOSE,
    )
)
_ENGLISH_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\bmy (?:full )?name(?:'s| is)?:? (?:now |actually |really )?(?:spelled |spelt |written )?){_EN_NAME}",
        rf"(?i:\bname's ){_EN_CAPITALS}",
        rf"(?i:\bname\b[^.!?]{{0,40}}(?:should be|should read|correct one is|is actually) ){_EN_CAPITALS}",
        rf"(?i:\b(?:last|first|family|given|sur) ?name(?:'s| is| should be|:)? (?:spelled |spelt )?){_EN_CAPITALS}",
        rf"(?i:\b(?:spelled|spelt|(?:correct )?spelling (?:is|should be)|name should (?:be|read)|name reads)(?: as)?:? ){_EN_CAPITALS}",
        rf"(?i:\b(?:holder|cardholder|buyer|purchaser|owner|customer|registrant) is ){_EN_TWO_CAPITALS}",
        rf"(?i:\bunder ){_EN_TWO_CAPITALS}",
        rf"(?i:\b(?:bought|ordered|purchased|registered) (?:by|to|under) (?:my (?:wife|husband|mother|father|son|daughter),? )?){_EN_TWO_CAPITALS}",
        rf"(?i:(?:^|[.!?,]) ?(?:(?:kind|best|warm|many) )?(?:regards|wishes|sincerely|yours truly|yours sincerely|cheers|thanks|thank you|best)(?:, | - )){_EN_CAPITALS}(?=\W*$)",
        rf"(?:^|[.!?,] ){_EN_CAPITALS}(?= (?:here|speaking)\b)",
        rf"(?i:\b(?:wife|husband|mother|father|daughter|son|mom|mum|dad)'s name(?: is|,|:)? ){_EN_CAPITALS}",
        rf"(?i:\bfull name(?: is)?:? ){_EN_NAME}",
        rf"(?i:(?:^|[\s,;/])name(?: is)? ?[:=] ?){_EN_NAME}",
        rf"(?i:(?:^|[,;/.、。] ?)(?:the )?name(?: is)? ){_EN_CAPITALS}",
        rf"(?i:(?:^|[,;/.、。] ?)name )(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?=,? (?i:e-?mail|mail|order)\b)",
        rf"(?i:\b(?:i am|i'm|i’m|this is|it's|call me|name to|name should be|surname is|name of|under the name) ){_EN_CAPITALS}",
    )
)
_MAY_BE_JAPANESE = re.compile(r"名|氏|苗字|なまえ|ナマエ|フルネーム|申|もうし|いい|言|いう")
_MAY_BE_ENGLISH = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž]|name")
"""Most messages hold nothing of it and need no further look."""

_SENTENCE_END = re.compile(r"(?<=[a-zß-öø-ÿ]{3})\. ")
_EN_TAIL = re.compile(
    r"(?:[ ,]+(?:speaking|here|and|i|my|from|please|with|the|order|email|e-mail|mail|date|bought|purchased|by the way|thanks?|thank you|but|is|was|on|at|number|product|phone)\b.*)$",
    re.IGNORECASE,
)


def introduced_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what is introduced as a name in a width-folded text; the caller judges whether it is one."""
    taken: list[tuple[int, int]] = []
    ways = (
        *(_JAPANESE_WAYS if _MAY_BE_JAPANESE.search(text) else ()),
        *(_ENGLISH_WAYS if _MAY_BE_ENGLISH.search(text) else ()),
    )
    for pattern in ways:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if stop := _SENTENCE_END.search(match["name"]):
                end = start + stop.start()
            if re.match(r"[-_@]*\d|@", text[end:]):
                continue  # the letters of a code or of an address
            end = start + len(_EN_TAIL.sub("", text[start:end]).rstrip(" .,"))
            if end > start and not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield start, end
