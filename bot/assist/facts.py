"""What the customer has told so far, each fact with the line it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.assist.lines import Line
from bot.dialogue.reading import read_message
from bot.dialogue.turn import Entity, Memory, Turn
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.nlu.entities import extract_entities

SHOWN = (
    "product",
    "device",
    "provider",
    "order_number",
    "card_statement",
    "purchase_date",
    "person_name",
    "email",
    "serial_number",
    "purchase_code",
    "ticket_number",
)
"""The facts worth showing to an agent, in the order in which they are asked."""


@dataclass(frozen=True)
class Fact:
    """One thing the customer told, and where."""

    name: str
    value: str
    line: Line


@dataclass(frozen=True)
class Facts:
    """Everything known of the customer; ``memory`` is what the assistant would remember of the same lines.

    ``origins`` names the line that each value was read from.
    """

    memory: Memory = field(default_factory=Memory)
    origins: Mapping[str, Line] = field(default_factory=dict)

    def of(self, name: str) -> Fact | None:
        """One fact, if it is known."""
        value, line = getattr(self.memory, name), self.origins.get(name)
        return Fact(name, str(value), line) if value is not None and line is not None else None

    @property
    def shown(self) -> tuple[Fact, ...]:
        """What an agent wants to see, in a fixed order."""
        return tuple(fact for name in SHOWN if (fact := self.of(name)) is not None)


def read_facts(lines: Iterable[Line], knowledge: Knowledge, today: date, language: Language) -> Facts:
    """Read the customer's lines in order, each on top of what the ones before told.

    Args:
        lines: the transcript; what others said is skipped.
        knowledge: the facts that names and numbers are recognised by.
        today: the day from which relative dates count.
        language: the conversation's language before the first line.
    """
    memory, origins = Memory(language=language), dict[str, Line]()
    for line in lines:
        if line.speaker != "customer" or not line.text:
            continue
        found = read_message(_turn(line, knowledge, today), memory, knowledge, form=None)
        memory = memory.after(found)
        origins |= dict.fromkeys(found, line)
    return Facts(memory, origins)


def _turn(line: Line, knowledge: Knowledge, today: date) -> Turn:
    entities = extract_entities(line.text, knowledge, today)
    named = tuple(Entity(found.entity, found.value, found.negated) for found in entities)
    # Bare information is what a line is when nobody knows better.
    return Turn(line.text, line.intent or "inform", entities=named)
