"""Telling the vendor's own account "My Kaspersky" from somebody's "my Kaspersky"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.text import Folded, fold, has_japanese

_POSSESSION = re.compile(
    r"^(?:'s)? ?(?:subscription|subs?\b|licen[cs]e|app\b|apps\b|application|plan\b|product|program|software|anti-?virus|security|internet|total|plus|standard|premium|basic"
    r"|renewal|auto|membership|purchase|order|package|protection|vpn|password|safe|bill|charge|payment|contract|key|code|expire|thing|stuff|mobile|free|trial|one\b)"
)
_ACCOUNT = re.compile(r"^ ?(?:acc?oun?t|acct|acc\b|portal|page|site|web|login|log-?in|profile|アカウント)")
_NAMED_ACCOUNT = re.compile(r"account|アカウント|\.com|マイ|まい")
_PLACE = re.compile(
    r"(?:\b(?:in|on|from|form|via|through|at|into|using|to|called|by|the|open|directly)|[:「『\"'(]) ?[\"'“]?$"
)


def names_the_account(folded: Folded, start: int, end: int, other_meanings: Iterable[str] = ()) -> bool:
    """Whether "My Kaspersky" at this place of a message is the account's name rather than a possession.

    Args:
        other_meanings: phrases that begin with the name and don't mean the account.
    """
    name, before, after = folded.cased[start:end], folded.text[:start], folded.text[end:]
    if _NAMED_ACCOUNT.search(name.lower()) or _ACCOUNT.search(after):
        return True
    if _POSSESSION.search(after) or any(folded.text.startswith(fold(phrase), start) for phrase in other_meanings):
        return False
    if has_japanese(folded.text) or _PLACE.search(before):
        return True
    alone = not re.search(r"\w", before) and not re.search(r"\w", after)
    return alone or name.startswith("My") and bool(re.search(r"\w", before))
