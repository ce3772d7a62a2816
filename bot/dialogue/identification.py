"""Tells the customer which provider sold the licence, and why, or what would settle it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.answers import ask_helped, feedback_on
from bot.dialogue.assembling import paragraphs
from bot.dialogue.held_codes import other_code
from bot.dialogue.numbers_heard import ask_which, disagreeing
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
    """Identify the provider from the customer's words, or from a bare number."""
    found = identify(text, knowledge)
    return Finding(found, found.provider is not None or bool(found.near_misses))


def explain(finding: Finding, memory: Memory, knowledge: Knowledge) -> tuple[Utterance, ...]:
    """The finding in the customer's words: provider and rule, or near misses and what would settle it."""
    text = finding.identification.explanation(memory.language)
    told = Message(language=memory.language, blocks=tuple(paragraphs(text)))
    return (*contradiction(finding.identification.provider, memory, knowledge), told)


def contradiction(provider: str | None, memory: Memory, knowledge: Knowledge) -> tuple[Utterance, ...]:
    """A sentence where the number of this message belongs to another seller than the customer said."""
    if provider is None or memory.contradicted is None:
        return ()
    name = knowledge.providers[provider].name.in_(memory.language)
    if memory.contradicted not in knowledge.providers:
        return (respond("utter_number_says_another_shop", provider=name),)
    told = knowledge.providers[memory.contradicted].name.in_(memory.language)
    return (respond("utter_number_says_otherwise", told=told, provider=name),)


def ask(memory: Memory, *, again: bool = False) -> tuple[Response, ...]:
    """Ask for the order number or the statement line."""
    return (respond("utter_ask_identification_again" if again else "utter_ask_identification"),)


def _found(provider: str | None, memory: Memory, *say: Utterance) -> Outcome:
    """The seller is known: what can be done next."""
    buttons = choices(
        memory.language,
        button("stop_renewal", "/stop_auto_renew", memory.language),
        button("other", pick("menu"), memory.language),
    )
    return Outcome(say=(*say, respond("utter_provider_next"), buttons)).plus(
        provider=provider, purchase_place=provider, topic="identify_provider", awaiting="stop_renewal", fallbacks=0
    )


def offer_to_stop(turn: Turn, memory: Memory) -> Outcome:
    """A place of purchase is named and nothing else: show how to stop the renewal there, or offer it."""
    if not turn.is_choice and (says("question", turn.text) or says("stop", turn.text)):
        return Outcome(then="auto_renew_form")
    noted = "utter_place_noted" if turn.value("provider") else "utter_device_noted"
    return _found(turn.value("provider"), memory, respond(noted))


def identify_provider(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Answer "where did I buy this?" outside the auto-renewal form."""
    finding = look_up(turn.text if not turn.is_choice else turn.value("order_number") or "", knowledge)
    if len(memory.numbers) > 1 and not turn.is_choice and says("which_of_them", turn.text) and not finding.read:
        among = look_up(" / ".join(memory.numbers), knowledge)
        return Outcome(say=(*explain(among, memory, knowledge), *ask_which(memory.numbers, memory))).plus(
            awaiting="identification", fallbacks=0
        )
    told = turn.value("provider") if not finding.read and not says("asks", turn.text) else None
    known = memory.order_number or memory.card_statement
    if not finding.read and told is None and known and not turn.is_choice:
        finding = look_up(known, knowledge)
    if finding.identification.provider is not None:
        provider = finding.identification.provider
        # Somebody who asked how to stop the renewal gets there without one more question.
        if memory.topic == "stop_auto_renew" or (not turn.is_choice and says("stop", turn.text)):
            told_there = not turn.is_choice and look_up(turn.text, knowledge).identification.provider is not None
            said = (
                () if told_there else explain(finding, memory, knowledge)
            )  # the form tells what the message itself says
            return Outcome(say=said, then="auto_renew_form").plus(provider=provider, purchase_place=provider)
        return _found(provider, memory, *explain(finding, memory, knowledge))
    several = disagreeing(turn, knowledge)
    if several:
        return Outcome(say=(*explain(finding, memory, knowledge), *ask_which(several, memory))).plus(
            topic=memory.topic or "identify_provider", awaiting="identification", fallbacks=0
        )
    if told is not None and memory.topic != "stop_auto_renew":
        return _found(told, memory, respond("utter_place_noted"))
    if not finding.read and not turn.is_choice and says("internet_line", turn.text):
        guide = knowledge.guides["provider_identification"]
        return (
            Outcome(say=(guide.message(memory.language, knowledge, variant="internet_line"),))
            .plus(*ask_helped(guide.id, memory, knowledge, offer_steps=False))
            .plus(topic="identify_provider", **feedback_on(guide.id, memory))
        )
    failures = memory.failures.get("identification", 0)
    other = other_code(turn, knowledge, "order_number")
    if other and failures < 2:
        say = (*other, *ask(memory, again=failures > 0))
    elif finding.read:
        say = (*explain(finding, memory, knowledge), *ask(memory, again=True))
    else:
        say = (*((respond("utter_identification_unread"),) if failures else ()), *ask(memory, again=failures > 0))
    if failures >= 2 or (finding.read and not other and failures):
        return Outcome(say=(*explain(finding, memory, knowledge), respond("utter_offer_human"))).plus(
            awaiting="human", fallbacks=0, failures={}
        )
    return Outcome(say=say).plus(
        topic=memory.topic or "identify_provider",
        awaiting="identification",
        fallbacks=0,
        failures=memory.failed("identification"),
    )
