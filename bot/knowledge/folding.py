"""Folds a text to one width, case and hyphen while remembering where each character came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_HYPHENS = "-‐‑‒–—―−ー─━﹣⁃⁻₋˗➖"
_INVISIBLE = {"Cf", "Cc"}
_KEPT = {"\n": "\n", "\r": "\n", "\t": " "}


class _FoldTable(dict[str, str]):
    """Folds a character once and remembers the result."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold_character(character)
        return folded


def _fold_character(character: str) -> str:
    if character in _KEPT:
        return _KEPT[character]
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    compatible = unicodedata.normalize("NFKC", character).upper()
    return "".join("-" if c in _HYPHENS else " " if c.isspace() else c for c in compatible)


_TABLE = _FoldTable()


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the offset in the original."""

    original: str
    text: str
    origins: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a folded stretch."""
        return self.origins[start], self.origins[end - 1] + 1

    def raw(self, start: int, end: int) -> str:
        """The stretch as it was typed."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> Folded:
    """Fold full-width forms, letter case, blanks and every kind of hyphen; invisible characters are dropped."""
    pieces = [_TABLE[character] for character in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(pieces):
        return Folded(text, folded, range(len(text)))
    return Folded(text, folded, tuple(index for index, piece in enumerate(pieces) for _ in piece))


def fold_text(text: str) -> str:
    """The folded form of a word from the knowledge files."""
    return fold(text).text
