"""What the knowledge base holds of one page: each fact that can be looked for, and each text, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.assist.paragraphs import paragraphs
from bot.desk.knowledge.comparing.sentences import normal
from bot.desk.knowledge.comparing.tokens import Token, Tokens
from bot.knowledge import Bilingual, Guide, Knowledge, Product, Provider, Source
from bot.knowledge.guides import ListOf

_LISTS_OF_PRODUCTS: dict[ListOf, Callable[[Product], bool]] = {
    "registration_products": lambda product: product.renewal_registration and not product.legacy,
    "registration_legacy_products": lambda product: product.renewal_registration and product.legacy,
    "home_desk_products": lambda product: product.desk == "home",
    "soho_desk_products": lambda product: product.desk == "soho",
    "my_kaspersky_products": lambda product: product.managed_in_my_kaspersky,
}


@dataclass(frozen=True, order=True)
class Place:
    """Where something is held: a record such as ``guides/off_ios`` and its part, such as ``steps/2``."""

    record: str
    part: str

    def __str__(self) -> str:
        return f"{self.record}:{self.part}"

    @classmethod
    def read(cls, text: str) -> Place:
        """Read back what ``str`` wrote."""
        record, _, part = text.partition(":")
        return cls(record, part)


@dataclass(frozen=True)
class Fact:
    """Something that stands on the page word for word, in one of its spellings."""

    token: Token
    spellings: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Statement:
    """A sentence of ours that says what the page says in other words."""

    text: str
    place: Place
    section: str


def facts_of(page: Bilingual, knowledge: Knowledge, tokens: Tokens) -> tuple[Fact, ...]:
    """The facts of a page, each with every place that holds it."""
    found: dict[str, tuple[Token, tuple[str, ...], list[Place]]] = {}
    for token, spellings, place in _facts(page, knowledge, tokens):
        found.setdefault(token.hash, (token, spellings, []))[2].append(place)
    return tuple(Fact(token, spellings, tuple(dict.fromkeys(places))) for token, spellings, places in found.values())


def statements_of(page: Bilingual, knowledge: Knowledge) -> tuple[Statement, ...]:
    """What our guides and rules say of a page, in Japanese."""
    return tuple(_statements(page, knowledge))


def sections_of(page: Bilingual, knowledge: Knowledge) -> dict[str, tuple[Bilingual, list[str]]]:
    """The names of the page's sections as our records give them, with those records; the key is the normal name."""
    found: dict[str, tuple[Bilingual, list[str]]] = {}
    for record, source in _sources(knowledge):
        if source.page != page:
            continue
        names = zip(source.section.ja.split(" / "), _english(source.section), strict=False)
        for ja, en in names:
            found.setdefault(normal(ja), (Bilingual(ja=ja, en=en), []))[1].append(record)
    return found


def _english(section: Bilingual) -> list[str]:
    parts = section.en.split(" / ")
    count = len(section.ja.split(" / "))
    return parts if len(parts) == count else [section.en] * count


def _sources(knowledge: Knowledge) -> Iterator[tuple[str, Source]]:
    for key, guide in knowledge.guides.items():
        yield f"guides/{key}", guide.source
        for variant in guide.variants.values():
            if variant.source is not None:
                yield f"guides/{key}", variant.source
    for folder in ("providers", "products", "devices"):
        for key, record in getattr(knowledge, folder).items():
            yield f"{folder}/{key}", record.source


def _facts(page: Bilingual, knowledge: Knowledge, tokens: Tokens) -> Iterator[tuple[Token, tuple[str, ...], Place]]:
    for key, product in knowledge.products.items():
        if product.source.page == page:
            name = product.name.ja
            spellings = (name, name.partition(" ")[2]) if " " in name else (name,)
            yield Token("product", name), spellings, Place(f"products/{key}", "name")
    for key, provider in knowledge.providers.items():
        if provider.source.page == page:
            yield from _of_provider(key, provider, tokens)
    for statement in _statements(page, knowledge):
        for token in tokens.of_text(statement.text):
            yield token, (token.text,), statement.place
    for place, link in _links(page, knowledge):
        url = knowledge.links[link]
        if url is not None:
            yield Token("url", url), (url,), place


def _of_provider(key: str, provider: Provider, tokens: Tokens) -> Iterator[tuple[Token, tuple[str, ...], Place]]:
    record = f"providers/{key}"
    for rule in provider.order_number_rules:
        for example in rule.examples:
            yield Token("order_number", example), (example,), Place(record, f"order_number_rules/{rule.id}/examples")
        for token in tokens.of_text(rule.looks.ja):
            yield token, (token.text,), Place(record, f"order_number_rules/{rule.id}/looks")
    for number, statement in enumerate(provider.card_statements):
        yield (
            Token("statement", statement.text),
            statement.spellings,
            Place(record, f"card_statements/{number}"),
        )


def _statements(page: Bilingual, knowledge: Knowledge) -> Iterator[Statement]:
    for key, guide in knowledge.guides.items():
        for name in (None, *guide.variants):
            made = _made_parts(guide, name)
            for paragraph in paragraphs(guide, "ja", knowledge, name):
                if paragraph.source.page == page and paragraph.kind != "link" and not paragraph.part.startswith(made):
                    section = paragraph.source.section.ja
                    yield Statement(paragraph.text, Place(f"guides/{key}", paragraph.part), section)
    for key, provider in knowledge.providers.items():
        if provider.source.page == page:
            for rule in provider.order_number_rules:
                place = Place(f"providers/{key}", f"order_number_rules/{rule.id}/looks")
                yield Statement(rule.looks.ja, place, provider.source.section.ja)


def _made_parts(guide: Guide, variant: str | None) -> tuple[str, ...]:
    """Where the guide's lists begin that are made from products and providers, and are no texts of its own."""
    sections = guide.sections if variant is None else guide.variants[variant].sections
    base = "" if variant is None else f"variants/{variant}/"
    return tuple(f"{base}sections/{place}/" for place, section in enumerate(sections) if section.list_of)


def _links(page: Bilingual, knowledge: Knowledge) -> Iterator[tuple[Place, str]]:
    for key, guide in knowledge.guides.items():
        if guide.source.page == page:
            for link in guide.all_links:
                yield Place(f"guides/{key}", f"links/{link}"), link


def guides_of(place: Place, knowledge: Knowledge) -> tuple[str, ...]:
    """The guides that show what is held at a place."""
    folder, _, key = place.record.partition("/")
    if folder == "guides":
        return (key,) if key in knowledge.guides else ()
    lists: set[ListOf] = set()
    found: list[str] = []
    if folder == "providers" and key in knowledge.providers:
        provider = knowledge.providers[key]
        lists = {"card_statements"} if place.part.startswith("card_statements") else {"order_numbers"}
        found = [guide for guide in (provider.guide, provider.guide_if_managed_in_my_kaspersky) if guide]
    elif folder == "products" and key in knowledge.products:
        product = knowledge.products[key]
        lists = {name for name, holds in _LISTS_OF_PRODUCTS.items() if holds(product)}
    elif folder == "devices" and key in knowledge.devices:
        guide_id = knowledge.devices[key].guide
        found = [guide_id] if guide_id else []
    for guide_key, guide in knowledge.guides.items():
        sections = [*guide.sections, *(part for variant in guide.variants.values() for part in variant.sections)]
        if any(section.list_of in lists for section in sections):
            found.append(guide_key)
    return tuple(dict.fromkeys(found))
