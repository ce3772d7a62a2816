"""Where a Kaspersky licence was bought, as far as it is known, and the guides that stop its renewal there."""

from __future__ import annotations

from bot.dialogue.turn import Memory
from bot.knowledge import Knowledge, identify

DEVICE_PLACES = {"ios": "app_store", "huawei": "huawei", "android": "google_play"}
"""Where an app on the device was bought unless the customer says otherwise (Kaspersky page, mobile section)."""

NEXWAY_GUIDES = {
    "nexway:covered": ("off_nexway_my_kaspersky",),
    "nexway:other": ("off_nexway_account",),
    "nexway:unsure": ("off_nexway_my_kaspersky", "off_nexway_account"),
}
"""Nexway's procedure depends on the product (Kaspersky page, Nexway section)."""


def place_of(memory: Memory, knowledge: Knowledge) -> str | None:
    """The place of purchase as far as it is known: a provider id, or a Nexway choice."""
    if memory.purchase_place in knowledge.providers or memory.purchase_place in NEXWAY_GUIDES:
        return memory.purchase_place
    if memory.purchase_place == "ask":
        return None
    if memory.provider in knowledge.providers:
        return memory.provider
    for text in (memory.order_number, memory.card_statement):
        provider = identify(text, knowledge).provider if text else None
        if provider:
            return provider
    if memory.purchase_place in ("seller", "unknown"):
        return None
    return DEVICE_PLACES.get(memory.device or "")


def guides_of(place: str, memory: Memory, knowledge: Knowledge) -> tuple[str, ...]:
    """The guides for a place of purchase; empty while Nexway's product is unknown."""
    if place in NEXWAY_GUIDES:
        return NEXWAY_GUIDES[place]
    if place == "nexway":
        product = knowledge.products.get(memory.product or "")
        if product is None:
            return ()
        return NEXWAY_GUIDES["nexway:covered" if product.managed_in_my_kaspersky else "nexway:other"]
    return (knowledge.providers[place].guide,)
