"""Every record of the knowledge base as a row to browse: what it is, whose it is, where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from bot.assist.paragraphs import paragraphs
from bot.knowledge import Bilingual, Guide, Knowledge, Source
from bot.knowledge.records import Line

EntryKind = Literal["guide", "desk", "provider", "order_number", "card_statement", "product", "device"]
KINDS: tuple[EntryKind, ...] = get_args(EntryKind)

_DESK_GUIDES = frozenset({"support_desks"})


@dataclass(frozen=True)
class Entry:
    """One record.

    Args:
        kind: what it is.
        id: its key in its file.
        title: what it is called.
        line: the product line; None if it belongs to all.
        devices: the keys of the devices it is for; none if for any.
        source: where it was read.
        href: its page.
        detail: what it says in short, by itself; empty for guides.
        texts: all its words in both languages, to search in.
    """

    kind: EntryKind
    id: str
    title: Bilingual
    line: Line | None
    devices: tuple[str, ...]
    source: Source
    href: str
    detail: Bilingual | None
    texts: tuple[str, ...]


def entries(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Every record, guides first."""
    return (
        *_guides(knowledge),
        *_providers(knowledge),
        *_rules(knowledge),
        *_products(knowledge),
        *_devices(knowledge),
    )


def guide_href(guide: str) -> str:
    """The page of a guide."""
    return f"/desk/knowledge/{guide}"


def provider_href(provider: str) -> str:
    """The page of a provider."""
    return f"/desk/knowledge/providers/{provider}"


def devices_of(guide: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The devices that a guide is for."""
    found = [key for key, device in knowledge.devices.items() if device.guide == guide]
    found += [p.device for p in knowledge.providers.values() if p.device and p.guide == guide]
    return tuple(dict.fromkeys(found))


def _guides(knowledge: Knowledge) -> Iterator[Entry]:
    for key, guide in knowledge.guides.items():
        devices = devices_of(key, knowledge)
        aliases = [word for device in devices for word in knowledge.devices[device].surface_forms]
        aliases += [word for p in knowledge.providers.values() if p.guide == key for word in p.surface_forms]
        topics = [topic for topic in knowledge.topics.values() if topic.guide == key]
        labels = [label for topic in topics for label in (topic.label, *topic.variants.values())]
        yield Entry(
            "desk" if key in _DESK_GUIDES else "guide",
            key,
            guide.title,
            guide.line,
            devices,
            guide.source,
            guide_href(key),
            None,
            (key, *_both([guide.title, *labels]), *_words_of(guide, knowledge), *aliases),
        )


def _words_of(guide: Guide, knowledge: Knowledge) -> Iterator[str]:
    for name in (None, *guide.variants):
        for paragraph in paragraphs(guide, "ja", knowledge, name):
            yield paragraph.text
        for paragraph in paragraphs(guide, "en", knowledge, name):
            yield paragraph.text


def _providers(knowledge: Knowledge) -> Iterator[Entry]:
    for key, provider in knowledge.providers.items():
        devices = (provider.device,) if provider.device else ()
        words = (key, *provider.surface_forms, *provider.place_names)
        line = knowledge.guides[provider.guide].line
        yield Entry("provider", key, provider.name, line, devices, provider.source, provider_href(key), None, words)


def _rules(knowledge: Knowledge) -> Iterator[Entry]:
    for key, provider in knowledge.providers.items():
        line = knowledge.guides[provider.guide].line
        for rule in provider.order_number_rules:
            yield Entry(
                "order_number",
                f"{key}.{rule.id}",
                provider.name,
                line,
                (),
                provider.source,
                f"{provider_href(key)}#order-numbers",
                rule.looks,
                (*_both([rule.looks]), *rule.examples, *provider.surface_forms),
            )
        if provider.card_statements:
            said = [statement.text for statement in provider.card_statements]
            yield Entry(
                "card_statement",
                key,
                provider.name,
                line,
                (),
                provider.source,
                f"{provider_href(key)}#card-statements",
                Bilingual(ja="、".join(said), en=", ".join(said)),
                (*(s for each in provider.card_statements for s in each.spellings), *provider.surface_forms),
            )


def _products(knowledge: Knowledge) -> Iterator[Entry]:
    for key, product in knowledge.products.items():
        guide = "support_desks" if product.desk else None
        href = guide_href(guide) if guide in knowledge.guides and guide else "/desk/knowledge?kind=product"
        words = (key, *product.surface_forms)
        yield Entry("product", key, product.name, product.line, (), product.source, href, None, words)


def _devices(knowledge: Knowledge) -> Iterator[Entry]:
    for key, device in knowledge.devices.items():
        href = guide_href(device.guide) if device.guide else "/desk/knowledge?kind=device"
        words = (key, *device.surface_forms)
        yield Entry("device", key, device.name, None, (key,), device.source, href, None, words)


def _both(texts: Iterable[Bilingual]) -> Iterator[str]:
    for text in texts:
        yield text.ja
        yield text.en
