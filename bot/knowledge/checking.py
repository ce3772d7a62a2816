"""Checks that the files fit together: every reference leads somewhere and no name means two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.folding import fold_text

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge


def check(knowledge: Knowledge) -> None:
    """Refuse knowledge whose files contradict each other.

    Raises:
        KnowledgeError: names the file and key that refer to nothing, or clash.
    """
    _providers(knowledge)
    _devices(knowledge)
    _topics(knowledge)
    _guides(knowledge)
    _link_files(knowledge)
    _names(knowledge)
    _examples(knowledge)


def _providers(knowledge: Knowledge) -> None:
    for key, provider in knowledge.providers.items():
        _known("providers.yml", f"{key}.guide", provider.guide, knowledge.guides, "guide")
        split = provider.guide_if_managed_in_my_kaspersky
        if split is not None:
            _known("providers.yml", f"{key}.guide_if_managed_in_my_kaspersky", split, knowledge.guides, "guide")
        if provider.device is not None:
            _known("providers.yml", f"{key}.device", provider.device, knowledge.devices, "device")


def _devices(knowledge: Knowledge) -> None:
    for key, device in knowledge.devices.items():
        if device.guide is not None:
            _known("devices.yml", f"{key}.guide", device.guide, knowledge.guides, "guide")


def _topics(knowledge: Knowledge) -> None:
    for key, topic in knowledge.topics.items():
        if topic.guide is not None:
            _known("topics.yml", f"{key}.guide", topic.guide, knowledge.guides, "guide")
        variants = knowledge.guides[topic.guide].variants if topic.guide else {}
        for variant in topic.variants:
            _known("topics.yml", f"{key}.variants", variant, variants, f"variant of the guide {topic.guide}")


def _guides(knowledge: Knowledge) -> None:
    for key, guide in knowledge.guides.items():
        name = f"guides/{key}.yml"
        links = [("links", link) for link in guide.links]
        links += [(f"steps.{i}.links", link) for i, step in enumerate(guide.steps) for link in step.links]
        links += [(f"variants.{v}.links", link) for v, variant in guide.variants.items() for link in variant.links]
        for place, link in links:
            _known(name, place, link, knowledge.link_labels, "link")
        topics = [("follow_ups", topic) for topic in guide.follow_ups]
        topics += [(f"variants.{v}.follow_ups", t) for v, variant in guide.variants.items() for t in variant.follow_ups]
        for place, topic in topics:
            _known(name, place, topic, knowledge.topics, "topic")


def _link_files(knowledge: Knowledge) -> None:
    for key in knowledge.link_labels:
        if key not in knowledge.links:
            raise KnowledgeError("links.yml", key, "is missing; write null if there is no page for it yet")
    for key in knowledge.links:
        _known("links.yml", key, key, knowledge.link_labels, "link of link_labels.yml")


def _names(knowledge: Knowledge) -> None:
    owner: dict[str, str] = {}
    for file, key, forms in _named(knowledge):
        for form in dict.fromkeys("".join(fold_text(form).split()) for form in forms):
            if owner.setdefault(form, key) != key:
                raise KnowledgeError(
                    file, key, f"{form!r} already means {owner[form]}; an alias can mean only one thing"
                )


def _named(knowledge: Knowledge) -> Iterator[tuple[str, str, Iterable[str]]]:
    for line, aliases in knowledge.brands.items():
        yield "products.yml", f"brands.{line}", aliases.all
    for key, product in knowledge.products.items():
        yield "products.yml", f"products.{key}", product.surface_forms
    for key, device in knowledge.devices.items():
        yield "devices.yml", key, device.surface_forms
    for key, provider in knowledge.providers.items():
        yield "providers.yml", f"{key} (provider)", (*provider.surface_forms, *provider.place_names)


def _examples(knowledge: Knowledge) -> None:
    for key, provider in knowledge.providers.items():
        for rule in provider.order_number_rules:
            place = f"{key}.order_number_rules.{rule.id}"
            for example in rule.examples:
                spans = knowledge.recogniser.order_numbers.read(example, expected=True).spans
                if [(span.rule, span.value) for span in spans] != [(f"{key}.{rule.id}", example)]:
                    raise KnowledgeError(
                        "providers.yml", place, f"the example {example!r} does not follow this rule alone"
                    )
        for statement in provider.card_statements:
            for spelling in statement.spellings:
                found = knowledge.recogniser.card_statements.read(spelling, expected=True).spans
                if [span.provider for span in found] != [key]:
                    raise KnowledgeError(
                        "providers.yml", f"{key}.card_statements", f"{spelling!r} does not lead to this provider alone"
                    )


def _known(file: str, key: str, value: str, known: Iterable[str], kind: str) -> None:
    if value not in known:
        raise KnowledgeError(file, key, f"there is no {kind} {value!r}")
