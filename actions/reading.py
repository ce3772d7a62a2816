"""Reads every message before anything is decided."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Scene, remembered, scene_of
from bot.dialogue.meanwhile import told_meanwhile
from bot.dialogue.reading import read_message
from bot.dialogue.turn import Memory


class ReadMessage(Action):  # type: ignore[misc]
    """Writes what the message gives into the slots; Rasa calls it for each message through the slot mappings."""

    def name(self) -> str:
        return "action_read_message"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        scene = scene_of(tracker)
        first = scene.slots.get("language") is None
        start = scene.turn.language_hint or scene.desk.settings.default_language
        memory = scene.memory.after({"language": start}) if first else scene.memory
        missed = _missed(scene, memory)
        found = {**missed, **read_message(scene.turn, memory.after(missed), scene.desk.knowledge, form=scene.form)}
        return remembered({"language": start, **found} if first else found)


def _missed(scene: Scene, memory: Memory) -> dict[str, Any]:
    """The slots that change by what was said while a human agent had the conversation."""
    if not scene.turn.after_agent:
        return {}
    said = scene.desk.store.said_meanwhile(scene.turn.conversation_id, scene.turn.message_id)
    return told_meanwhile(said, memory, scene.desk.knowledge, scene.desk.today())
