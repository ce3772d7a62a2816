"""Text as the LINE platform counts it, cut where a reader would cut it."""

from __future__ import annotations

import re
import unicodedata

_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[。！？]|[.!?](?=\s)"), re.compile(r"[、，]|\s"))
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f") | {chr(code) for code in range(0x1F3FB, 0x1F400)}


def units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def shown(text: str) -> str:
    """What a phone shows of a text: without characters that have no shape, and without blanks around it."""
    cleaned = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return cleaned if any(unicodedata.category(character)[0] not in "CZ" for character in cleaned) else ""


def clipped(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    return text if units(text) <= most else text[: _fitting(text, most - 1)].rstrip() + "…"


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many units, parted at paragraphs, lines, sentences or words."""
    found: list[str] = []
    while units(text) > most:
        end = _end(text, _fitting(text, most))
        piece = text[:end].rstrip()
        if piece:
            found.append(piece)
        text = text[end:].lstrip()
    if text:
        found.append(text)
    return found


def _end(text: str, fitting: int) -> int:
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, 0, fitting)]
        if ends and ends[-1] > fitting // 2:
            return ends[-1]
    return fitting


def _fitting(text: str, most: int) -> int:
    """How many characters fit without parting what is drawn as one."""
    length = size = 0
    for character in text:
        size += 2 if character > "\uffff" else 1
        if size > most:
            break
        length += 1
    whole = length
    while 0 < whole < len(text) and (_continues(text[whole]) or text[whole - 1] == "\u200d"):
        whole -= 1
    return whole or max(length, 1)


def _continues(character: str) -> bool:
    return character in _JOINERS or unicodedata.combining(character) != 0
