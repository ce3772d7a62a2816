"""Words that take back what was just said: "no wait", 「いや」, 「間違えた」."""

from __future__ import annotations

import re
import unicodedata

from bot.dialogue.turn import Turn

TAKEN_BACK = re.compile(
    r"[\s,.;…、。–—-]*(?:(?:\b(?:oh |ah |uh )?(?:no,? no|no,? wait|wait,? no|wait|hang on|hold on|i mean|i meant|sorry|actually|scratch that|strike that"
    r"|correction|make that|or rather|rather|oops|my bad|no|nope|that's wrong|that was wrong|not right)\b)"
    r"|いやいや|いいや|いや|いえ|じゃない(?:や|わ|です|な)?|じゃなくて|じゃなかった|ではなくて|ではなく|違う(?:な|わ|か)?|違った|違います|ちがう|ちがった|間違えました|間違えた|間違い|訂正"
    r"|待って(?:ください)?|すみません|すいません|ごめんなさい|ごめん|もとい)[\s,.;…、。!！]*",
    re.IGNORECASE,
)
"""Where the one half of an answer ends that takes back its other half."""

_OR_ELSE = re.compile(r"か(?:な|も|、|\s|$)|どちら|どっち|両方|\b(?:or|either|both)\b")
_LONGEST_BETWEEN = 24


def number_settled_on(turn: Turn) -> str | None:
    """The order number said last, where the words between it and the one before take that back."""
    numbers = turn.values("order_number")
    if len(numbers) < 2 or turn.is_choice:
        return None
    text = unicodedata.normalize("NFKC", turn.text).upper()
    before, last = text.rfind(numbers[-2].upper()), text.rfind(numbers[-1].upper())
    between = text[before + len(numbers[-2]) : last].lower() if 0 <= before < last else ""
    taken_back = len(between) <= _LONGEST_BETWEEN and TAKEN_BACK.search(between) and not _OR_ELSE.search(between)
    return numbers[-1] if taken_back else None
