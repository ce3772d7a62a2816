"""Puts messages together that were taken for the same thing, and those that are the same message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.evaluation.likeness import written_key
from bot.store.quality_records import Doubt


@dataclass(frozen=True)
class Item:
    """One message and how many customers wrote the same; the newest stands for all of them."""

    doubt: Doubt
    same: tuple[Doubt, ...] = ()

    @property
    def count(self) -> int:
        """How often it was written."""
        return 1 + len(self.same)


@dataclass(frozen=True)
class Group:
    """The messages whose likeliest reading was the same; None where there was none."""

    intent: str | None
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """How many messages it holds."""
        return sum(item.count for item in self.items)


def group(doubts: Iterable[Doubt]) -> tuple[Group, ...]:
    """The groups, the largest first; within a group what was written most often comes first, then the newest."""
    written: dict[str, list[Doubt]] = {}
    for doubt in sorted(doubts, key=lambda each: each.happened_at, reverse=True):
        written.setdefault(written_key(doubt.text), []).append(doubt)
    taken_for: dict[str | None, list[Item]] = {}
    for first, *others in written.values():
        reading = first.ranking[0][0] if first.ranking else None
        taken_for.setdefault(reading, []).append(Item(first, tuple(others)))
    groups = (Group(intent, tuple(sorted(items, key=lambda item: -item.count))) for intent, items in taken_for.items())
    return tuple(sorted(groups, key=lambda each: (-each.count, each.intent or "~")))
