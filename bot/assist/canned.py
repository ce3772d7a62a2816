"""Canned replies: their fields, what makes a pair of texts wrong, and filling them in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.assist.facts import Facts
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.store import Case

FIELDS = ("name", "email", "order_number", "purchase_date", "provider", "product", "case_number", "agent")
"""What can stand in braces in a canned reply."""

_FIELD = re.compile(r"[{｛]([^{}｛｝\s]*)[}｝]")
"""A field; a Japanese keyboard types full-width braces."""

Fault = Literal["empty", "unknown_field", "fields_differ"]


@dataclass(frozen=True)
class Filled:
    """A canned reply with its fields filled; what was not known stays in braces and is named in ``missing``."""

    text: str
    missing: tuple[str, ...] = ()


def faults(ja: str, en: str) -> tuple[Fault, ...]:
    """What keeps a pair of texts from being used: nothing said, a field nobody can fill, or fields in one text only."""
    found: list[Fault] = []
    if not ja.strip() or not en.strip():
        found.append("empty")
    used = set(_FIELD.findall(ja)), set(_FIELD.findall(en))
    if (used[0] | used[1]) - set(FIELDS):
        found.append("unknown_field")
    elif used[0] != used[1]:
        found.append("fields_differ")
    return tuple(found)


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values into the fields."""
    missing = tuple(dict.fromkeys(name for name in _FIELD.findall(text) if not values.get(name)))
    return Filled(_FIELD.sub(lambda found: values.get(found[1]) or found[0], text), missing)


def values_for(facts: Facts, cases: list[Case], agent: str, language: Language, knowledge: Knowledge) -> dict[str, str]:
    """What fills the fields: the customer's case, then what they said, in the reply's language."""
    case = cases[-1] if cases else None
    memory = facts.memory
    provider = knowledge.providers.get((case and case.provider) or memory.provider or "")
    product = knowledge.products.get(memory.product or "")
    bought = case.purchase_date.isoformat() if case and case.purchase_date else memory.purchase_date
    values = {
        "name": (case and case.name) or memory.person_name,
        "email": (case and case.email) or memory.email,
        "order_number": (case and case.order_number) or memory.order_number,
        "purchase_date": bought,
        "provider": provider.name.in_(language) if provider else None,
        "product": product.name.in_(language) if product else None,
        "case_number": case.number if case else memory.ticket_number,
        "agent": agent,
    }
    return {name: value for name, value in values.items() if value}
