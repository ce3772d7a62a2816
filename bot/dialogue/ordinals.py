"""Reads which of several things a customer points at: "the second one", 「一つ目の番号」, 「Aで始まるほう」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.phrases import fold, says

_WORDS = (
    ("一", "ひと", "最初", "はじめ", "初め", "1st", "first", "one"),
    ("二", "ふた", "2nd", "second", "two"),
    ("三", "みっ", "3rd", "third", "three"),
    ("四", "4th", "fourth", "four"),
    ("五", "5th", "fifth", "five"),
)
_PLACES = {word: place for place, words in enumerate(_WORDS) for word in words}
_PLACES |= {str(number): number - 1 for number in range(1, 10)}
_NAMED = {
    **dict.fromkeys(("最初", "はじめ", "初め", "一番上", "上", "先", "前者", "former", "earlier"), 0),
    **dict.fromkeys(("最後", "一番下", "下", "last", "latest"), -1),
    **dict.fromkeys(("後者", "あと", "後", "latter", "other"), 1),
}
_OF_TWO = frozenset(("前者", "後者", "former", "latter", "earlier", "other", "先", "あと", "後", "下"))
_NUMBER = r"(?:注文)?(?:番号|ナンバー|数字)"
_THING = rf"(?:の)?(?P<ja_number>(?:ほう|方)の{_NUMBER}|{_NUMBER}(?:の(?:ほう|方))?)?(?:やつ|方|ほう|もの|ボタン|選択肢|項目)?"
_LEAD = re.compile(
    r"^(?:(?:たぶん|多分|おそらく|じゃあ?|では|えーと|えっと|あの(?=[、,\s])|あ(?=[、,\s])|はい|うーん|そしたら|それなら|やっぱり|正しいのは|注文番号は"
    r"|i think|i guess|maybe|probably|it's|it is|it was|that's|that would be|use|take|try|i'll take|i choose|i pick|i meant?|i want|what about|how about|and(?= the)"
    r"|ok|okay|so|well|then|um|uh|oh|sorry|yes|the order number is)[、,\s]*)+"
)
_TAIL = re.compile(
    r"(?:[、,\s]*(?:(?:が|は)(?:注文番号|正しい(?:番号|ほう|方)?|合って(?:い)?る|本当|そう)|を?(?:選びます|選ぶ|選択(?:します)?|押します|使って|使います)"
    r"|を?お願い(?:します|致します|いたします)?|でお願い(?:します|いたします)?|にします|にして|がいいです|がいい|だと思います|だと思う|だと思うんですけど|と思います|かもしれません|かも|かな"
    r"|です|でした|だった|だ|で|を|ください|ね|よ|けど|は\?|はどう(?:です|なん)?(?:か)?\??|も(?:お願い)?\??"
    r"|(?:is|was|would be) (?:the )?(?:order number|right(?: one| number)?|correct(?: one| number)?|one|it|mine|that one)|please|\?|then|i think|i guess|instead|thanks))+$"
)
_JAPANESE = re.compile(rf"(?:上から)?([一二三四五1-9]|ひと|ふた|みっ)(?:番目|つ目|つめ|個目|こ目|番){_THING}")
_ENDS = re.compile(
    rf"(最初|はじめ|初め|一番上|一番下|最後|前者|後者|先|あと|後|上|下)(?:に(?:書いた|言った|送った|出した)|{_THING}){_THING.replace('ja_number', 'ja_number2')}"
)
_ENGLISH = re.compile(
    r"(?:the )?(first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th))"
    r"(?: one| option| choice| button|(?P<en_number>(?: of (?:the|those) two)? (?:order )?(?:number|code)))?(?: i (?:sent|gave|wrote|typed))?"
    r"|(?:option|choice|button|number|no\.?|#) ?([1-9]|one|two|three|four|five)"
)
_LATIN_ENDS = re.compile(
    r"(?:the )?(last|latest|former|latter|earlier|other)(?: one| option|(?P<en_number> (?:order )?(?:number|code)))?(?: i (?:sent|gave|wrote|typed))?"
)
_BARE_ENDS = frozenset(("先", "あと", "後", "下", "上"))
_BEGINS = re.compile(
    r"([0-9a-z-]{1,12}?)(?:で|から)(?:始|はじ)ま|(?:starting|beginning|that starts|that begins|which starts|which begins|starts|begins) with (?:an? )?([0-9a-z-]{1,12})"
)
_DIGITS = re.compile(r"([0-9]{1,2})(?:桁|けた|文字| ?-?digits?| ?-?characters?)")
_LONGER = re.compile(r"長い|long")
_SHORTER = re.compile(r"短い|short")
_ONE = re.compile(r"ほう|方|やつ|もの|の(?:です)?$|番号|\bone\b|\bnumber\b")
_ITSELF = re.compile(r"^(?:the )?([^\s、。]{2,20}?)(?:の)?(?:ほう|方|やつ| one| number)$")


OTHER = 99
"""The place of "the other one": of two, the one that was not spoken of last."""


@dataclass(frozen=True)
class Pointed:
    """A place in a row; ``number`` when the words say that the thing is a number."""

    place: int
    number: bool
    of_two: bool = False


def pointed_at(text: str) -> Pointed | None:
    """The place that the words point at, if that is all they say."""
    said = _bare(text)
    named = _ENDS.fullmatch(said) or _LATIN_ENDS.fullmatch(said)
    if named is not None:
        word, number = named[1], _is_number(named)
        if word in _BARE_ENDS and said == word:
            return None if word != "上" else Pointed(0, False)
        return Pointed(_NAMED[word], number, word in _OF_TWO)
    ordinal = _JAPANESE.fullmatch(said) or _ENGLISH.fullmatch(said)
    if ordinal is None:
        return None
    word = next(ordinal[index] for index in range(1, (ordinal.re.groups or 0) + 1) if ordinal[index] in _PLACES)
    return Pointed(_PLACES[word], _is_number(ordinal))


def number_pointed_at(text: str) -> Pointed | None:
    """The place of a number that the message speaks of anywhere in it, such as "stop it for the second number"."""
    folded = fold(text)
    ordinal = re.search(
        rf"([一二三四五1-9]|ひと|ふた|みっ)(?:番目|つ目|つめ|個目|こ目)(?:の(?:ほう|方))?の{_NUMBER}", folded
    )
    ordinal = ordinal or re.search(
        r"\b(first|second|third|[1-3](?:st|nd|rd))(?: of (?:the|those) two)? (?:order )?number\b", folded
    )
    if ordinal is not None:
        return Pointed(_PLACES[ordinal[1]], True)
    one = re.search(r"([一二三1-3]|ひと|ふた|みっ)(?:番目|つ目|つめ|個目)の(?:ほう|方|やつ)?(?:を|も)", folded)
    one = one or re.search(r"\b(first|second|third) one\b", folded)
    if one is not None and says("stop", text):
        return Pointed(_PLACES[one[1]], True)
    named = re.search(
        rf"(最初|はじめ|初め|最後|あと|後|先)(?:の(?:ほうの|方の)?|に(?:書いた|言った|送った)){_NUMBER}", folded
    )
    named = named or re.search(r"\b(last|latter|former|other) (?:order )?number\b", folded)
    return Pointed(_NAMED[named[1]], True, named[1] in _OF_TWO) if named else None


_ONE_OF_THEM = re.compile(
    r"(?P<ja>[一二三四五1-5]|ひと|ふた|みっ)(?:つ目|つめ|個目|こ目|件目|行目|本目|番目の(?=ほう|方|やつ|もの))(?!の?(?:手順|ステップ|質問|方法|理由|画面))"
    r"|(?P<end>前者|後者|(?:最初|最後|上|下|先|後|あと|はじめ|初め)の(?=ほう|方|やつ|もの|行|件))"
    r"|(?P<other>もう(?:一|ひと|1)(?:つ|個|件|台|行|本|方)|もう片方|もう一方|片方|残り(?:の|は|も|$)|他方|別のほう|ほかのほう|他のほう)"
    r"|\b(?P<en>first|second|third|1st|2nd|3rd) (?:one|line|order|charge|thing|entry|item|of them|too|as well)\b|\b(?:the|about the|do the|same for the) (?P<en_bare>first|second|third)$"
    r"|\b(?P<en_end>former|latter|last one)\b|\b(?P<en_other>other) (?:one|line|order|charge|thing|entry|item|phone|device|half|of them)\b|\bthe (?P<en_rest>other|rest|remaining one)$"
)
_LONGEST_POINTER = 45


def one_of_them(text: str) -> Pointed | None:
    """The one of several things that a short message speaks of anywhere in it: "and the other one?", 「1つ目のも止めたい」.

    "The other one" has the place of ``OTHER``.
    """
    folded = fold(text).rstrip("? ")
    found = _ONE_OF_THEM.search(folded) if len(folded) <= _LONGEST_POINTER else None
    if found is None:
        return None
    kind, word = next((name, word) for name, word in found.groupdict().items() if word)
    if kind in ("other", "en_other", "en_rest"):
        return Pointed(OTHER, False, True)
    if kind in ("end", "en_end"):
        word = word.removesuffix("の").removesuffix(" one")
        return Pointed(_NAMED[word], False, word in _OF_TWO)
    return Pointed(_PLACES[word], False)


def without_the_pointer(folded: str) -> str:
    """The folded text without the words by which it points at one of several things."""
    return _ONE_OF_THEM.sub(" ", folded, count=1)


def described(text: str, labels: Sequence[str]) -> int | None:
    """Which of several codes the words describe: by its beginning, its length, or a part of it; None if not just one.

    Args:
        text: the message.
        labels: the codes.
    """
    folded = fold(text)
    if len(folded) > 40 or not _ONE.search(folded) and not _BEGINS.search(folded):
        return None
    codes = [re.sub(r"[^0-9a-z]", "", fold(label)) for label in labels]
    begins, length = _BEGINS.search(folded), _DIGITS.search(folded)
    found: list[int] = []
    if begins is not None:
        start = (begins[1] or begins[2]).replace("-", "")
        found = [index for index, code in enumerate(codes) if code.startswith(start)]
    elif length is not None:
        found = [index for index, code in enumerate(codes) if len(code) == int(length[1])]
    elif _LONGER.search(folded) or _SHORTER.search(folded):
        wanted = (max if _LONGER.search(folded) else min)(map(len, codes))
        found = [index for index, code in enumerate(codes) if len(code) == wanted]
    elif (itself := _ITSELF.fullmatch(_bare(text))) is not None:
        part = re.sub(r"[^0-9a-z]", "", itself[1])
        found = [index for index, code in enumerate(codes) if len(part) > 1 and part in code]
    return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    said = _LEAD.sub("", fold(text))
    return _TAIL.sub("", said).strip(" 、,。")


def _is_number(match: re.Match[str]) -> bool:
    return any(value for name, value in match.groupdict().items() if name.endswith(("number", "number2")))
