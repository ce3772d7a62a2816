"""The Luhn check digit, which card numbers carry and case numbers use."""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The digit that completes ``digits`` (ASCII digits only)."""
    return str(-_total(digits + "0") % 10)


def is_valid(digits: str) -> bool:
    """Whether the last of ``digits`` is the right check digit for the rest."""
    return digits.isascii() and digits.isdigit() and _total(digits) % 10 == 0


def _total(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total
