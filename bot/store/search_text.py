"""How words are folded before they are searched: one width, one case, one kana, one hyphen; numbers without gaps too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DASH = dict.fromkeys(map(ord, "‐‑‒–—―−─﹣⁃"), "-")
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LONG_IN_CODE = re.compile(r"(?<=[a-z0-9])ー(?=[a-z0-9])")
_CODE = re.compile(r"[a-z0-9]+(?:[ -]+[a-z0-9]+)+")
_NUMBER = re.compile(r"(?:[a-z]{1,4}|[a-z]*[0-9][a-z0-9]*)(?:[ -]+(?:[a-z]{1,4}|[a-z]*[0-9][a-z0-9]*))*")
_GAP = re.compile(r"[ -]+")
_BLANKS = re.compile(r"\s+")
_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_FEWEST_DIGITS = 4
_LONGEST_CODE = 400
_AROUND = 28

SHORT = 3
"""Shorter words have no trigram."""


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text with what was searched in its middle."""

    before: str
    match: str
    after: str


def folded(text: str) -> str:
    """The text as it is compared."""
    return _LONG_IN_CODE.sub("-", unicodedata.normalize("NFKC", text).casefold().translate(_DASH)).translate(_HIRAGANA)


def searchable(text: str) -> str:
    """What is put into the index: the folded text, and behind it its numbers written together.

    It ends with two blank lines, so that even its last character begins a trigram.
    """
    plain = folded(text)
    together = [_GAP.sub("", found)[:_LONGEST_CODE] for found in _CODE.findall(plain) if _digits(found)]
    return "\n".join([plain, *dict.fromkeys(together), "", ""])


def words_of(query: str) -> tuple[str, ...]:
    """What a text must hold to be found: every word, or the one number that the query is."""
    plain = _BLANKS.sub(" ", _UNREADABLE.sub(" ", folded(query))).strip()
    if _digits(plain) and _NUMBER.fullmatch(plain):
        return (_GAP.sub("", plain),)
    words = (_GAP.sub("", word) if _digits(word) and _NUMBER.fullmatch(word) else word for word in plain.split(" "))
    return tuple(dict.fromkeys(filter(None, words)))


def excerpt(text: str, words: tuple[str, ...]) -> Excerpt:
    """The first place of the text where one of the words stands; its beginning when none is seen."""
    line = _BLANKS.sub(" ", text).strip()
    flat, origins = _with_origins(line)
    gapless = [(index, character) for index, character in enumerate(flat) if character not in " -"]
    packed = "".join(character for _, character in gapless)
    for word in words:
        at = flat.find(word)
        if at >= 0:
            return _cut(line, origins[at], origins[at + len(word) - 1] + 1)
        at = packed.find(word)
        if at >= 0 and _digits(word):
            return _cut(line, origins[gapless[at][0]], origins[gapless[at + len(word) - 1][0]] + 1)
    return Excerpt(line[: 2 * _AROUND], "", "…" if len(line) > 2 * _AROUND else "")


def _with_origins(line: str) -> tuple[str, list[int]]:
    pieces = list(_pieces(line))
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]


def _pieces(line: str) -> Iterator[tuple[str, int]]:
    for at, character in enumerate(line):
        yield folded(character), at


def _cut(line: str, start: int, end: int) -> Excerpt:
    first, last = max(0, start - _AROUND), min(len(line), end + 2 * _AROUND)
    before = ("…" if first else "") + line[first:start]
    return Excerpt(before, line[start:end], line[end:last] + ("…" if last < len(line) else ""))


def _digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_DIGITS
