"""The words with which people introduce a name, and those that follow one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABEL = r"(?:(?:契約者|購入者|注文者|利用者|登録者|名義人|使用者)(?:の)?(?:お?名前|氏名|名義|名)?|登録名|お?名前|氏名|名義|なまえ|ナマエ|フルネーム)(?:\s?は|\s?が|\s?:|\s?=|\s?を|\s?に|\s(?=\S))(?:\s?(?:父|母|妻|夫|私|主人|息子|娘|祖父|祖母)(?:で)?[、,])?\s?"
_JA_NAME = r"(?P<name>[^\s。、,.!?:;()「」『』\d@/→]{1,12}?(?:[ ・][^\s。、,.!?:;()「」『』\d@/→]{1,12}){0,2}?)"
_QUOTED = r"[「『](?P<name>[^「」『』]{1,24})[」』]"
_CLOSE = r"(?=\s?(?:です|じゃな|でなく|ではな|やなく|でございます|でした|と申|ともうし|といい|と言い|って言い|っていい|と いい|と もうし|だよ|だ(?:$|[。!])|になります|でお願い|で登録|に変え|に直し|[。、,.!?/()]|メール|電話|$|📱))"
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]*"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]*"
_EN_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
_EN_CAPITALS = rf"(?P<name>{_CAPITAL}(?: (?:(?:van|von|de|da|del|der|bin|al|la) )*{_CAPITAL}){{0,4}})"

_INTRODUCTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        _LABEL + _QUOTED,
        r"(?:^|[\s。、,.!?:;はがで])(?P<name>[^\s。、,.!?:;()「」『』\d@/はがをで]{1,10}(?:[ ・][^\s。、,.!?:;()「」『』\d@/]{1,10}){0,2}?) ?(?:様)? ?(?:と|って) ?(?:申し|もうし|申す|申します|いいます|いう者|いうもの|言います|言う者|いうんです)",
        _LABEL + _JA_NAME + _CLOSE,
        _LABEL + r"[^。\n]{1,15}?(?:じゃ|では|で|や)なく?て?[、,]?\s?[「『]?" + _JA_NAME + r"[」』]?" + _CLOSE,
        rf"(?i:\bmy (?:full )?name(?:'s| is)?:? ){_EN_NAME}",
        rf"(?i:\b(?:wife|husband|mother|father|daughter|son|mom|mum|dad)'s name(?: is|,|:)? ){_EN_CAPITALS}",
        rf"(?i:\bfull name(?: is)?:? ){_EN_NAME}",
        rf"(?i:(?:^|[\s,;/])name(?: is)? ?[:=] ?){_EN_NAME}",
        rf"(?i:(?:^|[,;/.、。] ?)(?:the )?name(?: is)? ){_EN_CAPITALS}",
        rf"(?i:(?:^|[,;/.、。] ?)name )(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?=,? (?i:e-?mail|mail|order)\b)",
        rf"(?i:\b(?:i am|i'm|i’m|this is|it's|call me|name to|name should be|surname is|name of|under the name) ){_EN_CAPITALS}",
    )
)
_PRESENTED = re.compile(
    r"(?:^|[。!?\n、,/]|はじめまして|こんにちは|お世話になっております)\s?(?P<name>[^\s。、,.!?:;()「」『』\da-zA-Z@/はがをにで]{1,10}(?:[ ・][^\s。、,.!?:;()「」『』\da-zA-Z@/はがをにで]{1,10})?)"
    r"\s?(?:です|でございます)(?=けど|けれど|が[、。 ]?$|よ|[。!、,\s📱]|$)"
)
_EN_TAIL = re.compile(
    r"(?:[ ,]+(?:speaking|here|and|i|my|from|please|with|the|order|email|e-mail|mail|date|bought|purchased|by the way|thanks?|thank you|but|is|was|on|at|number|product|phone)\b.*)$",
    re.IGNORECASE,
)


def introduced_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what is introduced as a name in a width-folded text; the caller judges whether it is one."""
    taken: list[tuple[int, int]] = []
    for pattern in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if re.match(r"[-_@]*\d|@", text[end:]):
                continue  # the letters of a code or of an address
            end -= len(match["name"]) - len(_EN_TAIL.sub("", match["name"]).rstrip(" .,"))
            if end > start and not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield start, end


def presented_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what somebody may say to be ("小林です"); only a dictionary can tell whether it is a name."""
    return (match.span("name") for match in _PRESENTED.finditer(text))
