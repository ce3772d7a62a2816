"""Cuts a folded text into units of letters and digits, the pieces order numbers are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.folding import Folded

_UNIT = re.compile(r"[A-Z0-9]+(?:[-_]{1,2}[A-Z0-9]+)*")
_BETWEEN = re.compile(r" {1,3}| ?[-_] ?")
_AFTER_PREFIX = re.compile(r" ?[-_:#.] ?")
_DECIMAL_BEFORE = re.compile(r"[0-9]\.$")
_DECIMAL_AFTER = re.compile(r"\.[0-9]")


@dataclass(frozen=True)
class Unit:
    """A run of letters and digits, hyphens inside dropped; ``places`` are the folded offsets of its characters."""

    compact: str
    places: tuple[int, ...]
    typed: str
    hyphened: bool

    @property
    def is_digits(self) -> bool:
        """Whether it holds digits only."""
        return self.compact.isdigit()

    @property
    def is_letters(self) -> bool:
        """Whether it holds letters only."""
        return self.compact.isalpha()

    @property
    def is_capitals(self) -> bool:
        """Whether it was typed without small letters."""
        return not any(character.islower() for character in self.typed)

    def cut(self, start: int, end: int) -> Unit:
        """A part of the unit."""
        return Unit(self.compact[start:end], self.places[start:end], self.typed, self.hyphened)


def chains(folded: Folded, text: str, prefixes: tuple[str, ...]) -> Iterator[list[Unit]]:
    """Units with no more than a blank or a hyphen between them; ``text`` is the folded text, partly blanked out."""
    chain: list[Unit] = []
    last_end = 0
    for match in _UNIT.finditer(text):
        start, end = match.span()
        if _DECIMAL_BEFORE.search(text[max(0, start - 2) : start]) or _DECIMAL_AFTER.match(text, end):
            continue
        written = match.group()
        places = tuple(start + i for i, character in enumerate(written) if character not in "-_")
        compact = "".join(character for character in written if character not in "-_")
        unit = Unit(compact, places, folded.raw(start, end), len(compact) < len(written))
        gap = text[last_end:start]
        joined = _BETWEEN.fullmatch(gap) or (chain and chain[-1].compact in prefixes and _AFTER_PREFIX.fullmatch(gap))
        if chain and not joined:
            yield chain
            chain = []
        chain.append(unit)
        last_end = end
    if chain:
        yield chain
