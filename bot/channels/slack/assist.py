"""What the desk knows about an order number, a statement line or a question that an agent asks about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.assist.conversation import Assistant
from bot.assist.lines import Line
from bot.assist.suggesting import Suggested, Suggestion
from bot.assist.understood import Understood
from bot.dialogue.port import DialogueError
from bot.knowledge import Guide, Identification, Knowledge, identify
from bot.messages import Language
from bot.nlu.language import detect_language

LONGEST_QUESTION = 1000

UNDERSTANDING_SECONDS = 2.0
"""So long the assistant has to understand a question; whoever asks is answered within three seconds."""

_LIKELY = 0.3
"""A reading that is less likely than this is a guess, and no guide is shown for it."""


@dataclass(frozen=True)
class Finding:
    """What was found about a question.

    ``guide`` and ``variant`` name what answers it, ``reply`` is that as a reply to a customer, with its receipts;
    ``understood`` is false while the assistant can't be asked.
    """

    question: str
    language: Language
    identification: Identification
    intent: str | None = None
    confidence: float = 0.0
    guide: str | None = None
    variant: str | None = None
    reply: Suggestion | None = None
    understood: bool = True

    @property
    def provider(self) -> str | None:
        """The service provider, if the question tells it."""
        return self.identification.provider


async def find(question: str, assistant: Assistant, default: Language, now: datetime) -> Finding:
    """Look a question up: numbers and statement lines by the rules, everything else by its meaning."""
    asked = question[:LONGEST_QUESTION]
    knowledge = assistant.knowledge
    language = detect_language(asked, knowledge) or default
    lines = (Line(None, "customer", asked),)
    understood = await understanding(assistant, asked)
    suggested = await asyncio.to_thread(assistant.suggest, lines, understood or Understood(), language, now)
    identification = identify(asked, knowledge)
    reply = likely_reply(suggested)
    guide = reply.guide if reply else None
    return Finding(
        question=asked,
        language=language,
        identification=identification,
        intent=suggested.intent,
        confidence=suggested.confidence,
        guide=guide or _guide_of_the_number(identification, knowledge),
        variant=reply.variant if reply else None,
        reply=reply,
        understood=understood is not None,
    )


async def understanding(assistant: Assistant, text: str, conversation_id: str | None = None) -> Understood | None:
    """How a text is understood; None while the assistant is away or slow."""
    try:
        return await asyncio.wait_for(assistant.understand(text, conversation_id), UNDERSTANDING_SECONDS)
    except (DialogueError, asyncio.TimeoutError):
        return None


def likely_reply(suggested: Suggested) -> Suggestion | None:
    """The best suggestion that tells a guide and rests on more than a guess."""
    if suggested.confidence < _LIKELY:
        return None
    return next((suggestion for suggestion in suggested.suggestions if suggestion.guide is not None), None)


def guide_of(finding: Finding, knowledge: Knowledge) -> Guide | None:
    """The guide that answers."""
    return knowledge.guides.get(finding.guide or "")


def _guide_of_the_number(found: Identification, knowledge: Knowledge) -> str | None:
    """A number without a question: how its provider's auto-renewal is stopped, or how the provider is found out."""
    if found.provider is not None:
        return knowledge.auto_renewal_guide(found.provider) or knowledge.providers[found.provider].guide
    topic = knowledge.topics.get("identify_provider")
    return topic.guide if found.near_misses and topic else None
