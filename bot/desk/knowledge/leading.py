"""What leads a customer or an agent to a guide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialogue.answers import KASPERSKY_GUIDES
from bot.knowledge import Guide, Knowledge, Topic
from bot.messages import Language
from bot.store.canned import CannedReply


@dataclass(frozen=True)
class Way:
    """An intent that leads to a guide, and what else must be known: a provider, a device, or another product line."""

    intent: str
    label: str
    provider: str | None = None
    device: str | None = None
    if_managed: bool = False
    other_line: bool = False


@dataclass(frozen=True)
class Leading:
    """Everything that leads to one guide."""

    ways: tuple[Way, ...]
    guides: tuple[Guide, ...]
    replies: tuple[CannedReply, ...]


_STOP = "stop_auto_renew"


def leading_to(guide: Guide, knowledge: Knowledge, replies: Iterable[CannedReply], language: Language) -> Leading:
    """What leads to a guide: intents, other guides' follow-ups, and canned replies that name it or its pages."""
    topics = {key for key, topic in knowledge.topics.items() if topic.guide == guide.id}
    if any(guide.id in (p.guide, p.guide_if_managed_in_my_kaspersky) for p in knowledge.providers.values()):
        topics.add(_STOP)
    return Leading(
        ways=tuple(_ways(guide, knowledge, language)),
        guides=tuple(
            other for other in knowledge.guides.values() if other.id != guide.id and topics & _follow_ups(other)
        ),
        replies=tuple(reply for reply in replies if _names(reply, guide, knowledge)),
    )


def _ways(guide: Guide, knowledge: Knowledge, language: Language) -> Iterable[Way]:
    for key, topic in knowledge.topics.items():
        if topic.guide == guide.id:
            yield Way(key, topic.label.in_(language))
    for key, other in KASPERSKY_GUIDES.items():
        if other == guide.id and key in knowledge.topics:
            yield Way(key, knowledge.topics[key].label.in_(language), other_line=True)
    stop = _label(knowledge.topics.get(_STOP), language)
    for provider in knowledge.providers.values():
        name = provider.name.in_(language)
        if provider.guide == guide.id:
            yield Way(_STOP, stop, provider=name)
        if provider.guide_if_managed_in_my_kaspersky == guide.id:
            yield Way(_STOP, stop, provider=name, if_managed=True)
    for device in knowledge.devices.values():
        if device.guide == guide.id:
            yield Way(_STOP, stop, device=device.name.in_(language))


def _label(topic: Topic | None, language: Language) -> str:
    return topic.label.in_(language) if topic else _STOP


def _follow_ups(guide: Guide) -> set[str]:
    return {*guide.follow_ups, *(key for variant in guide.variants.values() for key in variant.follow_ups)}


def _names(reply: CannedReply, guide: Guide, knowledge: Knowledge) -> bool:
    """Whether a canned reply speaks of a guide by its title or gives one of its pages."""
    pages = [knowledge.links[key] for key in guide.all_links]
    return any(
        words in text
        for text in (reply.ja, reply.en)
        for words in (guide.title.ja, guide.title.en, *filter(None, pages))
    )
