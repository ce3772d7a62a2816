"""Everything the desk knows, validated and unchangeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.guides import Guide, ListOf
from bot.knowledge.products import Desk, Device, Product
from bot.knowledge.providers import Provider
from bot.knowledge.recogniser import Recogniser
from bot.knowledge.records import Aliases, Bilingual
from bot.knowledge.topics import Topic
from bot.knowledge.wording import IdentificationWords, Wording


@dataclass(frozen=True)
class Knowledge:
    """The knowledge base; ids are the keys of its files."""

    providers: Mapping[str, Provider]
    products: Mapping[str, Product]
    brands: Mapping[str, Aliases]
    devices: Mapping[str, Device]
    guides: Mapping[str, Guide]
    topics: Mapping[str, Topic]
    links: Mapping[str, str | None]
    link_labels: Mapping[str, Bilingual]
    wording: Wording
    identification: IdentificationWords

    @cached_property
    def recogniser(self) -> Recogniser:
        """The order-number and statement patterns, built once from the providers."""
        return Recogniser.of(self.providers, self.identification)

    def desk_for(self, product_id: str | None) -> Desk | None:
        """The support desk that serves a product; None where the pages name none."""
        product = self.products.get(product_id or "")
        return product.desk if product else None

    def auto_renewal_guide(self, provider_id: str, product_id: str | None = None) -> str | None:
        """The guide that stops auto-renewal at a provider; None if the product has to be known first."""
        provider = self.providers[provider_id]
        if provider.guide_if_managed_in_my_kaspersky is None:
            return provider.guide
        product = self.products.get(product_id or "")
        if product is None:
            return None
        return provider.guide_if_managed_in_my_kaspersky if product.managed_in_my_kaspersky else provider.guide

    def list_of(self, kind: ListOf) -> tuple[Bilingual, ...]:
        """The lines of a list that guides show but don't write out themselves."""
        return self._lists[kind]

    @cached_property
    def _lists(self) -> Mapping[ListOf, tuple[Bilingual, ...]]:
        products = self.products.values()
        return {
            "order_numbers": tuple(self._order_number_lines()),
            "card_statements": tuple(self._card_statement_lines()),
            "registration_products": tuple(p.name for p in products if p.renewal_registration and not p.legacy),
            "registration_legacy_products": tuple(p.name for p in products if p.renewal_registration and p.legacy),
            "home_desk_products": tuple(p.name for p in products if p.desk == "home"),
            "soho_desk_products": tuple(p.name for p in products if p.desk == "soho"),
            "my_kaspersky_products": tuple(p.name for p in products if p.managed_in_my_kaspersky),
        }

    def _order_number_lines(self) -> list[Bilingual]:
        return [
            self.wording.order_number_line.fill(
                provider=provider.name, looks=rule.looks, examples=joined_texts(rule.examples)
            )
            for provider in self.providers.values()
            for rule in provider.order_number_rules
        ]

    def _card_statement_lines(self) -> list[Bilingual]:
        lines = []
        for provider in self.providers.values():
            if provider.kind != "reseller":
                continue
            texts = tuple(statement.text for statement in provider.card_statements)
            frame = self.wording.card_statement_line if texts else self.wording.no_card_statement_line
            values = {"texts": joined_texts(texts)} if texts else {}
            lines.append(frame.fill(provider=provider.name, **values))
        return lines


def joined_texts(texts: tuple[str, ...]) -> Bilingual:
    """Several quoted texts as one enumeration."""
    return Bilingual(ja="、".join(texts), en=", ".join(texts))
