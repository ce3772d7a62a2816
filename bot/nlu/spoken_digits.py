"""Writes out numbers that were dictated word by word: "two zero double five", 「に ゼロ ごー ろく」, 「二〇五六」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.text import Folded, fold_with_offsets

_SHORTEST = 7
"""Digits and letters; shorter rows are counts, years and steps, and no number that the desk asks for is shorter."""

_FEWEST_DIGITS_BESIDE_LETTERS = 4
_FEWEST_WORDS = 3
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TIMES = {"double": 2, "triple": 3, "treble": 3, "ダブル": 2, "トリプル": 3}
_ENGLISH = {
    **{word: str(value) for value, word in enumerate((*_ONES, *_TEENS))},
    **{word: f"{value}0" for value, word in enumerate(_TENS, start=2)},
    **{f"{word} {one}": f"{ten}{_ONES.index(one)}" for ten, word in enumerate(_TENS, start=2) for one in _ONES[1:]},
    **{f"{word}-{one}": f"{ten}{_ONES.index(one)}" for ten, word in enumerate(_TENS, start=2) for one in _ONES[1:]},
    **dict.fromkeys(("oh", "o", "nought", "naught", "nil"), "0"),
    **dict.fromkeys(("dash", "hyphen", "minus"), "-"),
    "niner": "9",
}
_MISHEARD = {"to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8"}
"""What a voice keyboard writes for a digit; only between two others."""

_JAPANESE = {
    "0": "ゼロ ぜろ れい レイ まる マル 零 〇 ○ ◯",
    "1": "いち イチ ワン 一 壱",
    "2": "にー にい に ニー ニ ツー 二 弐",
    "3": "さん サン スリー 三",
    "4": "よん ヨン しー し シ フォー 四",
    "5": "ごー ごお ご ゴー ゴ ファイブ ファイヴ 五",
    "6": "ろく ロク シックス 六",
    "7": "なな ナナ しち シチ セブン セヴン 七",
    "8": "はち ハチ エイト 八",
    "9": "きゅう きゅー キュウ キュー く ク ナイン 九",
    "-": "ハイフン はいふん ダッシュ だっしゅ マイナス の",
    "a": "エー エイ", "b": "ビー", "c": "シー", "d": "ディー デー", "e": "イー", "f": "エフ", "g": "ジー", "h": "エイチ エッチ",
    "i": "アイ", "j": "ジェー ジェイ", "k": "ケー ケイ", "l": "エル", "m": "エム", "n": "エヌ", "p": "ピー", "r": "アール", "s": "エス",
    "t": "ティー", "u": "ユー", "v": "ブイ", "x": "エックス", "y": "ワイ", "z": "ゼット",
}  # fmt: skip
_KANA = {word: value for value, words in _JAPANESE.items() for word in words.split()}
_NO_DIGIT = {
    "に": "な(?!な)|し(?:ま(?!る)|て|た)|変|つい|関|お|も",
    "にい": "ち",
    "し": "ま(?!る)|て|た|か",
    "く": "ら|だ|れ(?!い)|て",
    "ご": "ざ|め|ろう",
    "いち": "おう|ばん|ど",
    "なな": "め",
    "まる": "で(?!す)",
}
"""What makes another word of a short one when it follows."""


def _words(forms: dict[str, str]) -> str:
    return "|".join(
        f"{form}(?!{_NO_DIGIT[form]})" if form in _NO_DIGIT else form for form in sorted(forms, key=len, reverse=True)
    )


_LATIN = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ONE_WORD = rf"(?<![a-z0-9])(?:{_LATIN})(?![a-z0-9])|(?:{_words(_KANA)})"
_UNIT = re.compile(
    rf"(?P<times>{'|'.join(_TIMES)})[ -]?(?P<of>{_ONE_WORD}|(?<![a-z0-9])[a-z0-9](?![a-z0-9]))"
    rf"|(?P<word>{_ONE_WORD})"
    rf"|(?<![a-z0-9'])(?P<misheard>{'|'.join(_MISHEARD)})(?![a-z0-9'])"
    r"|(?<![a-z0-9'])(?P<typed>\d{1,4}|\d[a-z]|[a-z])(?![a-z0-9'@]|\.\w)"
)
_HINT = re.compile(
    r"(?<![a-z])(?:double|triple|treble|zero|oh|o|n[ao]ught|nil|niner|ten|eleven|twelve|[a-z]+teen|[a-z]+ty|one|two|three"
    r"|four|five|six|seven|eight|nine)(?![a-z])"
    r"|[ぜゼれレまマ零〇○◯いイワ一壱にニツ二弐さサス三よヨしシフ四ごゴ五ろロ六なナセ七はハエ八きキくク九ダト]"
)
"""Where a word for a digit may begin; most messages have fewer of them than a dictated number has words."""

_BETWEEN = re.compile(
    r"[\s,、.。・…/-]*(?:(?:uh|um|er|erm|then|and|space|next|えーと|えっと|スペース)(?![a-z])[\s,、.。・…-]*)*"
)
_NAMED = re.compile(r"(?:^|(?<![a-z])(?:is|it's|its|was|number|no\.?|code|with)|[:,.、。はが])\s*$")
"""What stands before a number that begins with a letter, which is no article then."""


@dataclass(frozen=True)
class _Unit:
    start: int
    end: int
    value: str
    kind: str
    glue: str
    """What stands between it and the one before."""


@dataclass(frozen=True)
class WrittenOut:
    """A text with its dictated numbers in digits; ``origin`` leads back to the text as it was typed."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original of a slice of ``text`` (not empty)."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=128)
