"""What an intent is called on a page."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk.strings import strings, text
from bot.knowledge import Knowledge
from bot.messages import Language


def name_of(intent: str, knowledge: Knowledge, language: Language) -> str:
    """The topic's own label, a text of the desk, or else the intent's machine name."""
    topic = knowledge.topics.get(intent)
    if topic is not None:
        return topic.label.in_(language)
    key = f"quality.intent_{intent}"
    return text(key, language) if key in strings() else intent


def named(intents: Iterable[str], knowledge: Knowledge, language: Language) -> list[tuple[str, str]]:
    """Intents with their names, for a list to choose from."""
    return sorted(((intent, name_of(intent, knowledge, language)) for intent in intents), key=lambda pair: pair[1])
