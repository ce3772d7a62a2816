"""What came of a turn, told from the answer alone, so that two builds can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.context import FALLBACK
from bot.dialogue.port import TurnReply
from bot.knowledge import Knowledge, Provider
from bot.messages import Heading, Language, Receipt

Escalation = Literal["none", "asked", "filed"]
Aspect = Literal["guide", "provider", "escalation", "fallback"]

ASPECTS: tuple[Aspect, ...] = ("guide", "provider", "escalation", "fallback")
_NOT_UNDERSTOOD = "action_not_understood"
_ESCALATION = "escalation_form"


class Outcome(BaseModel):
    """The guides shown, the provider named, how far an escalation got, and whether the assistant did not understand.

    ``intent`` is how the message was read; another reading with the same outcome changes nothing for the customer.
    """

    model_config = ConfigDict(frozen=True)

    guide: tuple[str, ...] = ()
    provider: str | None = None
    escalation: Escalation = "none"
    fallback: bool = False
    intent: str | None = None

    def differs_in(self, other: Outcome) -> tuple[Aspect, ...]:
        """The aspects in which two outcomes of the same turn differ."""
        return tuple(aspect for aspect in ASPECTS if getattr(self, aspect) != getattr(other, aspect))


def outcome_of(reply: TurnReply, knowledge: Knowledge) -> Outcome:
    """What came of a turn.

    Args:
        knowledge: the version that the answer was made from.
    """
    guides = tuple(
        dict.fromkeys(
            guide
            for message in reply.messages
            for block in message.blocks
            if isinstance(block, Heading) and (guide := _guide(block.text, message.language, knowledge)) is not None
        )
    )
    text = "\n".join(message.plain_text for message in reply.messages)
    receipts = [block for message in reply.messages for block in message.blocks if isinstance(block, Receipt)]
    trace = reply.trace
    return Outcome(
        guide=guides,
        provider=_provider(text, guides, reply.language, knowledge),
        escalation=_escalation(trace.actions, receipts),
        fallback=trace.intent == FALLBACK or _NOT_UNDERSTOOD in trace.actions,
        intent=trace.intent,
    )


def outcome_from(kept: Mapping[str, Any]) -> Outcome:
    """Read back what ``model_dump`` wrote."""
    return Outcome.model_validate(kept)


def _escalation(actions: tuple[str, ...], receipts: list[Receipt]) -> Escalation:
    if any(receipt.number for receipt in receipts):
        return "filed"
    return "asked" if _ESCALATION in actions else "none"


def _guide(heading: str, language: Language, knowledge: Knowledge) -> str | None:
    for guide in knowledge.guides.values():
        title = guide.title.in_(language)
        if heading == title:
            return guide.id
        steps = range(1, len(guide.steps) + 1)
        frame = knowledge.wording.step_place
        if heading.startswith(title) and any(
            heading == frame.fill(title=guide.title, number=number, total=len(guide.steps)).in_(language)
            for number in steps
        ):
            return guide.id
    return None


def _provider(text: str, guides: tuple[str, ...], language: Language, knowledge: Knowledge) -> str | None:
    """The provider that the answer names as the place of purchase, or whose guide it is."""
    words = knowledge.identification
    for provider in knowledge.providers.values():
        frames = (words.found_by_order_number, words.found_by_statement)
        if any(_pattern(frame.in_(language), provider.name.in_(language)).search(text) for frame in frames):
            return provider.id
    own = {guide: provider.id for provider in knowledge.providers.values() for guide in _guides_of(provider)}
    return next((own[guide] for guide in guides if guide in own), None)


def _guides_of(provider: Provider) -> tuple[str, ...]:
    return tuple(filter(None, (provider.guide, provider.guide_if_managed_in_my_kaspersky)))


@lru_cache(maxsize=256)
def _pattern(frame: str, provider: str) -> re.Pattern[str]:
    """A sentence frame with the provider filled in and anything in its other places."""
    parts = re.split(r"\{(\w+)\}", frame)
    held = [re.escape(part) if place % 2 == 0 else _held(part, provider) for place, part in enumerate(parts)]
    return re.compile("".join(held))


def _held(name: str, provider: str) -> str:
    return re.escape(provider) if name == "provider" else ".+?"
