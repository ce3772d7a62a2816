"""Reads every message before anything is decided."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import remembered, scene_of
from bot.dialogue.reading import read_message


class ReadMessage(Action):  # type: ignore[misc]
    """Writes what the message gives into the slots; Rasa calls it for each message through the slot mappings."""

    def name(self) -> str:
        return "action_read_message"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        scene = scene_of(tracker)
        first = scene.slots.get("language") is None
        start = scene.turn.language_hint or scene.desk.settings.default_language
        memory = scene.memory.after({"language": start}) if first else scene.memory
        found = read_message(scene.turn, memory, scene.desk.knowledge, form=scene.form)
        return remembered({"language": start, **found} if first else found)
