"""The knowledge base: facts as data, and the pure functions that read them."""

from __future__ import annotations

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.guides import Guide, GuideStep
from bot.knowledge.identification import (
    Identification,
    NearMiss,
    find_card_statements,
    find_order_numbers,
    identify,
)
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.loading import load_knowledge
from bot.knowledge.products import Device, Product
from bot.knowledge.providers import Provider
from bot.knowledge.records import Aliases, Bilingual, Source
from bot.knowledge.spans import Span
from bot.knowledge.topics import Topic

__all__ = [
    "Aliases",
    "Bilingual",
    "Device",
    "Guide",
    "GuideStep",
    "Identification",
    "Knowledge",
    "KnowledgeError",
    "NearMiss",
    "Product",
    "Provider",
    "Source",
    "Span",
    "Topic",
    "find_card_statements",
    "find_order_numbers",
    "identify",
    "load_knowledge",
]
