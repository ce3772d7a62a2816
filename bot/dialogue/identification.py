"""Tells the customer which provider sold the licence, and why, or what would settle it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.assembling import paragraphs
from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Outcome, Response, Turn, Utterance, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Identification, Knowledge, identify
from bot.messages import Message


@dataclass(frozen=True)
class Finding:
    """What an order number or statement line told."""

    identification: Identification
    read: bool
    """Whether the text held anything that looks like a number or a statement line."""


def look_up(text: str, knowledge: Knowledge) -> Finding:
    """Identify the provider from the customer's words."""
    found = identify(text, knowledge)
    return Finding(found, found.provider is not None or bool(found.near_misses))


def explain(finding: Finding, memory: Memory) -> tuple[Utterance, ...]:
    """The finding in the customer's words: provider and rule, or near misses and what would settle it."""
    text = finding.identification.explanation(memory.language)
    return (Message(language=memory.language, blocks=tuple(paragraphs(text))),)


def ask(memory: Memory, *, again: bool = False) -> tuple[Response, ...]:
    """Ask for the order number or the statement line."""
    return (respond("utter_ask_identification_again" if again else "utter_ask_identification"),)


def identify_provider(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Answer "where did I buy this?" outside the auto-renewal form."""
    finding = look_up(turn.text, knowledge) if not turn.is_choice else Finding(identify("", knowledge), False)
    if not finding.read and memory.order_number and not turn.is_choice:
        finding = look_up(memory.order_number, knowledge)
    if finding.identification.provider is not None:
        provider = finding.identification.provider
        # Somebody who asked how to stop the renewal gets there without one more question.
        if memory.topic == "stop_auto_renew" or (not turn.is_choice and says("stop", turn.text)):
            return Outcome(say=explain(finding, memory), then="auto_renew_form").plus(
                provider=provider, purchase_place=provider
            )
        buttons = choices(
            memory.language,
            button("stop_renewal", "/stop_auto_renew", memory.language),
            button("other", pick("menu"), memory.language),
        )
        return Outcome(say=(*explain(finding, memory), respond("utter_provider_next"), buttons)).plus(
            provider=provider, purchase_place=provider, topic="identify_provider", awaiting="stop_renewal", fallbacks=0
        )
    failures = memory.failures.get("identification", 0)
    if finding.read:
        say = (*explain(finding, memory), *ask(memory, again=True))
    else:
        say = (*((respond("utter_identification_unread"),) if failures else ()), *ask(memory, again=failures > 0))
    if failures >= 2:
        return Outcome(say=(*explain(finding, memory), respond("utter_offer_human"))).plus(
            awaiting="human", fallbacks=0, failures={}
        )
    return Outcome(say=say).plus(
        topic=memory.topic or "identify_provider",
        awaiting="identification",
        fallbacks=0,
        failures=memory.failed("identification"),
    )
