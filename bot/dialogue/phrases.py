"""Recognises the short phrases whose meaning depends on the point of the conversation (phrases.yml)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

_POLITE_END = re.compile(
    r"(です|ます|ですね|ください|下さい|お願いします|おねがいします|ねがいます|かな|よ|ね|please)$"
)
_EDGE = " \t\r\n　。、．，.!！…・「」\"'“”()（）"


def fold(text: str) -> str:
    """Text for comparison: NFKC, lower case, one apostrophe, single blanks, no punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.sub(r"\s+", " ", folded).strip(_EDGE)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, list[str]]]:
    text = Path(__file__).with_name("phrases.yml").read_text("utf-8")
    # BaseLoader: every word is a word; "yes" and "no" are not truth values here
    loaded: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def says(kind: str, text: str) -> bool:
    """Whether the message says this kind of phrase.

    Args:
        kind: a key of phrases.yml other than ``fields``.
        text: the customer's message.
    """
    if says_just(kind, text):
        return True
    folded = fold(text)
    return any(_contains(folded, part) for part in _phrases()[kind].get("part", []))


def says_just(kind: str, text: str) -> bool:
    """Whether the message is this phrase and nothing more."""
    folded = fold(text)
    whole = _phrases()[kind].get("whole", [])
    return folded in whole or _POLITE_END.sub("", folded).strip(_EDGE) in whole


def command(text: str) -> str | None:
    """The walking command (next, back, again, steps, whole, resume) that the message is, if it is one."""
    if len(text) > 40:
        return None
    return next((kind for kind in ("steps", "whole", "again", "next", "back", "resume") if says(kind, text)), None)


def named_fields(text: str) -> tuple[str, ...]:
    """The case fields the message names, such as "the mail address", in the order of the text."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    for name, words in _phrases()["fields"].items():
        spans = [(folded.index(word), len(word)) for word in words if _contains(folded, word)]
        if spans:
            start, length = min(spans, key=lambda span: (span[0], -span[1]))
            found.append((start, -length, name))
    ordered = [name for _, _, name in sorted(found)]
    if "order_number" in ordered and len(ordered) > 1 and "注文" not in folded and "order" not in folded:
        ordered.remove("order_number")  # 番号 alone is too vague beside a clearer name
    return tuple(ordered)


def _contains(folded: str, part: str) -> bool:
    if part.isascii() and part[:1].isalpha():
        return re.search(rf"(?<![a-z]){re.escape(part)}", folded) is not None
    return part in folded
