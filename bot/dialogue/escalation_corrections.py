"""Corrections in the escalation: of a field that is named, pointed at, or still to be found out."""

from __future__ import annotations

from datetime import date

from bot.dialogue.escalation_asking import ask_again, ask_which
from bot.dialogue.escalation_fields import named_without_value, read_field
from bot.dialogue.escalation_taking import take, unread
from bot.dialogue.phrases import says
from bot.dialogue.several_fields import after_correction
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn
from bot.knowledge import Knowledge
from bot.nlu.names import read_person_name


def correct(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome | None:
    """A correction without a readable value: the named field is asked, else which one it is.

    None where nothing was given yet that could be wrong, so that the message is the problem itself.
    """
    names = named_without_value(turn)
    if not names and asked in FIELDS and says("that", turn.text) and len(memory.last_given) == 1:
        names = memory.last_given
    named = names[0] if len(names) == 1 else None
    names_again = memory.last_given == ("person_name",) or _mentions_name(turn, memory)
    if named == "person_name" or (not names and (asked == "person_name" or names_again)):
        name = read_person_name(after_correction(turn.text), memory.language)
        if name is not None:
            return take({"person_name": name}, memory, knowledge, turn, asked)
    if not names and asked in FIELDS and (getattr(memory, asked) is None or memory.correcting == asked):
        reading = read_field(asked, turn, memory, knowledge, today)
        if reading.value is not None and asked != "problem":
            return take({asked: reading.value}, memory, knowledge, turn, asked)
        if not any(getattr(memory, name) for name in FIELDS):
            return None if asked == "problem" else unread(asked, memory)
        if asked == "problem" and len(turn.text) > 12:
            return take({"problem": turn.text.strip()}, memory, knowledge, turn, asked)
    if named == "problem":
        told = after_correction(turn.text).strip()
        if told != turn.text.strip() and len(told) >= 8:
            return take({"problem": told}, memory, knowledge, turn, asked)
    if named in ("purchase_date", "order_number"):
        value = read_field(named, turn, memory, knowledge, today).value
        if value is not None:
            return take({named: value}, memory, knowledge, turn, asked)
    return ask_again(memory, *names) if names else ask_which(memory)


def _mentions_name(turn: Turn, memory: Memory) -> bool:
    return bool(memory.person_name) and (memory.person_name or "") in turn.text
