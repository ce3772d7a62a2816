"""Corrections in the escalation: of a field that is named, pointed at, or still to be found out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.dialogue.escalation_asking import ask_again, ask_which
from bot.dialogue.escalation_fields import named_without_value, read_field
from bot.dialogue.escalation_taking import take, unread
from bot.dialogue.phrases import says
from bot.dialogue.several_fields import after_correction
from bot.dialogue.turn import FIELDS, Entity, Memory, Outcome, Turn
from bot.knowledge import Knowledge
from bot.nlu.names import read_person_name

_PARTS = re.compile(r"[,、。:：;]\s*|\.\s+")
_POINT = re.compile(r"ドット|ピリオド|点|\bdots?\b|period|full stop", re.IGNORECASE)
"""What a comma in an address was meant to be."""


def correct(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome | None:
    """A correction without a readable value: the named field is asked, else which one it is.

    None where nothing was given yet that could be wrong, so that the message is the problem itself.
    """
    names = named_without_value(turn)
    if names in ((), (asked,)) and asked != "problem" and memory.failures.get(asked) and not getattr(memory, asked, 1):
        return _of_the_unread(turn, memory, knowledge, today, asked)
    if not names and asked in FIELDS and says("that", turn.text) and len(memory.last_given) == 1:
        names = memory.last_given
    named = names[0] if len(names) == 1 else None
    names_again = memory.last_given == ("person_name",) or _mentions_name(turn, memory)
    if named == "person_name" or (not names and (asked == "person_name" or names_again)):
        name = read_person_name(after_correction(turn.text), memory.language) or _name_at_the_end(turn, memory)
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
    if not names and memory.purchase_date:
        day = read_field(
            "purchase_date", replace(turn, text=_PARTS.split(turn.text)[-1]), memory, knowledge, today
        ).value
        if day is not None and day != memory.purchase_date:
            return take({"purchase_date": day}, memory, knowledge, turn, asked)
    return ask_again(memory, *names) if names else ask_which(memory)


def _name_at_the_end(turn: Turn, memory: Memory) -> str | None:
    """The name behind a remark about it, as in "there's no hyphen in my name, Grace Smith"."""
    parts = [part for part in _PARTS.split(turn.text) if part.strip()]
    return read_person_name(parts[-1], memory.language) if len(parts) > 1 else None


def _of_the_unread(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome:
    """A correction of the value that could not be read just now: with it where it is clear, else that field again."""
    mended = None
    if asked == "email" and memory.identification and _POINT.search(turn.text):
        mended = memory.identification.replace(",", ".").replace("，", ".").replace("、", ".")
    again = replace(turn, text=mended or after_correction(turn.text), entities=turn.entities)
    if mended:
        again = replace(again, entities=(Entity("email", mended),))
    reading = read_field(asked, again, memory, knowledge, today)
    if reading.value is not None:
        return take({asked: reading.value}, memory, knowledge, turn, asked)
    return ask_again(memory, asked).plus(failures=memory.failures)


def _mentions_name(turn: Turn, memory: Memory) -> bool:
    return bool(memory.person_name) and (memory.person_name or "") in turn.text
