"""What every message adds to the memory before anything is decided: language, product line, and what was named."""

from __future__ import annotations

import re
from typing import Any

from bot.dialogue.contrast import corrected_by_contrast
from bot.dialogue.phrases import says
from bot.dialogue.taken_back import number_settled_on
from bot.dialogue.turn import Memory, Turn
from bot.knowledge import Knowledge, identify
from bot.messages import Language
from bot.nlu.language import detect_language, requested_language
from bot.nlu.text import fold

CONTEXT = ("provider", "product", "device", "order_number", "card_statement", "serial_number", "purchase_code")
"""What is remembered wherever it is said, so that it is never asked again."""

PERSONAL = ("email", "person_name", "purchase_date", "ticket_number")
"""What a form asks for; outside a form it is kept too, inside one the form decides."""

ESET_TOPICS = frozenset(
    {
        "renew_registration",
        "check_registration_needed",
        "ask_registration_requirements",
        "find_purchase_code",
        "find_serial_number",
        "change_registered_email",
        "mail_not_received",
        "ask_license_info_change",
        "ask_supported_products",
    }
)
KASPERSKY_TOPICS = frozenset({"identify_provider", "ask_after_cancellation"})
_NUMBERS_KEPT = 5
_SHORTEST_NUMBER = 5
_COMPUTERS = ("windows", "mac")
_HIRAGANA = re.compile("[ぁ-ん]")
BUYING_WORDS = ("購入", "買", "注文", "申込", "申し込", "bought", "buy", "purchase", "order")


def read_message(turn: Turn, memory: Memory, knowledge: Knowledge, *, form: str | None) -> dict[str, Any]:
    """The slots this message changes.

    Args:
        turn: the message.
        memory: the slots before it.
        knowledge: the facts, for names and numbers.
        form: the active form, which then owns the fields it asks for.
    """
    found = {"turn_id": turn.message_id or None, **_language(turn, memory, knowledge, form)}
    for name in CONTEXT:
        if name == "order_number" and form == "escalation_form":
            continue
        value = turn.value(name)
        if value is not None:
            found[name] = value
        elif getattr(memory, name) in turn.ruled_out(name):
            found[name] = None
    told = (*turn.values("order_number"), *turn.values("card_statement"))
    heard = tuple(dict.fromkeys((*memory.numbers, *told)))
    if not turn.is_choice and heard != memory.numbers:
        found["numbers"] = heard[-_NUMBERS_KEPT:]
    places = (e.value for e in turn.entities if e.name in ("device", "provider") and not e.negated)
    told_places = tuple(dict.fromkeys((*memory.places_told, *(place for place in places if place not in _COMPUTERS))))
    if not turn.is_choice and told_places != memory.places_told:
        found["places_told"] = told_places[-_NUMBERS_KEPT:]
    if _read_on_a_statement(turn, knowledge):
        found.pop("provider", None)
    if form is None:
        found.update({name: value for name in PERSONAL if (value := turn.value(name)) and _meant(name, turn)})
        found.update(corrected_by_contrast(turn, memory))
    another = found.get("product", memory.product) != memory.product
    if another and (memory.purchase_place or "").startswith("nexway:"):
        found["purchase_place"] = "nexway"  # whose procedure depends on the product
    products = [entity.value for entity in turn.entities if entity.name == "product" and not entity.negated]
    if len(products) > 1 and says("negative", turn.text):
        found["product"] = products[0]  # "the Anti-Virus, not Plus or Standard": what is named first is meant
    aside = form is not None and turn.intent in ESET_TOPICS  # a question in between doesn't turn a form round
    line = None if aside else _product_line(turn, memory, knowledge)
    if line is not None:
        found["product_line"] = line
        known = knowledge.products.get(memory.product or "")
        if known is not None and known.line != line and "product" not in found:
            found["product"] = None
    _settle_place(turn, memory, knowledge, found)
    found["contradicted"] = _contradicted(turn, memory, knowledge, found.get("provider"))
    if not turn.is_choice:
        named = found["contradicted"] is None and found.get("provider") is None and _tells_of_a_shop(turn)
        found["shop_told"] = named or (memory.shop_told and found.get("provider") is None)
    guide = knowledge.guides.get(memory.guide or "")
    if guide is not None and len(guide.steps) > 1:
        found["steps_shown"] = guide.id
    if turn.after_agent and form is None and memory.awaiting:
        found["awaiting"] = None  # the agent may have settled what the assistant had asked
    return {name: value for name, value in found.items() if getattr(memory, name) != value}


def _language(turn: Turn, memory: Memory, knowledge: Knowledge, form: str | None) -> dict[str, Any]:
    if turn.language_switch:
        return {"language": turn.language_switch, "language_pinned": True}
    if not turn.is_choice:
        wished = requested_language(turn.text) or (
            _named_language(turn.text) if turn.intent == "switch_language" else None
        )
        if turn.intent == "switch_language" and wished is None and wants_other_language(turn):
            seen = detect_language(turn.text, knowledge)
            wished = seen if seen != memory.language else ("en" if memory.language == "ja" else "ja")
        if wished is not None and wants_other_language(turn):
            return {"language": wished, "language_pinned": True}
        seen = None if memory.language_pinned else detect_language(turn.text, knowledge)
        if seen is not None and not _bare_value(turn, seen, memory, form):
            return {"language": seen}
    return {}


