"""Takes what is personal out of a message before it is trained on; its form stays, because the form is what is learned."""

from __future__ import annotations

import re
from datetime import date

from bot.knowledge import Knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.text import has_japanese

_DIGITS = "1234567890"
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{0,8}[-‐－]?[0-9０-９][0-9A-Za-z０-９‐－ー-]{4,}")
_MAIL = re.compile(r"[\w.+%-]+@[\w.-]+\.\w+|[\w.+%-]+＠[\w.-]+")
_CODES = ("order_number", "serial_number", "purchase_code", "ticket_number")


def anonymised(text: str, knowledge: Knowledge, today: date) -> str:
    """The message with made-up names, addresses and numbers of the same form, on one line."""
    flat = re.sub(r"\s*[\r\n\t]+\s*", " ", text).strip()
    found = [entity for entity in extract_entities(flat, knowledge, today) if entity.entity in (*_CODES, "person_name")]
    for entity in sorted(found, key=lambda each: each.start, reverse=True):
        other = _name(entity.raw) if entity.entity == "person_name" else _same_form(entity.raw)
        flat = flat[: entity.start] + other + flat[entity.end :]
    flat = _MAIL.sub("name@example.com", flat)
    return _LONG_NUMBER.sub(lambda number: _same_form(number[0]), flat)


def _name(raw: str) -> str:
    return "山田" if has_japanese(raw) else "Smith"


def _same_form(raw: str) -> str:
    """Other digits in the same places; the first one tells the kind of a number and stays."""
    digits = 0
    other = []
    for character in raw:
        if character.isdecimal():
            digits += 1
            replaced = _DIGITS[(digits - 2) % 10] if digits > 1 else character
            wide = character > "\uff00"
            other.append(chr(ord(replaced) + 0xFEE0) if wide and replaced.isascii() else replaced)
        else:
            other.append(character)
    return "".join(other)
