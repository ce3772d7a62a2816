"""The real assistant without Rasa, as the front's dialogue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date

import pytest

from actions.services import Services
from bot.dialogue.port import ParseResult, TurnReply, TurnRequest
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store
from tests.dialogue.in_memory import Conversation, Parse
from tests.dialogue.understanding import Understanding

TODAY = date(2026, 11, 22)


class DatedServices(Services):
    """Services on a fixed day."""

    def today(self) -> date:
        return TODAY


class Assistant:
    """Answers the turns of many conversations, each turn once."""

    def __init__(self, parse: Parse, services: Services) -> None:
        self._parse = parse
        self._services = services
        self._conversations: dict[str, Conversation] = {}
        self._answers: dict[str, TurnReply] = {}
        self._lock = threading.Lock()
        self.forgotten: list[tuple[str, str]] = []
        self.before_turn: Callable[[TurnRequest], None] = lambda request: None

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Answer one turn; the same turn again gets the same answer."""
        return await asyncio.to_thread(self._turn, request)

    def _turn(self, request: TurnRequest) -> TurnReply:
        with self._lock:
            if request.message_id not in self._answers:
                self.before_turn(request)
                known = self._conversations
                conversation = known.get(request.conversation_id) or Conversation(
                    self._parse, self._services, name=request.conversation_id
                )
                known[request.conversation_id] = conversation
                metadata = {
                    "message_id": request.message_id,
                    "channel": request.channel,
                    "language_hint": request.language_hint,
                    "language_switch": request.language_switch,
                    "after_agent": request.after_agent,
                }
                if request.language_switch:
                    conversation.send("/switch_language", **metadata)
                elif request.payload is not None:
                    conversation.send(request.payload, **metadata)
                else:
                    conversation.say(request.text or "", **metadata)
                language = conversation.last[-1].language
                self._answers[request.message_id] = TurnReply(language=language, messages=conversation.last)
            return self._answers[request.message_id]

    async def ready(self) -> list[str]:
        """It always is."""
        return []

    async def forget(self, conversation_id: str, message_id: str) -> None:
        """Note what was to be forgotten."""
        self.forgotten.append((conversation_id, message_id))

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        """How a text is understood."""
        return self._parse(text)


@pytest.fixture(scope="session")
def understanding(knowledge: Knowledge) -> Understanding:
    return Understanding.trained(knowledge, TODAY)


@pytest.fixture
def assistant(understanding: Understanding, settings: Settings, knowledge: Knowledge, store: Store) -> Assistant:
    return Assistant(understanding.parse, DatedServices(settings, knowledge, store))
