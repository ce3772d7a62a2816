"""Takes what a customer said in one turn out of Rasa's event history, as if it had never been said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.dialogue.escalation_fields import display
from bot.dialogue.turn import Memory

Event = dict[str, Any]

TAKEN = frozenset(
    {
        "problem",
        "purchase_date",
        "person_name",
        "email",
        "order_number",
        "card_statement",
        "serial_number",
        "purchase_code",
        "ticket_number",
        "status_email",
        "topic_text",
        "complaint",
        "identification",
        "date_hint",
    }
)
"""Slots whose values are the customer's own words."""

ECHOED = TAKEN - {"topic_text", "date_hint"}
"""Slots whose values the assistant may repeat."""

GONE = "…"
"""What stands where the assistant had repeated a forgotten value."""


def forget_turn(events: Sequence[Event], message_id: str) -> list[Event]:
    """The events without the words of one turn and what was taken from them; doing it again changes nothing.

    Args:
        events: the conversation's events in order, in Rasa's JSON form.
        message_id: the turn; one that isn't there changes nothing.
    """
    start = next((index for index, event in enumerate(events) if _is_turn(event, message_id)), None)
    if start is None:
        return list(events)
    before = _slots(events[:start])
    taken: dict[str, Any] = {}
    echoes = {str(item["value"]) for item in _entities(events[start]) if item.get("entity") in TAKEN}
    again = list(events[:start])
    inside = True
    for position, event in enumerate(events[start:]):
        inside = inside and (position == 0 or event.get("event") != "user")
        if position == 0:
            again.append(_unsaid(event))
            continue
        if event.get("event") == "user":
            _keep_what_is_said_again(event, taken, echoes)
            again.append(event)
            continue
        name, value = event.get("name"), event.get("value")
        if event.get("event") == "slot" and name in TAKEN:
            if inside and value is not None and value != before.get(name):
                taken[name] = value
                echoes |= set(_spellings(name, value)) if name in ECHOED else set()
            if name in taken and value == taken[name]:
                event = {**event, "value": before.get(name)}
        again.append(event)
    kept = set(map(str, filter(None, before.values())))
    return [*again[: start + 1], *(_without(event, echoes - kept) for event in again[start + 1 :])]


def _is_turn(event: Event, message_id: str) -> bool:
    own = (event.get("message_id"), (event.get("metadata") or {}).get("message_id"))
    return event.get("event") == "user" and message_id in own


def _slots(events: Sequence[Event]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in events:
        if event.get("event") == "slot":
            found[event["name"]] = event.get("value")
    return found


def _entities(event: Event) -> list[Event]:
    found: list[Event] = (event.get("parse_data") or {}).get("entities") or []
    return found


def _unsaid(event: Event) -> Event:
    parse = {**(event.get("parse_data") or {}), "text": "", "entities": []}
    parse.pop("text_tokens", None)
    return {**event, "text": "", "parse_data": parse}


def _keep_what_is_said_again(event: Event, taken: dict[str, Any], echoes: set[str]) -> None:
    said = {str(item.get("value")) for item in _entities(event)} | {str(event.get("text") or "")}
    for name in [name for name, value in taken.items() if str(value) in said]:
        echoes.difference_update(_spellings(name, taken.pop(name)))
    echoes -= said


def _spellings(name: str, value: Any) -> Iterator[str]:
    yield str(value)
    if name == "purchase_date":
        yield from (display(name, value, Memory(language=language)) for language in ("ja", "en"))


def _without(node: Any, echoes: set[str]) -> Any:
    """The same JSON with every echo in its texts blotted out; what customers said is left to their own turns."""
    if isinstance(node, str):
        for echo in sorted(filter(None, echoes), key=len, reverse=True):
            node = node.replace(echo, GONE)
        return node
    if isinstance(node, list):
        return [_without(item, echoes) for item in node]
    if isinstance(node, dict):
        if node.get("event") not in (None, "bot", "slot", "entities"):
            return node
        return {key: _without(value, echoes) for key, value in node.items()}
    return node
