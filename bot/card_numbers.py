"""Takes card numbers out of what customers write, before anything stores or reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from bot import luhn
from bot.messages import Language

MARKERS: dict[Language, str] = {"ja": "[カード番号は削除しました]", "en": "[card number removed]"}

_SHORTEST, _LONGEST = 13, 19
_GAP = re.compile("[^\\S\\r\\n]{0,3}[-‐‑‒–—―−ーｰ－﹣﹘⁃\u00ad\u200b-\u200d\u2060\ufeff]{0,2}[^\\S\\r\\n]{0,3}")
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿ｦ-ﾟ]")
_LATIN = re.compile(r"[A-Za-z]")
_PRINTED_GROUPS = {
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 1),
    (4, 6, 5),
    (4, 6, 4),
    (4, 3, 3, 3),
    (4, 4, 5),
}
_ISSUERS = re.compile(r"3[0-9]|4|5[0-9]|6[0-9]|2[2-7]")


class _Group(NamedTuple):
    start: int
    stop: int
    digits: str


def mask_card_numbers(text: str, language: Language) -> str:
    """The text with every card number replaced by its last four digits and a marker.

    The marker follows the script of the text; ``language`` decides when the text shows none.
    """
    pieces: list[str] = []
    end = 0
    for start, stop, digits in _cards(text):
        pieces += [text[end:start], "*" * 12 + digits[-4:] + " " + MARKERS[_script(text, language)]]
        end = stop
    return "".join([*pieces, text[end:]])


def _cards(text: str) -> Iterator[_Group]:
    """Every 13 to 19 digits with a right check digit, in one piece or in groups."""
    for groups in _runs(text):
        first = 0
        while first < len(groups):
            last = _card_end(groups, first)
            if last is None:
                first += 1
            else:
                digits = "".join(group.digits for group in groups[first : last + 1])
                yield _Group(groups[first].start, groups[last].stop, digits)
                first = last + 1


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but a blank or a hyphen between them."""
    run: list[_Group] = []
    start = 0
    for digits, characters in groupby(map(_digit, text), key=bool):
        values = list(characters)
        stop = start + len(values)
        if digits:
            if run and not _GAP.fullmatch(text, run[-1].stop, start):
                yield run
                run = []
            run.append(_Group(start, stop, "".join(values)))
        start = stop
    if run:
        yield run


def _card_end(groups: list[_Group], first: int) -> int | None:
    """The last group of the longest card number that begins with the group ``first``."""
    digits, longest = "", None
    for last in range(first, len(groups)):
        digits += groups[last].digits
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST and luhn.is_valid(digits) and _looks_printed(groups[first : last + 1], digits):
            longest = last
    return longest


def _looks_printed(groups: list[_Group], digits: str) -> bool:
    # Two numbers side by side, an order number and a date, pass the check by chance one time in ten:
    # groups that no card is printed with must also begin as cards begin.
    lengths = tuple(len(group.digits) for group in groups)
    return len(groups) == 1 or lengths in _PRINTED_GROUPS or _ISSUERS.match(digits) is not None


def _digit(character: str) -> str:
    # Circled and raised digits too: whoever reads the text later may fold them into plain ones.
    value = unicodedata.digit(character, None)
    return "" if value is None else str(value)


def _script(text: str, language: Language) -> Language:
    if _JAPANESE.search(text):
        return "ja"
    return "en" if _LATIN.search(text) else language
