"""Folding of what customers type, with the way back to the original text.

Every rule of the extractors reads folded text; every span they report is translated back through
:class:`Folded`, so that offsets always belong to what the customer typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_CHARS = 4000
"""Longer texts are read up to here; a message of the chat can't be longer."""

_DASHES = frozenset("-‐‑‒–—―−─━﹣-⁃╌")
_TILDES = frozenset("~〜～∼∾")
_HALF_MARKS = frozenset("゙゚ﾞﾟ")
_KANA_TAIL = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_KATAKANA_SHIFT = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_HIRAGANA_SHIFT = {code + 0x60: code for code in range(0x3041, 0x3097)}
_DIGITS = {ord(digit): "0" for digit in "123456789"}
_JAPANESE = re.compile("[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9f\u4e00-\u9fff\u3400-\u4dbf々〆ヶ\U00020000-\U0003ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")


@dataclass(frozen=True)
class Folded:
    """A folded text whose every character knows where it stood in the original.

    ``text`` and ``cased`` have equal length; ``cased`` keeps upper and lower case.
    """

    original: str
    text: str
    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of the folded slice ``start:end`` (not empty)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str, *, digits: bool = False) -> str:
    """The text in one width, case, kind of dash and kind of blank; ``digits`` also makes every digit 0."""
    folded = fold_with_offsets(text).text.strip()
    return folded.translate(_DIGITS) if digits else folded


def sanitised(text: str) -> str:
    """The text without lone surrogates, which no tokenizer or encoder takes."""
    return (
        "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text) if _has_surrogate(text) else text
    )


def _has_surrogate(text: str) -> bool:
    return _SURROGATE.search(text) is not None


def to_katakana(text: str) -> str:
    """Hiragana as katakana, character by character."""
    return text.translate(_KATAKANA_SHIFT)


def to_hiragana(text: str) -> str:
    """Katakana as hiragana, character by character."""
    return text.translate(_HIRAGANA_SHIFT)


def has_japanese(text: str) -> bool:
    """Whether there is any kana or kanji."""
    return not text.isascii() and _JAPANESE.search(text) is not None


def is_kana(char: str) -> bool:
    """Hiragana or katakana, in any width; the prolonged mark alone is not."""
    return "\u3041" <= char <= "\u309f" or "\u30a1" <= char <= "\u30fa" or "\uff66" <= char <= "\uff9f" and char != "ー"


def is_kanji(char: str) -> bool:
    """A Chinese character as Japanese uses it."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or char in "々〆ヶ"
        or "\U00020000" <= char <= "\U0003ffff"
    )


@lru_cache(maxsize=128)
def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep, for each character, the piece of the original that it came from."""
    original = text
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _chunks(text[:MAX_CHARS]):
        char = text[start]
        if end - start == 1 and _is_plain(char):
            chars.append(char)
            starts.append(start)
            ends.append(end)
            continue
        for char in _normalised(text[start:end]):
            _append(char, start, end, chars, starts, ends)
    cased = "".join(chars)
    lowered = cased.lower()
    if len(lowered) != len(cased) or "Σ" in cased:  # a character alone has another small form than in a word
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in chars)
    return Folded(original, lowered, cased, tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def _is_plain(char: str) -> bool:
    """Whether the character stands for itself wherever it is."""
    return (
        char.isalnum()
        and char != "ー"
        and char not in _DASHES
        and not _SURROGATE.match(char)
        and unicodedata.normalize("NFKC", char) == char
    )


def _normalised(piece: str) -> str:
    if piece.isascii():
        return piece
    return unicodedata.normalize("NFKC", sanitised(piece))


def _append(char: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    previous = chars[-1] if chars else ""
    if char in _INVISIBLE:
        return
    if char.isspace() or unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp"):
        if previous == " ":
            ends[-1] = end
            return
        char = " "
    elif char in _DASHES or char == "ー":
        # a dash after kana is a mistyped prolonged mark, a prolonged mark after a digit a mistyped hyphen
        char = "ー" if previous and _KANA_TAIL.match(previous) else "-"
    elif char in _TILDES:
        char = "ー" if previous and _KANA_TAIL.match(previous) else "~"
    if char == "ー" and previous == "ー":
        ends[-1] = end
        return
    chars.append(char)
    starts.append(start)
    ends.append(end)


def _chunks(text: str) -> list[tuple[int, int]]:
    """Pieces that normalise on their own: a base character with the marks that compose with it."""
    if text.isascii() or not any(map(_joins, text)):
        return [(place, place + 1) for place in range(len(text))]
    chunks: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            chunks.append((start, index))
            start = index
    return chunks if text else []


@lru_cache(maxsize=8192)
def _joins(char: str) -> bool:
    return not char.isascii() and (char in _HALF_MARKS or unicodedata.combining(char) != 0)