def wants_other_language(turn: Turn) -> bool:
    """Whether the customer asks for the other language, rather than telling of a page that is in it."""
    return turn.intent == "switch_language" and (turn.confidence >= 0.8 or not says("negative", turn.text))


def _named_language(text: str) -> Language | None:
    """The only language the message names."""
    folded = fold(text)
    japanese, english = ("日本語" in folded or "japanese" in folded), ("英語" in folded or "english" in folded)
    return None if japanese == english else ("ja" if japanese else "en")


def _bare_value(turn: Turn, seen: Language, memory: Memory, form: str | None) -> bool:
    """Whether the message is only a name or a date in other letters, which is no sign of another language."""
    if form is None or seen == memory.language or len(turn.text) > 20:
        return False
    return seen == "en" or not _HIRAGANA.search(turn.text)


def _meant(name: str, turn: Turn) -> bool:
    if name == "purchase_date":
        return turn.intent == "inform" or any(word in turn.text.lower() for word in BUYING_WORDS)
    return not (name == "email" and turn.intent == "change_registered_email")


def _product_line(turn: Turn, memory: Memory, knowledge: Knowledge) -> str | None:
    product = knowledge.products.get(turn.value("product") or "")
    if product is not None:
        return product.line
    folded = fold(turn.text)
    named = {line for line, aliases in knowledge.brands.items() if any(fold(alias) in folded for alias in aliases.all)}
    if len(named) == 1 and not turn.is_choice:
        return named.pop()
    if named or memory.product_line is not None:
        return None
    if turn.intent in ESET_TOPICS:
        return "eset"
    return "kaspersky" if turn.intent in KASPERSKY_TOPICS else None


def _tells_of_a_shop(turn: Turn) -> bool:
    """Whether the customer says that they bought it in a shop, rather than asking which one it was."""
    asking = says("which_seller", turn.text) or turn.text.rstrip().endswith(("?", "？"))
    return says("shop", turn.text) and says("bought", turn.text) and (not asking or turn.intent == "stop_auto_renew")


def _contradicted(turn: Turn, memory: Memory, knowledge: Knowledge, provider: str | None) -> str | None:
    """What was told of the place of purchase that the order number of this message speaks against, if anything."""
    number = turn.value("order_number")
    if number is None or provider is None or identify(number, knowledge, "order_number").provider != provider:
        return None
    before = turn.value("provider") or memory.provider
    if before is None and memory.purchase_place in knowledge.providers:
        before = memory.purchase_place
    of_a_number = memory.order_number and identify(memory.order_number, knowledge, "order_number").provider
    if before is None:
        return "shop" if memory.shop_told else None
    return before if before not in (provider, of_a_number, *turn.ruled_out("provider")) else None


def _read_on_a_statement(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether a provider is named only because it stands on a statement, where its name decides nothing."""
    if turn.value("provider") is None or turn.is_choice or turn.intent == "stop_auto_renew":
        return False
    found = identify(turn.text, knowledge)
    return found.provider is None and any(miss.reason_code == "no_statement_known" for miss in found.near_misses)


def _settle_place(turn: Turn, memory: Memory, knowledge: Knowledge, found: dict[str, Any]) -> None:
    """Newer information about the place of purchase replaces older one that contradicts it."""
    number = turn.value("order_number") or turn.value("card_statement")
    if number is not None:
        spelt_out = fold(number) in fold(turn.text) or sum(map(str.isdigit, turn.text)) >= _SHORTEST_NUMBER
        said = (
            turn.text if turn.text and spelt_out and not number_settled_on(turn) else number
        )  # "the second number" has no number in it
        provider = identify(said, knowledge).provider
        if provider is not None:
            found["provider"] = provider
            found.setdefault("product_line", "kaspersky")  # only those sellers write such numbers and lines
        elif len((*turn.values("order_number"), *turn.values("card_statement"))) > 1:
            found.pop("order_number", None)  # two numbers that disagree decide nothing
            found.pop("card_statement", None)
    if turn.value("provider") == "google_play" and turn.value("device") == "huawei" and says("negative", turn.text):
        found.update(provider=None, purchase_place=None)  # a Huawei device is named for being without Google Play
    elif "provider" in found and found["provider"] is not None:
        found["purchase_place"] = found["provider"]
    elif memory.provider and turn.value("device") == "ios" and turn.ruled_out("provider") == ("app_store",):
        found.pop("device", None)  # bought elsewhere, whatever it runs on
    elif turn.value("device") in ("ios", "android", "huawei") and turn.value("device") != memory.device:
        found.update(provider=None, purchase_place=None)
    elif turn.ruled_out("provider") or turn.ruled_out("device"):
        found["purchase_place"] = None
