"""Finds records by words, in Japanese too: width, case, and the two kinds of kana don't matter, nor do word limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk.knowledge.entries import Entry

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_BEFORE, _AFTER = 24, 60


@dataclass(frozen=True)
class Hit:
    """A record that was found, and the words around what was looked for; empty if its title says it."""

    entry: Entry
    around: str = ""


def search(query: str, among: Iterable[Entry]) -> tuple[Hit, ...]:
    """The records that hold every word of the query, those with all of them in the title first.

    Without words every record is found.
    """
    wanted = [folded(word) for word in query.split()]
    found: list[tuple[int, Hit]] = []
    for entry in among:
        titles = folded(f"{entry.title.ja}\n{entry.title.en}")
        if all(word in titles for word in wanted):
            found.append((0, Hit(entry)))
            continue
        texts = [folded(text) for text in entry.texts]
        if all(any(word in text for text in (titles, *texts)) for word in wanted):
            found.append((1, Hit(entry, _around(wanted, entry.texts, texts))))
    return tuple(hit for _rank, hit in sorted(found, key=lambda pair: pair[0]))


def folded(text: str) -> str:
    """A text for comparison."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA).split())


def _around(wanted: list[str], texts: tuple[str, ...], ready: list[str]) -> str:
    for word in wanted:
        for raw, text in zip(texts, ready, strict=True):
            at = text.find(word)
            if at < 0:
                continue
            if len(raw) != len(text):  # what was folded together can't be counted back
                return raw[: _BEFORE + _AFTER] + ("…" if len(raw) > _BEFORE + _AFTER else "")
            first, last = max(0, at - _BEFORE), at + len(word) + _AFTER
            return ("…" if first else "") + raw[first:last] + ("…" if last < len(raw) else "")
    return ""
