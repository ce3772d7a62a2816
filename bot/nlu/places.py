"""Telling a company as the place where something was bought from the company as such."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.text import Folded, fold

_PLACE_BEFORE = re.compile(r"\b(?:from|via|through|at|by|with|using|on|it's|it is|it was|was)(?: the)? ?[\"'“]?$")
_PLACE_AFTER = re.compile(
    r"^[」』\"']?\s?(?:で(?:$|[。、!?\s]|す|し|買|購|契|申|注|払|支|課|登|す|は|も|か|こ)|から|経由|です|だ(?:$|[。、と])|の(?:ストア|サブスク|定期|支払|請求|課金|明細|方|ほう))"
)


def names_the_place(folded: Folded, start: int, end: int, other_meanings: Iterable[str] = ()) -> bool:
    """Whether the company's name at this place of a message says where something was bought.

    Args:
        other_meanings: phrases that begin with the name and mean something else.
    """
    before, after = folded.text[:start], folded.text[end:]
    if any(folded.text.startswith(fold(phrase), start) for phrase in other_meanings):
        return False
    alone = not re.search(r"\w", before) and not re.search(r"\w", after)
    if alone or _PLACE_AFTER.match(after):
        return True
    return bool(_PLACE_BEFORE.search(before)) and not re.match(r" ?(?:\w+ )?\w*(?:device|phone|computer)", after)
