"""Reads a turn out of Rasa's tracker state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.dialogue.turn import Entity, Turn
from bot.nlu.spoken_digits import in_digits

_PREFIX = "/"


def turn_from_tracker(state: Mapping[str, Any]) -> Turn:
    """The latest message of a tracker.

    Args:
        state: ``latest_message`` of the tracker as the SDK gives it, plus ``sender_id`` and ``input_channel``.
    """
    message = state.get("latest_message") or {}
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    ranking = message.get("intent_ranking") or []
    text = str(message.get("text") or "")
    is_choice = bool(metadata.get("is_choice")) or (not metadata and text.startswith(_PREFIX))
    return Turn(
        text="" if is_choice else in_digits(text),
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple((str(item["name"]), float(item["confidence"])) for item in ranking if item.get("name")),
        entities=tuple(_entity(item) for item in message.get("entities") or [] if item.get("value") is not None),
        also=tuple(str(name) for name in message.get("also") or []),
        is_choice=is_choice,
        message_id=str(metadata.get("message_id") or message.get("message_id") or ""),
        conversation_id=str(state.get("sender_id") or ""),
        channel=str(metadata.get("channel") or "web"),
        language_hint=metadata.get("language_hint"),
        language_switch=metadata.get("language_switch"),
        after_agent=bool(metadata.get("after_agent")),
    )


def _entity(item: Mapping[str, Any]) -> Entity:
    value = item["value"]
    return Entity(
        name=str(item["entity"]),
        value=value if isinstance(value, str) else json.dumps(value),
        negated=item.get("role") == "negated",
    )
