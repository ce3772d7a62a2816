"""What the escalation asks next: the first field still missing, the one to correct, or whether all is right."""

from __future__ import annotations

from bot.dialogue.turn import FIELDS, Memory, Outcome, Utterance, respond
from bot.dialogue.wording import choices, label_of, pick, word
from bot.messages import Choice

CONFIRMATION = "confirmation"
CORRECTION = "correcting"


def missing_fields(memory: Memory) -> list[str]:
    """The fields that were neither given nor refused, in the order in which they are asked."""
    return [name for name in FIELDS if getattr(memory, name) is None and name not in memory.refused]


def ask_next(memory: Memory, *say: Utterance) -> Outcome:
    """Ask the first missing field, or for a last look when there is none."""
    return Outcome(say=say, ask=next(iter(missing_fields(memory)), CONFIRMATION))


def ask_again(memory: Memory, name: str) -> Outcome:
    """Ask a field again that the customer wants to correct."""
    if name not in FIELDS:
        return ask_which(memory)
    label = label_of(name, memory.language)
    return Outcome(say=(respond("utter_correct_field", field=label),), ask=name).plus(correcting=name, failures={})


def ask_which(memory: Memory) -> Outcome:
    """Ask which field is wrong, with a button for each."""
    items = [
        Choice(label=word(f"fields.{name}", memory.language), payload=pick(f"field:{name}"))
        for name in FIELDS
        if getattr(memory, name) or name in memory.refused
    ]
    return Outcome(say=(respond("utter_which_field"), choices(memory.language, *items)), ask=CORRECTION)
