"""Places and products a message turns to: a place named only to say that nothing was bought there: 「App Storeで買ったわけじゃない」, "I never got it from Nexway"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.phrases import fold, says
from bot.dialogue.turn import Memory

_WINDOW = 36
_NOT_BOUGHT_AFTER = re.compile(
    r"^[」』)\"']?\s?(?:のほう|の方)?(?:で|から|にて|経由で|を通して|を通じて)(?:は|なんか|なんて)?、?[^、。!?\n]{0,6}?(?:買|購入|申し込|申込|契約|注文|入手|手に入れ|払|支払|課金)[^、。!?\n]{0,8}?"
    r"(?:(?:わけ|訳|の|ん|もの)?(?:では|じゃ|ちゃ|や)(?:ない|ありません|ございません|なく|なかった|あらへん|のうて)|わけちゃう|んちゃう|(?:て|で|し)(?:は)?(?:い|おり)?(?:ない|ません|へん|まへん|なく|なかった|とらん)|(?:たこと|た覚え|た記憶)(?:は|が|も)?(?:ない|ありません|あらへん))"
)
_NOT_BOUGHT_BEFORE = re.compile(
    r"\b(?:n't|not|never|no longer)\b(?: (?:even|ever|actually|really))?(?: (?:buy|bought|buying|purchased?|order|ordered|get|got|gotten|pay|paid|go|went|gone|come|came|subscribed?|sign|signed|use|used|download|downloaded))"
    r"(?: (?:it|this|that|mine|anything|them|up|one|the licen[cs]e))?(?: (?:from|in|on|through|via|at|with|to|using|by))? ?(?:the |an? )?[\"'“]?$|(?:didn|wasn|haven|don|hadn)['’]t (?:even |ever |actually |really )?(?:\w+ ){1,4}(?:the |an? )?$"
)


def with_places_ruled_out(parse: Mapping[str, Any]) -> dict[str, Any]:
    """The parse with the places marked as negated of which the words say that nothing was bought there."""
    text = str(parse.get("text") or "")
    entities = [_marked(item, text) for item in parse.get("entities") or []]
    return {**parse, "entities": entities}


def _marked(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    start, end = item.get("start"), item.get("end")
    if item.get("entity") not in ("provider", "device") or not isinstance(start, int) or not isinstance(end, int):
        return dict(item)
    after = fold("|" + text[end : end + _WINDOW] + "|")[1:-1]
    before = fold("|" + text[max(0, start - _WINDOW) : start] + "|")[1:-1]
    out = _NOT_BOUGHT_AFTER.search(after) or _NOT_BOUGHT_BEFORE.search(before)
    return {**item, "role": "negated"} if out else dict(item)


_ASKED_ANEW = (
    "identify_provider",
    "nlu_fallback",
    "out_of_scope",
    "contact_support",
    "affirm",
    "deny",
    "correct_information",
)
"""What "and my wife's Internet Security?" may be taken for behind Nexway's guide."""


def names_another_product(parse: Mapping[str, Any], memory: Memory) -> bool:
    """Whether another product bought at Nexway is named, whose procedure depends on the product."""
    named = [item.get("value") for item in parse.get("entities") or [] if item.get("entity") == "product"]
    at_nexway = memory.topic == "stop_auto_renew" and memory.provider == "nexway" and memory.guide is not None
    intent = (parse.get("intent") or {}).get("name")
    other = any(value != memory.product for value in named)
    return at_nexway and other and intent in _ASKED_ANEW and not says("which_seller", str(parse.get("text") or ""))
