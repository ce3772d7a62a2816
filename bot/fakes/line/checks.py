"""Small checks that put together say what the platform takes; each reports where it turns something down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Faults:
    """Everything that is wrong with a request body, as (property, message)."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Note a fault."""
        self.found.append((where, what))


Check = Callable[[Any, str, Faults], None]


def utf16(text: str) -> int:
    """The length of a text as the platform counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def words(most: int, *, pattern: str | None = None, without: str | None = None) -> Check:
    """Text that shows something, with at most so many characters."""

    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, str):
            faults.add(where, "must be a string")
        elif not value.strip():
            faults.add(where, "May not be empty")
        elif utf16(value) > most:
            faults.add(where, f"Length must be between 0 and {most}")
        elif any("\ud800" <= character <= "\udfff" for character in value) or "\0" in value:
            faults.add(where, "holds characters that are no text")
        elif pattern and not re.fullmatch(pattern, value):
            faults.add(where, "invalid value")
        elif without and without in value:
            faults.add(where, f"may not hold {without}")

    return check


def one_of(*values: str) -> Check:
    """One of some words."""

    def check(value: Any, where: str, faults: Faults) -> None:
        if value not in values:
            faults.add(where, f"must be one of {', '.join(values)}")

    return check


def whole(least: int, most: int, step: int = 1) -> Check:
    """A whole number within limits."""

    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most or value % step:
            faults.add(where, f"must be a number from {least} to {most} in steps of {step}")

    return check


def yes_or_no(value: Any, where: str, faults: Faults) -> None:
    """A truth value."""
    if not isinstance(value, bool):
        faults.add(where, "must be a boolean")


def items(check_item: Check, most: int, least: int = 0) -> Check:
    """A list."""

    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, list):
            faults.add(where, "must be an array")
            return
        if not least <= len(value) <= most:
            faults.add(where, f"Size must be between {least} and {most}")
        for place, item in enumerate(value):
            check_item(item, f"{where}[{place}]", faults)

    return check


def fields(known: Mapping[str, Check], required: tuple[str, ...] = (), also: Check | None = None) -> Check:
    """An object with these properties and no others."""

    def check(value: Any, where: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            faults.add(where, "must be an object")
            return
        inside = f"{where}." if where else ""
        for name in required:
            if name not in value:
                faults.add(f"{inside}{name}", "May not be empty")
        for name, item in value.items():
            if name in known:
                known[name](item, f"{inside}{name}", faults)
            else:
                faults.add(f"{inside}{name}", "unknown field")
        if also:
            also(value, where, faults)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says what else it holds."""

    def check(value: Any, where: str, faults: Faults) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            faults.add(f"{where}.type", "invalid type")
        else:
            kinds[kind](value, where, faults)

    return check


def later(check: Callable[[], Check]) -> Check:
    """A check that is defined further down, for what holds itself."""
    return lambda value, where, faults: check()(value, where, faults)
