"""Case numbers: ``KD-`` and eight digits, the last of which catches a mistyped one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from bot import luhn

PREFIX = "KD-"
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−ー－ｰ﹣﹘"), "-")


def new_case_number(random_below: Callable[[int], int]) -> str:
    """A case number nobody can guess from another one."""
    digits = f"{random_below(10_000_000):07d}"
    return PREFIX + digits + luhn.check_digit(digits)


def normalised_case_number(text: str) -> str | None:
    """The case number as it is stored, or ``None`` when ``text`` isn't one."""
    compact = "".join(unicodedata.normalize("NFKC", text).translate(_HYPHENS).split()).upper()
    digits = compact.removeprefix("KD").removeprefix("-")
    if len(digits) != 8 or not luhn.is_valid(digits):
        return None
    return PREFIX + digits
