"""What the escalation asks next: the first field still missing, the one to correct, or whether all is right."""

from __future__ import annotations

from bot.dialogue.numbers_heard import WHICH
from bot.dialogue.turn import FIELDS, Memory, Outcome, Utterance, respond
from bot.dialogue.wording import choices, label_of, pick, word
from bot.messages import Choice

CONFIRMATION = "confirmation"
CORRECTION = "correcting"


def missing_fields(memory: Memory) -> list[str]:
    """The fields that were neither given nor refused, in the order in which they are asked."""
    return [name for name in FIELDS if getattr(memory, name) is None and name not in memory.refused]


def ask_next(memory: Memory, *say: Utterance) -> Outcome:
    """Ask the first missing field, then those still to be corrected, or for a last look when there is none."""
    missing = missing_fields(memory)
    if missing:
        pending = missing[0] == "order_number" and memory.which_number
        return Outcome(say=say, ask=WHICH if pending else missing[0])
    if memory.to_correct:
        return ask_again(memory, *memory.to_correct).after(*say)
    return Outcome(say=say, ask=CONFIRMATION)


def ask_again(memory: Memory, *names: str) -> Outcome:
    """Ask the fields again that the customer wants to correct, one after the other."""
    known = [name for name in names if name in FIELDS]
    if not known:
        return ask_which(memory)
    first = respond("utter_correct_field", field=label_of(known[0], memory.language))
    return Outcome(say=(first,), ask=known[0]).plus(correcting=known[0], to_correct=tuple(known[1:]), failures={})


def ask_before(memory: Memory, asked: str) -> Outcome:
    """One question back: the field before the asked one, with what was given for it."""
    if asked == CONFIRMATION:
        return ask_which(memory)
    if asked == CORRECTION or memory.correcting == asked:
        return ask_next(memory.after({"to_correct": ()})).plus(correcting=None, to_correct=())
    before = [name for name in FIELDS[: FIELDS.index(asked)] if getattr(memory, name) or name in memory.refused]
    if not before:
        return Outcome(say=(respond("utter_first_question"),), ask=asked)
    return ask_again(memory, before[-1])


def ask_which(memory: Memory) -> Outcome:
    """Ask which field is wrong, with a button for each."""
    items = [
        Choice(label=word(f"fields.{name}", memory.language), payload=pick(f"field:{name}"))
        for name in FIELDS
        if getattr(memory, name) or name in memory.refused
    ]
    return Outcome(say=(respond("utter_which_field"), choices(memory.language, *items)), ask=CORRECTION)
