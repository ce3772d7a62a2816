"""What the desk knows about an order number, a statement line or a question that an agent asks about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.port import DialogueUnavailable
from bot.knowledge import Guide, Identification, Knowledge, identify
from bot.messages import Language
from bot.nlu.language import detect_language

Parse = Callable[[str], Awaitable[dict[str, Any]]]

LONGEST_QUESTION = 1000
_BY_PLACE = "stop_auto_renew"
_LIKELY = 0.3
"""A reading that is less likely than this is a guess, and no guide is shown for it."""


@dataclass(frozen=True)
class Finding:
    """What was found about a question.

    ``guide`` is the guide's id; ``understood`` is false while the assistant can't be asked.
    """

    question: str
    language: Language
    identification: Identification
    intent: str | None = None
    confidence: float = 0.0
    guide: str | None = None
    understood: bool = True

    @property
    def provider(self) -> str | None:
        """The service provider, if the question tells it."""
        return self.identification.provider


async def find(question: str, knowledge: Knowledge, parse: Parse, default: Language) -> Finding:
    """Look a question up: numbers and statement lines by the rules, everything else by its meaning."""
    asked = question[:LONGEST_QUESTION]
    language = detect_language(asked, knowledge) or default
    found = identify(asked, knowledge)
    if found.provider is not None:
        off = knowledge.auto_renewal_guide(found.provider) or knowledge.providers[found.provider].guide
        return Finding(asked, language, found, guide=off)
    try:
        answer = await parse(asked)
    except DialogueUnavailable:
        return Finding(asked, language, found, guide=_undecided_guide(found, knowledge), understood=False)
    intent, confidence = _read(answer)
    guide = _guide_for(intent, answer, knowledge) if confidence >= _LIKELY else None
    if found.near_misses:
        # A number that decides nothing is what was asked about, whatever the words around it seem to say.
        guide = _undecided_guide(found, knowledge) or guide
    return Finding(asked, language, found, intent, confidence, guide)


def guide_of(finding: Finding, knowledge: Knowledge) -> Guide | None:
    """The guide that answers."""
    return knowledge.guides.get(finding.guide or "")


def _guide_for(intent: str | None, answer: dict[str, Any], knowledge: Knowledge) -> str | None:
    """The guide of a topic; where it depends on the place of purchase, that of the place that was named."""
    topic = knowledge.topics.get(intent or "")
    if topic is None or topic.guide is not None or topic.id != _BY_PLACE:
        return topic.guide if topic else None
    named = {str(entity.get("entity")): str(entity.get("value")) for entity in answer.get("entities", [])}
    places = [
        provider
        for provider in knowledge.providers.values()
        if provider.id == named.get("provider") or (provider.device and provider.device == named.get("device"))
    ]
    if not places:
        asked = knowledge.topics.get("identify_provider")
        return asked.guide if asked else None
    return knowledge.auto_renewal_guide(places[0].id, named.get("product")) or places[0].guide


def _undecided_guide(found: Identification, knowledge: Knowledge) -> str | None:
    topic = knowledge.topics.get("identify_provider")
    return topic.guide if found.near_misses and topic else None


def _read(answer: dict[str, Any]) -> tuple[str | None, float]:
    intent = answer.get("intent") or {}
    return intent.get("name"), float(intent.get("confidence") or 0.0)
