"""Both readers, built once from the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.card_statements import CardStatementReader
from bot.knowledge.contexts import ContextReader
from bot.knowledge.look_alikes import LookAlikeFilter
from bot.knowledge.order_numbers import OrderNumberReader
from bot.knowledge.providers import Provider
from bot.knowledge.wording import IdentificationWords


@dataclass(frozen=True)
class Recogniser:
    """Reads order numbers and card statements."""

    order_numbers: OrderNumberReader
    card_statements: CardStatementReader

    @classmethod
    def of(cls, providers: Mapping[str, Provider], words: IdentificationWords) -> Recogniser:
        """Build every pattern the providers and words describe."""
        look_alikes = LookAlikeFilter(words.look_alikes, words.context)
        contexts = ContextReader(words.context)
        return cls(
            OrderNumberReader.of(providers, look_alikes, contexts),
            CardStatementReader.of(providers, look_alikes, contexts),
        )
