"""Slips of the finger: neighbours on the keyboard, letters swapped, left out or doubled."""

from __future__ import annotations

import re
from random import Random

from bot.nlu.text import has_japanese

_CODE = re.compile(r"[0-9A-Za-z@._%+-]*[0-9@][0-9A-Za-z@._%+-]*")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_LETTER = re.compile(r"[A-Za-z]")
_CHARS_PER_SLIP = 20
_FLICK_ROWS = "あいうえお かきくけこ さしすせそ たちつてと なにぬねの はひふへほ まみむめも らりるれろ がぎぐげご ざじずぜぞ だぢづでど ばびぶべぼ やゆよ わをん".split()
_KEY_ROWS = "qwertyuiop asdfghjkl zxcvbnm".split()


def mistyped(text: str, random: Random) -> str:
    """One slip for every twenty characters, at least one; codes, numbers and addresses stay right.

    A Japanese text is hit in its kana, an English one in its letters.
    """
    wanted = _KANA if has_japanese(text) else _LETTER
    taken = {place for code in _CODE.finditer(text) for place in range(*code.span())}
    places = [match.start() for match in wanted.finditer(text) if match.start() not in taken]
    if not places:
        return text
    chosen = random.sample(places, min(len(places), max(1, len(text) // _CHARS_PER_SLIP)))
    chars = list(text)
    for place in sorted(chosen, reverse=True):  # from the end, so that earlier places stay where they are
        # a neighbour that was hit itself may be gone, and a code stand in its place
        follows = place + 1 if place + 1 in places and place + 1 not in chosen else None
        _slip(chars, place, follows, random)
    return "".join(chars)


def neighbours(char: str) -> str:
    """The characters that a finger hits instead: flicked the wrong way, or one key to the side."""
    small = char.lower()
    for row in _FLICK_ROWS:
        if char in row:
            return row.replace(char, "")
    for row in _KEY_ROWS:
        place = row.find(small)
        if place >= 0:
            beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            return beside.upper() if char != small else beside
    return ""


def _slip(chars: list[str], place: int, follows: int | None, random: Random) -> None:
    kinds = ["double", "drop"]
    if neighbours(chars[place]):
        kinds += ["neighbour", "neighbour"]
    if follows is not None and chars[follows] != chars[place]:
        kinds += ["swap", "swap"]
    kind = random.choice(kinds)
    if kind == "neighbour":
        chars[place] = random.choice(neighbours(chars[place]))
    elif kind == "swap" and follows is not None:
        chars[place], chars[follows] = chars[follows], chars[place]
    elif kind == "double":
        chars.insert(place, chars[place])
    else:
        del chars[place]
