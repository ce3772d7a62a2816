"""Turns the order-number rules of providers.yml into patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.providers import OrderNumberRule, Prefix, Provider
from bot.knowledge.wording import ReasonCode


@dataclass(frozen=True)
class Shape:
    """One rule, ready to compare with numbers whose blanks and hyphens are dropped."""

    provider: str
    rule: OrderNumberRule

    @property
    def id(self) -> str:
        """The stable name of the rule, such as ``digital_river.digits_11_12``."""
        return f"{self.provider}.{self.rule.id}"

    @property
    def is_digits(self) -> bool:
        """Whether the whole number is digits."""
        return self.rule.characters == "digits" and not self.rule.prefixes

    @property
    def longest(self) -> int:
        """The most characters a number of this rule has, its prefix included."""
        return self.rule.lengths.max + max((len(prefix.text) for prefix in self.rule.prefixes), default=0)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches a whole number that follows the rule."""
        lengths = self.rule.lengths
        prefix = f"(?:{'|'.join(re.escape(p.text) for p in self._prefixes)})" if self.rule.prefixes else ""
        starts = f"(?={'|'.join(map(re.escape, self.rule.starts_with))})" if self.rule.starts_with else ""
        if self.rule.characters == "digits":
            return re.compile(f"{prefix}{starts}[0-9]{{{lengths.min},{lengths.max}}}")
        mixed = "(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])"
        return re.compile(f"{prefix}{starts}{mixed}[A-Z0-9]{{{lengths.min},{lengths.max}}}")

    @cached_property
    def _prefixes(self) -> tuple[Prefix, ...]:
        return tuple(sorted(self.rule.prefixes, key=lambda prefix: len(prefix.text), reverse=True))

    def _split(self, compact: str) -> tuple[Prefix | None, str]:
        for prefix in self._prefixes:
            if compact.startswith(prefix.text):
                return prefix, compact.removeprefix(prefix.text)
        return None, compact

    def written(self, compact: str) -> str:
        """The number as the provider writes it."""
        prefix, rest = self._split(compact)
        return f"{prefix.text}{prefix.joint}{rest}" if prefix else rest

    def usual(self, compact: str) -> bool:
        """Whether a number of this rule has a commonly seen length."""
        return self.rule.lengths.usually(len(self._split(compact)[1]))

    def lacks_prefix(self, digits: str) -> bool:
        """Whether the digits would follow this rule if only the prefix stood before them."""
        return bool(self.rule.prefixes) and self.rule.lengths.usually(len(digits))

    def nearly(self, length: int) -> bool:
        """Whether digits of this length are one too few or too many."""
        return self.is_digits and length in (self.rule.lengths.min - 1, self.rule.lengths.max + 1)

    def miss(self, compact: str) -> ReasonCode | None:
        """By what a code of letters and digits misses this rule, if it comes near it."""
        if self.rule.prefixes:
            prefix, rest = self._split(compact)
            return "wrong_length" if prefix and rest.isdigit() else None
        if self.is_digits:
            return None
        usual = self.rule.lengths.usually(len(compact))
        if compact.startswith(self.rule.starts_with):
            return None if usual else "wrong_length"
        return "wrong_start" if usual else None


def shapes_of(providers: Mapping[str, Provider]) -> tuple[Shape, ...]:
    """Every rule of every provider."""
    return tuple(Shape(provider.id, rule) for provider in providers.values() for rule in provider.order_number_rules)
