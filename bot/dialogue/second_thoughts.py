"""An answer that is taken back within itself: "yesterday, no wait, the day before yesterday", 「5日、いや6日です」."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.dialogue.escalation_fields import read_field
from bot.dialogue.turn import Entity, Memory, Turn
from bot.knowledge import Knowledge

_TAKEN_BACK = re.compile(
    r"[\s,.;…、。–—-]*(?:(?:\b(?:oh |ah |uh )?(?:no,? no|no,? wait|wait,? no|wait|hang on|hold on|i mean|i meant|sorry|actually|scratch that|strike that"
    r"|correction|make that|or rather|rather|oops|my bad|no|nope|that's wrong|that was wrong|not right)\b)"
    r"|いやいや|いいや|いや|いえ|じゃない(?:や|わ|です|な)?|じゃなくて|じゃなかった|ではなくて|ではなく|違う(?:な|わ|か)?|違った|違います|ちがう|ちがった|間違えました|間違えた|間違い|訂正"
    r"|待って(?:ください)?|すみません|すいません|ごめんなさい|ごめん|もとい)[\s,.;…、。!！]*",
    re.IGNORECASE,
)
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
    parts = [part for part in _TAKEN_BACK.split(turn.text) if len(part.strip()) >= _SHORTEST]
    if len(parts) < 2:
        return None
    first, last = (
        read_field(asked, replace(turn, text=part, entities=_of(part, turn)), memory, knowledge, today)
        for part in (parts[0], parts[-1])
    )
    return last.value if first.read and last.value and last.value != getattr(memory, asked) else None


def _of(part: str, turn: Turn) -> tuple[Entity, ...]:
    return tuple(entity for entity in turn.entities if entity.value.lower() in part.lower())
