"""Several order numbers in one conversation: asks which one is meant, and reads "the second number" as one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.forgetting import GONE
from bot.dialogue.ordinals import number_pointed_at, pointed_at
from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Turn, Utterance, respond
from bot.dialogue.wording import button, choices
from bot.knowledge import Knowledge, identify
from bot.messages import Choice

_ABOUT_A_NUMBER = frozenset(
    {"nlu_fallback", "find_order_number", "out_of_scope", "correct_information", "deny", "affirm"}
)
"""What a message that points at a number may be taken for, where it only gives the number."""


def with_the_number_meant(parse: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """The parse with the order number that the words point at, as if it had been written out.

    Args:
        parse: Rasa's parse format.
        memory: the slots before the message.
    """
    text = str(parse.get("text") or "")
    known = tuple(number for number in memory.numbers if number != GONE)
    if len(known) < 2 or any(item.get("entity") == "order_number" for item in parse.get("entities") or []):
        return dict(parse)
    whole = pointed_at(text)
    pointed = whole if whole is not None and whole.number else number_pointed_at(text)
    if pointed is None or not -len(known) <= pointed.place < len(known):
        return dict(parse)
    entity = {"entity": "order_number", "value": known[pointed.place], "start": 0, "end": len(text)}
    meant = {**parse, "entities": [*(parse.get("entities") or []), entity]}
    if whole is None and says("stop", text):
        stopping = {"name": "stop_auto_renew", "confidence": 1.0}
        return {**meant, "intent": stopping, "intent_ranking": [stopping, *(parse.get("intent_ranking") or [])]}
    if whole is None and (parse.get("intent") or {}).get("name") not in _ABOUT_A_NUMBER:
        return meant
    informing = {"name": "inform", "confidence": 1.0}
    return {**meant, "intent": informing, "intent_ranking": [informing, *(parse.get("intent_ranking") or [])]}


def undecided(turn: Turn) -> tuple[str, ...]:
    """The different order numbers of one message, if there are several."""
    numbers = turn.values("order_number")
    return numbers if len(numbers) > 1 and not turn.is_choice else ()


def disagreeing(turn: Turn, knowledge: Knowledge) -> tuple[str, ...]:
    """The order numbers of one message that point to different providers."""
    numbers = undecided(turn)
    return numbers if len({identify(number, knowledge, "order_number").provider for number in numbers}) > 1 else ()


def ask_which(numbers: tuple[str, ...], memory: Memory, *, or_all: bool = False) -> tuple[Utterance, ...]:
    """Ask which number is meant, with a button for each, and one for all of them where an agent can use them."""
    items = [Choice(label=number, payload=f'/inform{{"order_number": "{number}"}}') for number in numbers]
    if or_all:
        name = "both_numbers" if len(numbers) == 2 else "all_numbers"
        items.append(button(name, f'/inform{{"order_number": "{", ".join(numbers)}"}}', memory.language))
    return (respond("utter_which_number"), choices(memory.language, *items))
