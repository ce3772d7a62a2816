"""Finds the numbers that are no order numbers: addresses, dates, telephone and card numbers, tickets, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.knowledge.folding import fold_text
from bot.knowledge.spans import Doubt
from bot.knowledge.wording import Context, LookAlikes, ReasonCode

BLANKED = "\x00"
"""Stands for every character that must not be read as part of an order number."""

_ADDRESS = re.compile(r"[A-Z0-9._%+-]+@[A-Z0-9.-]+|(?:HTTPS?://|(?<![A-Z0-9])WWW\.)[!-~]+")
_MONTH = (
    "(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?"
    "|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_DAY = "[0-9]{1,2}(?:ST|ND|RD|TH)?(?![0-9A-Z])"
_YEAR = "(?:,? ?(?:19|20)[0-9]{2}(?![0-9A-Z]))?"
_WRITTEN_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{6}T[0-9]{4,6}Z?(?![A-Z0-9])"
    r"|(?<![0-9-])(?:19|20)[0-9]{2} ?[-/.年] ?(?:0?[1-9]|1[0-2]) ?[-/.月] ?(?:3[01]|[12][0-9]|0?[1-9])(?!-?[0-9])"
    r"|(?<![0-9-])(?:3[01]|[12][0-9]|0?[1-9])([-/.])(?:3[01]|[12][0-9]|0?[1-9])\1(?:19|20)[0-9]{2}(?!-?[0-9])"
    r"|(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    r"|(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])"
    rf"|(?<![A-Z]){_MONTH}\.? {_DAY}{_YEAR}|(?<![0-9A-Z]){_DAY} (?:OF )?{_MONTH}(?![A-Z])\.?{_YEAR}(?![0-9])"
)
_ABROAD = re.compile(
    r"\+ ?[0-9]{1,3}(?:[ -]?\(?[0-9]{1,5}\)?){2,4}(?![0-9])"
    r"|(?<![0-9A-Z-])81-0?[0-9]{1,2}-[0-9]{4}-[0-9]{4}(?![0-9-])"
)
_TRUNK_JOINED = re.compile(r"(?<![0-9A-Z.-])\(?0[0-9]{1,4}(?:\) ?|[-(])[0-9]{1,4}[-)]?[0-9]{3,4}(?![0-9A-Z-])")
_TRUNK_BLANKS = re.compile(r"(?<![0-9A-Z.-])(?<![0-9] )0[0-9]{1,4} ?[0-9]{1,4} ?[0-9]{3,4}(?! ?[0-9])(?![A-Z-])")
_DIGIT_GROUPS = re.compile(r"[0-9]+(?:[ -]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class LookAlikeFilter:
    """Blanks out what can't be an order number and says what it was."""

    shapes: LookAlikes
    context: Context

    @cached_property
    def _ticket(self) -> re.Pattern[str]:
        digits = self.shapes.ticket_digits
        prefix = re.escape(fold_text(self.shapes.ticket_prefix))
        return re.compile(rf"(?<![A-Z0-9]){prefix}[ _:-]{{0,3}}(?:[0-9][ -]?){{{digits - 1}}}[0-9](?![A-Z0-9])")

    @cached_property
    def _amount(self) -> re.Pattern[str]:
        signs = "|".join(
            re.escape(sign) + ("(?![A-Z])" if sign.isascii() and sign.isalpha() else "")
            for sign in map(fold_text, self.context.currencies)
        )
        counters = "|".join(
            re.escape(word) + ("(?![A-Z0-9])" if word.isascii() else "")
            for word in map(fold_text, self.context.counters)
        )
        return re.compile(
            rf"(?<![A-Z0-9])(?:{signs}) ?[0-9][0-9,]*(?:\.[0-9]+)?|(?<![0-9A-Z-])[0-9][0-9,]*(?:\.[0-9]+)? ?(?:{signs})(?![0-9])"
            rf"|(?<![0-9A-Z-])[0-9]{{1,2}} ?(?:{counters})"
        )

    def addresses_blanked(self, text: str) -> str:
        """The folded text without mail and web addresses."""
        return _ADDRESS.sub(blank, text) if "@" in text or "WWW." in text or "://" in text else text

    def blanked(self, text: str) -> tuple[str, tuple[Doubt, ...]]:
        """The folded text without anything that only looks like an order number, at unchanged offsets."""
        doubts: dict[ReasonCode, None] = {}
        text = _WRITTEN_DATE.sub(blank, self.addresses_blanked(text))
        text = self._without(text, self._ticket, "looks_like_ticket_number", doubts)
        text = self._without(text, _ABROAD, "looks_like_phone_number", doubts)
        for pattern in (_TRUNK_JOINED, _TRUNK_BLANKS):
            text = self._without(text, pattern, "looks_like_phone_number", doubts)
        for start, end in list(self._cards(text)):
            doubts["looks_like_card_number"] = None
            text = text[:start] + BLANKED * (end - start) + text[end:]
        text = self._amount.sub(blank, text)
        return text, tuple(Doubt(None, f"look_alike.{code.removeprefix('looks_like_')}", code) for code in doubts)

    def is_date(self, digits: str) -> bool:
        """Whether eight digits read as a calendar day of our time."""
        first, last = self.shapes.date_years
        if len(digits) != 8 or not first <= int(digits[:4]) <= last:
            return False
        try:
            date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            return False
        return True

    def is_card_length(self, length: int) -> bool:
        """Whether a number of this length can only be a card number or something longer."""
        return length >= self.shapes.card_lengths[0]

    def _without(self, text: str, pattern: re.Pattern[str], code: ReasonCode, doubts: dict[ReasonCode, None]) -> str:
        def replace(match: re.Match[str]) -> str:
            if pattern in (_TRUNK_JOINED, _TRUNK_BLANKS) and not self._is_phone(match.group()):
                return match.group()
            doubts[code] = None
            return blank(match)

        return pattern.sub(replace, text)

    def _is_phone(self, written: str) -> bool:
        digits = re.sub("[^0-9]", "", written)
        return len(digits) == 10 or (len(digits) == 11 and digits.startswith(self.shapes.mobile_phone_prefixes))

    def _cards(self, text: str) -> Iterator[tuple[int, int]]:
        shortest, longest = self._card_range
        for run in _DIGIT_GROUPS.finditer(text):
            if run.end() - run.start() < shortest:
                continue
            groups = list(_GROUP.finditer(text, run.start(), run.end()))
            first = 0
            while first < len(groups):
                last = self._card_end(groups, first, shortest, longest)
                if last is not None:
                    yield groups[first].start(), groups[last].end()
                first = first + 1 if last is None else last + 1

    def _card_end(self, groups: list[re.Match[str]], first: int, shortest: int, longest: int) -> int | None:
        """The last of the digit groups that together are a card number."""
        digits = ""
        for last in range(first, len(groups)):
            digits += groups[last].group()
            if len(digits) > longest:
                return None
            if len(digits) >= shortest and self._is_card(digits):
                return last
        return None

    @cached_property
    def _card_range(self) -> tuple[int, int]:
        lengths = [length for issuer in self.shapes.card_issuers for length in issuer.lengths]
        return min(lengths), max(lengths)

    def _is_card(self, digits: str) -> bool:
        return any(
            len(digits) in issuer.lengths and digits.startswith(issuer.prefixes) for issuer in self.shapes.card_issuers
        ) and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of a payment card number is right."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def blank(match: re.Match[str]) -> str:
    """As many blanked characters as were matched."""
    return BLANKED * len(match.group())
