"""Tells from the words beside a number or a text what the customer calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.knowledge.folding import fold_text
from bot.knowledge.wording import Context

Called = Literal["order_number", "other_code"]
"""What the customer calls a number: an order number, or some other one."""

_BEFORE = 40
_GAP = 14
_SENTENCE_END = re.compile(r"[。!?\n;]|\. ")


@dataclass(frozen=True)
class ContextReader:
    """Looks at the words around a place in a folded text."""

    words: Context

    @cached_property
    def _called(self) -> re.Pattern[str]:
        return re.compile(
            f"(?P<order_number>{_any(self.words.order_number.all)})|(?P<other_code>{_any(self.words.other_code.all)})"
        )

    @cached_property
    def _named_after(self) -> re.Pattern[str]:
        return re.compile(f" ?(?:{_any(self.words.naming)}) ?(?:{self._called.pattern})")

    @cached_property
    def _only_naming(self) -> re.Pattern[str]:
        # "I phoned, 22122857" doesn't name a telephone number; "phone: 22122857" does
        return re.compile(rf"[^\w。!?\n]*(?:{_any(self.words.naming)})?[^\w。!?\n]*")

    @cached_property
    def _buying_at_before(self) -> re.Pattern[str]:
        return re.compile(f"{_any(self.words.buying_at)} ?$")

    @cached_property
    def _website_before(self) -> re.Pattern[str]:
        direct = _any(self.words.website_before)
        bought = f"{_any(self.words.buying)}.{{0,16}}{_any(self.words.buying_at)}"
        return re.compile(f"(?:{direct}|{bought}) ?[\"'「『(]?$")

    @cached_property
    def _website_after(self) -> re.Pattern[str]:
        return re.compile(f"[\"'」』)]? ?(?:{_any(self.words.website_after)})")

    @cached_property
    def brand(self) -> str:
        """The folded word that statements print beside a provider's name."""
        return fold_text(self.words.statement_brand)

    @cached_property
    def _statement(self) -> re.Pattern[str]:
        return re.compile(_any(self.words.statement.all))

    @cached_property
    def glued_before(self) -> re.Pattern[str]:
        """Latin words that are written without a blank before a number."""
        forms = filter(None, map(_latin, self.words.order_number.all))
        return re.compile(f"^(?:{'|'.join(sorted(forms, key=len, reverse=True)) or '(?!)'})(?=[A-Z]?[0-9])")

    @cached_property
    def glued_after(self) -> re.Pattern[str]:
        """Latin words that are written without a blank after a number."""
        forms = filter(None, map(_latin, (*self.words.naming, *self.words.counters)))
        return re.compile(f"(?<=[0-9])(?:{'|'.join(sorted(forms, key=len, reverse=True)) or '(?!)'})$")

    def called(self, text: str, start: int, end: int) -> Called | None:
        """What the number at this place is called, by the nearest word before it or a naming right behind it."""
        first = max(0, start - _BEFORE)
        before = text[first:start]
        words = list(self._called.finditer(before))
        if words:
            nearest = words[-1]
            gap = before[nearest.end() :]
            if nearest.lastgroup == "other_code" and self._only_naming.fullmatch(gap):
                return "other_code"
            if nearest.lastgroup == "order_number" and len(gap) <= _GAP and not _SENTENCE_END.search(gap):
                return "order_number"
        behind = self._named_after.match(text, end)
        if behind is None:
            return None
        return "order_number" if behind.group("order_number") else "other_code"

    def is_website(self, text: str, start: int, end: int) -> bool:
        """Whether the text at this place is spoken of as a website."""
        before = text[max(0, start - _BEFORE) : start]
        if self._website_before.search(before) or self._website_after.match(text, end):
            return True
        return self._buying_at_before.search(before) is not None and not self.speaks_of_statement(text)

    def speaks_of_statement(self, text: str) -> bool:
        """Whether the customer speaks of a card statement or a charge."""
        return self._statement.search(text) is not None


def _latin(word: str) -> str:
    squeezed = "".join(fold_text(word).split())
    return squeezed if squeezed.isascii() and squeezed.isalpha() else ""


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; Latin words stand alone."""
    folded = sorted({fold_text(word) for word in words if word}, key=len, reverse=True)
    if not folded:
        return "(?!)"
    # the look-ahead lets the search skip places where no word can begin
    firsts = "".join(sorted({re.escape(word[0]) for word in folded}))
    return f"(?=[{firsts}])(?:{'|'.join(map(_word, folded))})"


def _word(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", " ?")
    if word[0].isascii() and word[0].isalpha():
        pattern = "(?<![A-Z])" + pattern
    if word[-1].isascii() and word[-1].isalpha():
        pattern += "(?![A-Z])"
    return pattern
