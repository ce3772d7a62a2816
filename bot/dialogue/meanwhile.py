"""What the assistant learns from what was said while a human agent had the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.dialogue.reading import read_message
from bot.dialogue.turn import Entity, Memory, Turn
from bot.knowledge import Knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.text import fold
from bot.store.records import Heard

_OF_THE_MOMENT = frozenset({"turn_id", "awaiting", "contradicted"})
"""What a message changes for the turn it is in, and no later one."""

_AGENTS_SAY = ("provider", "product", "device")
"""What an agent finds out for a customer; numbers and addresses in their words may be examples or the shop's."""

_PERHAPS = re.compile(r"場合|とき|なら|例|または|もしくは|ですか|でしょうか|[?]|\b(?:if|when|or|e\.g)\b")
"""Words of an agent who asks, or tells of more than this customer."""


def told_meanwhile(said: Iterable[Heard], memory: Memory, knowledge: Knowledge, today: date) -> dict[str, Any]:
    """The slots that the lines change, each read on top of the ones before.

    Args:
        memory: the slots as the assistant left them.
        today: the day from which relative dates count.
    """
    found: dict[str, Any] = {}
    for line in said:
        before = memory.after(found)
        turn = _turn(line, knowledge, today)
        changed = read_message(turn, before, knowledge, form=None) if turn is not None else {}
        found |= {name: value for name, value in changed.items() if name not in _OF_THE_MOMENT}
    return found


def _turn(line: Heard, knowledge: Knowledge, today: date) -> Turn | None:
    named = tuple(
        Entity(entity.entity, entity.value, entity.negated) for entity in extract_entities(line.text, knowledge, today)
    )
    if line.speaker == "customer":
        # Nobody has read it for an intent: what it names counts, and a date only beside a word of buying.
        return Turn(line.text, "nlu_fallback", entities=named)
    told = tuple(entity for entity in named if entity.name in _AGENTS_SAY)
    sure = len({entity.value for entity in told if entity.name == "provider"}) < 2
    if not told or not sure or _PERHAPS.search(fold(line.text)):
        return None
    return Turn("", "nlu_fallback", entities=told)
