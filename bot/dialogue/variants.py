"""Which short answer of a guide fits what the customer said, where the guide tells circumstances apart."""

from __future__ import annotations

import re

from bot.dialogue.phrases import fold, says
from bot.dialogue.turn import Memory
from bot.knowledge import Knowledge

_SAID = {
    "check_registration_needed": ("switched_to_monthly", "online_store", "monthly", "new_code"),
    "identify_provider": ("internet_line",),
}
"""The variants that words of the message decide, the narrowest first; each is a key of phrases.yml."""

_NOT_MONTHLY = re.compile(
    r"(?:月額|月払い|毎月払い)(?:サービス|プラン|版|契約)?(?:じゃ|では|で(?:も|は)?)(?:な|あり)[^、。]{0,6}|not (?:on )?(?:an? |the )?(?:monthly|month by month)(?: (?:plan|service))?"
)
"""Words for a circumstance that the customer rules out."""

_WEAK = frozenset({"new_code"})
"""What counts only where nothing else was said."""


def variants_for(intent: str, memory: Memory, knowledge: Knowledge, text: str) -> tuple[str, ...]:
    """The variants of the intent's guide that answer this customer; none where the whole guide is the answer.

    Args:
        intent: the question.
        memory: what is known of the customer.
        knowledge: the facts.
        text: the customer's words, empty for a picked button.
    """
    if intent == "contact_support":
        return (_desk(memory, knowledge),)
    if intent == "check_registration_needed" and memory.product_line == "kaspersky":
        return ()
    found = [name for name in _SAID.get(intent, ()) if says(name, _NOT_MONTHLY.sub(" ", fold(text)))]
    if "switched_to_monthly" in found and "monthly" in found:
        found.remove("monthly")
    strong = [name for name in found if name not in _WEAK]
    return tuple(strong or found)


def _desk(memory: Memory, knowledge: Knowledge) -> str:
    if memory.product_line == "kaspersky":
        return "kaspersky"
    return knowledge.desk_for(memory.product) or "unknown"
