"""A message in half-width and full-width characters."""

from __future__ import annotations

import unicodedata

_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFFA0) if chr(code) not in "ﾞﾟ"}
_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
_TO_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def half_width(text: str) -> str:
    """Katakana, Japanese punctuation, Latin letters and digits in half width."""
    return "".join(map(_narrow, text))


def full_width(text: str) -> str:
    """Latin letters, digits, signs and blanks in full width."""
    return text.translate(_TO_FULL).replace(" ", "\u3000")


def _narrow(char: str) -> str:
    if char in _HALF:
        return _HALF[char]
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0] in _HALF and parts[1] in _MARKS:
        return _HALF[parts[0]] + _MARKS[parts[1]]
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded.isascii() else char
