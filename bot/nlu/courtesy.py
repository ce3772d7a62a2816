"""The words around a name that are no part of it: greetings, pronouns, closings, honorifics and titles."""

from __future__ import annotations

import re

from bot.nlu.text import is_kana, to_katakana
from bot.nlu.tokens import words

_FILLERS = re.compile(
    r"^(?:(?:えー?っと|えーと|あの|はい|ええ|すみません|失礼しました|お世話に(?:なって(?:おり)?ます|なります)|こんにちは|はじめまして"
    r"|(?:わたくし|わたし|あたし|私|ぼく|僕|おれ|俺|自分|当方|名義)は"
    r"|yes|ok|okay|sure|hi|hello|um|well|it's|it is|its|this is|i'm|i am|i’m|the name is|name is|name|my name's|my name is|call me)(?:[\s、,。.!:]+|(?<=[はてちい])))+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(?:わたくし|わたし|あたし|私|ぼく|僕|おれ|俺|自分|当方|こちら)(?:\s?は|も)?[\s、,]*(?:名前は\s?)?"
)
_CLOSINGS = re.compile(
    r"(?:[\s、,]*(?:と申し(?:ます|上げます)|ともうします|と言います|といいます|っていいます|って言います|という者です|になります|でございます|でお願い(?:いた|致)?します|でおねがいします|で登録しています|ですけど|ですけれど|ですが|ですよ|ですね|です|でした"
    r"|speaking|here|please|thanks|thank you)[\s。.!、,:)]*)$",
    re.IGNORECASE,
)
_PLAIN_CLOSINGS = ("よ", "や", "だ", "じゃ", "やで", "だよ", "やねん", "だけど")
"""Closings that are also the ends of names, the shortest first."""
_SHORTEST_STEM = 3
"""もりや is rather a name than もり with a closing."""

_HONORIFICS = re.compile(r"(?:\s?(?:様|さま|サマ|さん|サン|氏|殿|どの|ちゃん|君))$")
_RELATIVES = re.compile(r"^(?:うちの)?(?:妻|夫|父|母|娘|息子|主人|家内|祖父|祖母|姉|兄|弟|妹)の(?=.{2})")
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof)\b\.? ?", re.IGNORECASE)
_READING = re.compile(r"\s?[(\[「【].*?[)\]」】]\s?$")


def without_courtesy(candidate: str) -> str:
    """What may be a name in a candidate, which may be nothing."""
    name = _READING.sub("", candidate.strip(" 、,。.!:・"))
    for _ in range(3):
        name = _FILLERS.sub("", name).strip(" 、,。.!:")
        name = _CLOSINGS.sub("", name).strip(" 、,。.!:") or name
        name = _without_plain_closing(name)
        name = _HONORIFICS.sub("", name).strip()
    name = _TITLES.sub("", _RELATIVES.sub("", name)).strip()
    rest = _PRONOUN.sub("", name)
    return rest if rest != name and rest and any("人名" in word.tag for word in words(rest)) else name


def known_kana_name(kana: str) -> bool:
    """Whether the dictionary knows a word in kana as a single name."""
    for spelling in (kana, to_katakana(kana)):
        found = words(spelling)
        if len(found) == 1 and "人名" in found[0].tag:
            return True
    return False


def _without_plain_closing(name: str) -> str:
    endings = [closing for closing in _PLAIN_CLOSINGS if name.endswith(closing) and len(name) > len(closing)]
    if not endings or _is_hiragana(name) and known_kana_name(name):
        return name
    for closing in endings:
        stem = name.removesuffix(closing).rstrip(" 、,")
        # a name in kana loses its end only if a name is left
        shortest = _SHORTEST_STEM if len(closing) == 1 else 1
        if not _is_hiragana(stem[-1:]) or len(stem) >= shortest and known_kana_name(stem.split()[-1]):
            return stem
    return name.removesuffix(endings[-1]) if len(endings[-1]) > 2 else name


def _is_hiragana(text: str) -> bool:
    return all("\u3041" <= char <= "\u309f" for char in text if is_kana(char)) and any(map(is_kana, text[-1:]))
