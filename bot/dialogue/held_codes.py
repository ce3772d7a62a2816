"""Tells the customer which of the five codes they hold, where it belongs, and which one is wanted here."""

from __future__ import annotations

from bot.dialogue.turn import Turn, Utterance, respond
from bot.knowledge import Knowledge
from bot.nlu.code_kinds import LICENCE_CODES, CodeKind, HeldCode, code_kinds


def other_code(turn: Turn, knowledge: Knowledge, wanted: CodeKind) -> tuple[Utterance, ...]:
    """What is said to a code that is not the wanted one; nothing where there is none, or it may be the wanted one.

    Args:
        turn: the message.
        knowledge: the facts.
        wanted: the code that was asked for.
    """
    held = _held(turn, knowledge, wanted)
    if held is None or wanted in held.candidates:
        return ()
    return (*explain(held), respond(f"utter_wanted_{wanted}"))


def named_code(turn: Turn, knowledge: Knowledge) -> tuple[Utterance, ...]:
    """What the licence code in a message is, or the code that is called by another one's name; nothing for others."""
    held = _held(turn, knowledge, None)
    if held is None or not (held.mixed_up or set(held.candidates) <= set(LICENCE_CODES)):
        return ()
    return explain(held)


def explain(held: HeldCode) -> tuple[Utterance, ...]:
    """Which code it is and where it belongs, or that it can't be told from its shape."""
    return (respond(f"utter_holds_{held.kind or 'open'}", code=held.value),)


def _held(turn: Turn, knowledge: Knowledge, wanted: CodeKind | None) -> HeldCode | None:
    if turn.is_choice:
        return None
    found = code_kinds(turn.text, knowledge, expected=None if wanted == "ticket_number" else wanted)
    return next((code for code in found if wanted is None or wanted not in code.candidates), None)
