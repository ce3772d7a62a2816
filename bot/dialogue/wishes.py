"""Two wishes in one message: finds them, so that both are answered, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue.phrases import fold

Parse = Mapping[str, Any]

_PARTS = re.compile(
    r"[。！!？?\n]+|(?:の?と|や|し|も)?[、,]\s?(?:あと|それと|それから|ついでに|また|他に|ほかに)[、,は]?|のと[、,]?|と[、,]|し[、,]|[、,]?(?:それと|それから|あと[、,は]|ついでに|また[、,])"
    r"|;|(?<=[a-z])\.\s+|,?\s+(?:and also|and then|and|also|plus)\s+",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"たい|ほしい|欲しい|教え|おしえ|どう|どこ|いつ|何|なに|なん|ますか|ですか|ません|ない|方法|やり方|場所|手順|必要|(?:もの|こと|連絡先|窓口)$|止め|やめ|解約"
    r"|\b(?:how|what|where|when|which|why|who|can|can't|do|does|don't|is|isn't|will|want|need|put me|longer|forgot|missing|hasn't|haven't|didn't|won't|never|still|stop|cancel|turn|register|find|lost|tell|happens)\b"
)
_ONE_OF = frozenset({"stop_auto_renew", "talk_to_human", "check_ticket_status"})
"""Wishes that go on asking, and so come last whatever their order."""

_POLITE = frozenset({"greet", "thank", "affirm", "problem_solved", "nlu_fallback"})
"""What a message may seem to be while it holds a wish beside it."""

_SURE = 0.75
_SHORTEST = 12


def could_hold_two(text: str) -> bool:
    """Whether the message is long enough, and in enough parts, to hold two wishes."""
    return len(text) >= _SHORTEST and 2 <= len(_split(text)) <= 5


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a message that read like a wish of their own."""
    return tuple(part for part in _split(text) if _WISH.search(fold(part)))


def read_wishes(whole: Parse, parts: Mapping[str, Parse], answerable: Callable[[str], bool]) -> dict[str, Any]:
    """The parse of a message, with the second wish beside the first.

    Args:
        whole: the parse of the message as a whole.
        parts: the parse of each of its parts, in order.
        answerable: whether an intent is answered by a guide.

    Returns:
        ``whole`` unchanged, or with ``intent`` set to the wish that is answered last and ``also`` naming the others.
    """
    wishes: dict[str, float] = {}
    for parse in parts.values():
        name, confidence = str(parse["intent"].get("name")), float(parse["intent"].get("confidence") or 0.0)
        if confidence >= _SURE and (answerable(name) or name in _ONE_OF):
            wishes.setdefault(name, confidence)
    first = str(whole["intent"].get("name"))
    if first == "out_of_scope" and "talk_to_human" in wishes:
        # Whatever else they speak of, somebody who asks for a person gets one.
        return {**whole, "intent": {"name": "talk_to_human", "confidence": wishes["talk_to_human"]}}
    if not wishes or (first not in wishes and first not in _POLITE) or (len(wishes) == 1 and first in wishes):
        return dict(whole)
    ordered = sorted(wishes, key=lambda name: name in _ONE_OF)[:2]  # stable: otherwise in the customer's order
    last = ordered[-1]
    return {**whole, "intent": {"name": last, "confidence": wishes[last]}, "also": ordered[:-1]}


def _split(text: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(text) if part and len(part.strip()) >= 4]
