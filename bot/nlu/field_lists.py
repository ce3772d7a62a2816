"""A name that nothing introduces, in a message that lists several things about its writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nlu.name_words import is_family_name
from bot.nlu.names import tidy_name
from bot.nlu.text import Folded, has_japanese
from bot.nlu.tokens import words

_SEPARATORS = re.compile(r"[\n。、,;/|!?:()「」『』\[\]・=→]|\. ")
_NUMBER = re.compile(r"\d[\d() -]{6,}\d")
_ENGLISH_NAME = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]+(?: (?:(?:van|von|de|da|del|der|bin|al|la) )*[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*){1,3}"
)
_LONGEST = 24


def names_among_fields(folded: Folded, fields: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Names that stand alone between the other fields, with their places in the original text.

    Args:
        fields: spans of the original text that are other things; without any, nothing is found.
    """
    if not fields:
        return
    taken = [any(start <= place < end for start, end in fields) for place in folded.starts]
    written = "".join(
        "\n" if hidden or folded.original[place] in "\r\n" else char
        for char, hidden, place in zip(folded.cased, taken, folded.starts, strict=True)
    )
    written = _NUMBER.sub(lambda match: "\n" * len(match.group()), written)
    position = 0
    for end in [*(match.start() for match in _SEPARATORS.finditer(written)), len(written)]:
        segment = written[position:end]
        name = _name_in(segment.strip(" ."))
        offset = written.find(name, position, end) if name else -1
        if name and offset >= 0:
            yield name, *folded.span(offset, offset + len(name))
        position = end + 1 if end < len(written) else end


def _name_in(segment: str) -> str | None:
    if not 2 <= len(segment) <= _LONGEST:
        return None
    name = tidy_name(segment)
    if name is None:
        return None
    if not has_japanese(name):
        return name if _ENGLISH_NAME.fullmatch(name) else None
    if is_family_name(name.split()[0]):
        return name
    found = words(name)
    return name if len(found) > 1 and all("人名" in word.tag for word in found) else None
