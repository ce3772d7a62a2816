"""All that stands on a page, to look facts up in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.knowledge.comparing.held import Fact
from bot.desk.knowledge.comparing.sentences import Sentence, normal
from bot.desk.knowledge.comparing.tokens import Token, Tokens

_BETWEEN_ITEMS = re.compile(r"[、,/|]")


@dataclass(frozen=True)
class PageText:
    """The facts of a page by their hashes, its items in their normal form, and everything in one text."""

    facts: dict[str, tuple[Token, Sentence]]
    items: frozenset[str]
    everything: str
    addresses: frozenset[str]

    @classmethod
    def of(cls, read: tuple[Sentence, ...], tokens: Tokens, addresses: frozenset[str] = frozenset()) -> PageText:
        """From the sentences of a page, and the addresses of its links."""
        facts: dict[str, tuple[Token, Sentence]] = {}
        for sentence in read:
            for token in tokens.of_text(sentence.text, whole_line=True):
                facts.setdefault(token.hash, (token, sentence))
        said = [normal(sentence.text) for sentence in read]
        items = frozenset(normal(item) for text in said for item in (text, *_BETWEEN_ITEMS.split(text)))
        return cls(facts, items, "\n".join(said), addresses)

    def has(self, fact: Fact) -> bool:
        """Whether a fact stands there by itself."""
        if fact.token.kind == "url":
            return fact.token.text in self.addresses or fact.token.hash in self.facts
        return fact.token.hash in self.facts or any(normal(spelling) in self.items for spelling in fact.spellings)

    def has_within(self, fact: Fact) -> bool:
        """Whether it stands there at all."""
        return any(normal(spelling) in self.everything for spelling in fact.spellings if normal(spelling))
