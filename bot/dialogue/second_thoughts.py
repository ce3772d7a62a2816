"""An answer that is taken back within itself: "yesterday, no wait, the day before yesterday", 「5日、いや6日です」."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.dialogue.escalation_fields import read_field
from bot.dialogue.taken_back import TAKEN_BACK
from bot.dialogue.turn import Entity, Memory, Turn
from bot.knowledge import Knowledge

_SHORTEST = 2


def second_thought(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> str | None:
    """The value of the asked field that the customer settled on in the end, if they gave another one before it.

    Args:
        turn: the message.
        memory: the slots.
        knowledge: the facts, for order numbers.
        today: the customer's day.
        asked: the field that was asked.
    """
    if asked == "problem" or turn.is_choice:
        return None
    parts = [part for part in TAKEN_BACK.split(turn.text) if len(part.strip()) >= _SHORTEST]
    if len(parts) < 2:
        return None
    first, last = (
        read_field(asked, replace(turn, text=part, entities=_of(part, turn)), memory, knowledge, today)
        for part in (parts[0], parts[-1])
    )
    return last.value if first.read and last.value and last.value != getattr(memory, asked) else None


def _of(part: str, turn: Turn) -> tuple[Entity, ...]:
    return tuple(entity for entity in turn.entities if entity.value.lower() in part.lower())
