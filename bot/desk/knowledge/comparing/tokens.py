"""Facts as they stand in a sentence: names in brackets, numbers with their unit, addresses, prices, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from bot.desk.knowledge.comparing.sentences import hashed, normal
from bot.knowledge import Knowledge

TokenKind = Literal[
    "label", "url", "phone", "price", "date", "version", "quantity", "order_number", "statement", "product"
]
KINDS: tuple[TokenKind, ...] = get_args(TokenKind)

_BRACKETED = re.compile(r"\[([^\[\]]{1,60})\]|「([^「」]{1,40})」|『([^『』]{1,40})』")
_PATTERNS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("url", re.compile(r"https?://[A-Za-z0-9][^\s<>\"'、。」』)]*")),
    ("price", re.compile(r"[¥$€£] ?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)? ?(?:円|ドル|ユーロ)")),
    (
        "date",
        re.compile(r"(?<!\d)(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2})|\d{1,2}月\d{1,2}日"),
    ),
    ("phone", re.compile(r"(?<![\d-])(?:0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10}|\+\d{1,3}[- ]\d[\d -]{6,14}\d)(?![\d-])")),
    ("version", re.compile(r"(?<![A-Za-z0-9.])(?:v(?:er)?\.? ?)?\d{1,3}(?:\.\d{1,4}){1,3}(?![A-Za-z0-9.]?\d)", re.I)),
    (
        "quantity",
        re.compile(r"(?<![\d.])\d{1,6} ?(?:時間|分|秒|営業日|日間|日|週間|か月|ヶ月|カ月|月|年間|年|桁|文字|台|回|%)"),
    ),
    (
        "order_number",
        re.compile(r"(?<![A-Za-z0-9*._-])(?:[A-Z]{1,10}-?)?(?=[A-Z0-9]*\d{2})[A-Z0-9]{8,14}(?![A-Za-z0-9*._-])"),
    ),
)
_LATIN_LINE = re.compile(r"(?=.*[A-Za-z]{2})[A-Za-z0-9][A-Za-z0-9*_. @&-]{2,44}")


@dataclass(frozen=True)
class Token:
    """A fact in a text."""

    kind: TokenKind
    text: str

    @property
    def hash(self) -> str:
        """The same for the same fact, however it is written."""
        return hashed(f"{self.kind}:{normal(self.text)}")


@dataclass(frozen=True)
class Tokens:
    """Finds the facts; which words begin a product's name is taken from the products."""

    products: re.Pattern[str]

    @classmethod
    def of(cls, knowledge: Knowledge) -> Tokens:
        """For the products of some knowledge."""
        brands = {
            name.split()[0]
            for product in knowledge.products.values()
            for name in (product.name.ja, product.name.en)
            if " " in name
        }
        part = "(?!v?[0-9]+[.])[A-Za-z0-9ァ-ヶー&+-]+"
        any_brand = "|".join(map(re.escape, sorted(brands, key=len, reverse=True))) or "(?!)"
        return cls(re.compile(rf"(?<![A-Za-zァ-ヶー*_.])(?:{any_brand})(?: {part}){{1,5}}", re.I))

    def of_text(self, text: str, *, whole_line: bool = False) -> tuple[Token, ...]:
        """The facts of a text, each once; ``whole_line`` if it may be an item of a list."""
        return tuple(dict.fromkeys(self._found(unicodedata.normalize("NFKC", text), whole_line)))

    def _found(self, text: str, whole_line: bool) -> Iterator[Token]:
        for match in _BRACKETED.finditer(text):
            words = next(filter(None, match.groups()))
            if normal(words):
                yield Token("label", words.strip())
        rest = text
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(rest):
                yield Token(kind, match[0].strip())
            rest = pattern.sub(" ", rest)
        for match in self.products.finditer(text):
            yield Token("product", match[0].strip())
        line = text.lstrip("-・•* ").strip()  # the marks of lists
        if whole_line and _LATIN_LINE.fullmatch(line):
            yield Token("statement", line)


def hashes(tokens: Iterable[Token]) -> frozenset[str]:
    """What they are kept as."""
    return frozenset(token.hash for token in tokens)
