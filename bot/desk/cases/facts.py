"""What an agent writes into the facts of a case, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.card_numbers import mask_card_numbers
from bot.desk.cases.view import LANGUAGES, PRODUCT_LINES
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.nlu.mail_addresses import is_mail_address
from bot.store.case_records import EDITABLE

_LONGEST = {"name": 200, "email": 320, "order_number": 64, "problem": 4000}

Facts = dict[str, str | date | None]


def read_case_facts(
    written: Mapping[str, str], knowledge: Knowledge, language: Language
) -> tuple[Facts, dict[str, str]]:
    """The facts as they are kept, and for each that can't be the text that says why.

    Args:
        written: the fields of the form; one that isn't there is not changed.
        language: the agent's, for what stands in a card number's place.
    """
    facts: Facts = {}
    flaws: dict[str, str] = {}
    for name in EDITABLE:
        if name not in written:
            continue
        value = mask_card_numbers(written[name].replace("\x00", "").replace("\r\n", "\n").strip(), language) or None
        if name in _LONGEST and value and len(value) > _LONGEST[name]:
            flaws[name] = "cases.too_long"
        elif name == "email" and value and not is_mail_address(value):
            flaws[name] = "cases.no_address"
        elif name == "purchase_date":
            try:
                facts[name] = date.fromisoformat(value) if value else None
            except ValueError:
                flaws[name] = "cases.no_date"
        elif not _is_known(name, value, knowledge):
            flaws[name] = "cases.not_known"
        else:
            facts[name] = value
    return facts, flaws


def _is_known(name: str, value: str | None, knowledge: Knowledge) -> bool:
    if name == "language":
        return value in LANGUAGES
    if name == "product_line":
        return value is None or value in PRODUCT_LINES
    return name != "provider" or value is None or value in knowledge.providers
