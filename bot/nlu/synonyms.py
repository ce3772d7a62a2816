"""Classes of words that mean the same at this desk, from ``synonyms.yml`` beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.nlu.text import fold, is_kana, is_kanji, to_katakana
from bot.nlu.tokens import words

_SHORTEST_READING = 4
_FILE = Path(__file__).with_name("synonyms.yml")


@dataclass(frozen=True)
class _Entries:
    """The entries of the file: whole words by normalised form, and stretches of text by first character and length."""

    order: tuple[str, ...]
    norms: dict[str, frozenset[str]]
    stretches: dict[str, frozenset[str]]
    lengths: dict[str, tuple[int, ...]]


def synonym_classes(folded: str, norms: tuple[str, ...]) -> tuple[str, ...]:
    """The classes met in a folded text, in the order of the file.

    Args:
        norms: the normalised forms of the text's words; entries of one word are also looked up there.
    """
    entries = _entries()
    present: set[str] = set()
    for norm in norms:
        present |= entries.norms.get(norm, frozenset())
    text = to_katakana(folded)
    for stretch in (text, text.replace(" ", "")) if not folded.isascii() and " " in folded else (text,):
        _scan(stretch, entries, present)
    return tuple(name for name in entries.order if name in present)


def _scan(text: str, entries: _Entries, present: set[str]) -> None:
    for start, char in enumerate(text):
        lengths = entries.lengths.get(char)
        if lengths is None or char.isascii() and start and text[start - 1].isascii() and text[start - 1].isalpha():
            continue
        for length in lengths:
            if found := entries.stretches.get(text[start : start + length]):
                present |= found


def _reading(entry: str) -> str:
    """How an entry with kanji looks when it is written in kana alone, if that is long enough to mean nothing else."""
    if not any(map(is_kanji, entry)):
        return ""
    reading = to_katakana("".join(word.reading for word in words(entry)))
    return reading if len(reading) >= _SHORTEST_READING and all(map(is_kana, reading.replace("ー", "ア"))) else ""


@lru_cache(maxsize=1)
def _entries() -> _Entries:
    # plain strings only: "no" and "on" are words here
    listed: dict[str, list[str]] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    norms: dict[str, frozenset[str]] = {}
    stretches: dict[str, frozenset[str]] = {}
    for name, entries in listed.items():
        for entry in entries:
            folded = fold(entry)
            norms[folded] = norms.get(folded, frozenset()) | {name}
            for stretch in {to_katakana(folded), _reading(folded)} - {""}:
                stretches[stretch] = stretches.get(stretch, frozenset()) | {name}
    lengths: dict[str, set[int]] = {}
    for entry in stretches:
        lengths.setdefault(entry[0], set()).add(len(entry))
    return _Entries(tuple(listed), norms, stretches, {char: tuple(sorted(found)) for char, found in lengths.items()})