def written_out(text: str) -> WrittenOut:
    """The text with every dictated number of seven characters or more written in digits."""
    folded = fold_with_offsets(text)
    may_dictate = len(_HINT.findall(folded.text)) >= _FEWEST_WORDS
    rows = [(*folded.span(start, end), value) for start, end, value in _rows(folded)] if may_dictate else []
    if not rows:
        return WrittenOut(text, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, value in [*rows, (len(text), len(text), "")]:
        pieces += [text[done:start], value]
        starts += [*range(done, start), *[start] * len(value)]
        ends += [*range(done + 1, start + 1), *[end] * len(value)]
        done = end
    return WrittenOut("".join(pieces), tuple(starts), tuple(ends))


def in_digits(text: str) -> str:
    """The text as :func:`written_out` writes it."""
    return written_out(text).text


def _rows(folded: Folded) -> list[tuple[int, int, str]]:
    """The dictated numbers of a text: where each stands, and how it is written."""
    text, found, at = folded.text, [], 0
    while (first := _UNIT.search(text, at)) is not None:
        units = [_unit(first, "")]
        while True:
            gap = _BETWEEN.match(text, units[-1].end)
            end = gap.end() if gap else units[-1].end
            following = _UNIT.match(text, end)
            if following is None:
                break
            units.append(_unit(following, text[units[-1].end : end]))
        at = units[-1].end
        units = _trimmed(units, text)
        if _is_dictated(units):
            start, value = units[0].start, _value(units)
            if value.startswith("-"):  # "ALLSOFT dash two two ...": the word before belongs to it
                start -= len(text[:start]) - len(text[:start].rstrip())
            found.append((start, units[-1].end, value.upper()))
    return found


def _unit(match: re.Match[str], glue: str) -> _Unit:
    if match["times"]:
        of = match["of"]
        return _Unit(match.start(), match.end(), _digit(of) * _TIMES[match["times"]], "word", glue)
    kind = "word" if match["word"] else "misheard" if match["misheard"] else "typed"
    said = match[0]
    if kind == "word" and _digit(said) == "-":
        kind = "dash"
    return _Unit(match.start(), match.end(), _MISHEARD[said] if kind == "misheard" else _digit(said), kind, glue)


def _digit(word: str) -> str:
    return _ENGLISH.get(word) or _KANA.get(word) or word


def _trimmed(units: list[_Unit], text: str) -> list[_Unit]:
    """The row without words at its ends that belong to the sentence around it."""
    while units and _is_no_beginning(units, text):
        units = units[1:]
    while units and _is_no_end(units[-1], text):
        units = units[:-1]
    return units


def _is_no_beginning(units: list[_Unit], text: str) -> bool:
    first, before = units[0], text[: units[0].start]
    said = text[first.start : first.end]
    comma = len(units) > 1 and bool(re.search(r"[,、.。]", units[1].glue))
    if first.kind == "dash":
        return said == "の" or not re.search(r"[a-z0-9]\s*$", before)
    if first.kind == "misheard" or said == "oh" and comma:
        return True
    if first.kind == "typed" and not said.isdigit():
        return said in ("a", "i") and not _NAMED.search(before)
    if said in ("さん", "に", "ご", "し"):  # 「田中さん、」, 「番号に」
        return re.search(r"[一-龠々ァ-ヴa-z]$", before) is not None
    return False


def _is_no_end(last: _Unit, text: str) -> bool:
    said, after = text[last.start : last.end], text[last.end :]
    if last.kind in ("dash", "misheard"):
        return True
    goes_on = re.match(r"[\s,]+[a-z]", after) is not None
    return goes_on and (said in ("a", "i") or said == "oh" and bool(re.search(r"[,.]", last.glue)))


def _is_dictated(units: list[_Unit]) -> bool:
    words = sum(unit.kind == "word" for unit in units)
    typed = sum(unit.kind == "typed" and unit.value.isdigit() for unit in units)
    row = "".join(unit.value for unit in units if unit.kind != "dash")
    digits = sum(char.isdigit() for char in row)
    long = len(row) >= _SHORTEST and digits >= _FEWEST_DIGITS_BESIDE_LETTERS
    return long and words >= _FEWEST_WORDS and 2 * words >= typed


def _value(units: list[_Unit]) -> str:
    parts = [("-" if re.search(r"\s-|-\s", unit.glue) else "") + unit.value for unit in units]
    return "".join([parts[0].lstrip("-") if units[0].kind != "dash" else parts[0], *parts[1:]])
