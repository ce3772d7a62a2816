"""Sentences of a page as they can be kept without their words: a hash, and a sketch that tells how alike two are."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from bot.desk.knowledge.comparing.saved_page import SavedPage

_MARK = re.compile(r"^(?:[-–—・•●○◆■*※▶>|]|\(?\d{1,2}[.)](?!\d)|【\d{1,2}】)")
_END = re.compile(r"(?<=[。！？!?])(?![)）」』])")
_BUCKETS = 64
_LONGEST = 600
"""Characters of a sentence that count for its sketch."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, cell or heading of a page; ``heading`` is what stands above it."""

    text: str
    heading: str
    is_heading: bool = False

    @property
    def hash(self) -> str:
        """The same for what reads the same."""
        return hashed(normal(self.text))


def sentences(page: SavedPage, known_headings: Iterable[str] = ()) -> tuple[Sentence, ...]:
    """The sentences of a page in reading order.

    Args:
        page: the copy.
        known_headings: hashes of headings that the page has or once had; they count also where nothing marks them.
    """
    known = frozenset(known_headings)
    own = {hashed(normal(line.text)) for line in page.lines if line.is_heading}
    unmarked = not own & known
    found: list[Sentence] = []
    heading = ""
    for line in page.lines:
        is_heading = line.is_heading or ((line.may_head or unmarked) and hashed(normal(line.text)) in known)
        if is_heading and normal(line.text):
            heading = line.text
        found.extend(Sentence(text, heading, is_heading) for text in _parts(line.text) if normal(text))
    return tuple(found)


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A text without what layout changes: width, case, blanks, and the marks of lists; empty if nothing is said."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    folded = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    while True:
        stripped = _MARK.sub("", folded, count=1)
        if stripped == folded:
            break
        folded = stripped
    return folded.rstrip("。") if any(map(str.isalnum, folded)) else ""


def hashed(text: str) -> str:
    """A short name for a text that doesn't hold it."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def pairs(text: str) -> frozenset[str]:
    """Every two characters that stand beside each other."""
    said = normal(text)[:_LONGEST]
    return frozenset(said[place : place + 2] for place in range(len(said) - 1)) or frozenset({said})


def sketch(text: str) -> str:
    """What is left of a sentence's pairs of characters when only the smallest hash of each of 64 groups is kept."""
    least: dict[int, int] = {}
    for pair in pairs(text):
        number = int.from_bytes(blake2b(pair.encode("utf-8", "replace"), digest_size=4).digest(), "big")
        bucket, value = number % _BUCKETS, number // _BUCKETS % (1 << 24)
        least[bucket] = min(value, least.get(bucket, value))
    return base64.b64encode(bytes(least[b] % 255 + 1 if b in least else 0 for b in range(_BUCKETS))).decode("ascii")


def alike(one: str, other: str) -> float:
    """How many pairs two sketches share, from 0 to 1."""
    both = [pair for pair in zip(base64.b64decode(one), base64.b64decode(other), strict=False) if any(pair)]
    return sum(a == b for a, b in both) / len(both) if both else 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text stands in the other one, from 0 to 1; less where it is much shorter."""
    sizes = sorted((len(one), len(other)))
    return len(one & other) / max(1.0, sizes[0], 0.75 * sizes[1])


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip() for part in _END.split(text))
