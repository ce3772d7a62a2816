"""A small demo week, played to the real assistant without Rasa around it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.desk.demo.filling import Week, planned, scripts_of
from bot.desk.demo.planning import Plan
from bot.desk.demo.playing import Answered, Script, play
from bot.dialogue.port import TurnReply, TurnRequest, TurnTrace
from bot.knowledge import Knowledge
from bot.service_levels import STANDARD
from bot.settings import Settings
from bot.store import Store
from tests.channels.assistant import Assistant, DatedServices
from tests.dialogue.in_memory import Conversation
from tests.dialogue.understanding import Understanding
from tests.front.conftest import knowledge
from tests.store.conftest import empty_store, empty_url, postgres_server, postgres_url, store

__all__ = ["empty_store", "empty_url", "knowledge", "postgres_server", "postgres_url", "store"]

UNTIL = datetime(2026, 11, 20, 6, 0, tzinfo=timezone.utc)
WEEK = Week(UNTIL, days=7, conversations=130, seed=5)


@dataclass
class NamedTurns(Conversation):
    """A conversation whose turns are told how the front calls them, also when words are taken for a label."""

    told: dict[str, Any] = field(default_factory=dict)

    def _turn(self, message: dict[str, Any], metadata: dict[str, Any]) -> str:
        return super()._turn(message, {**self.told, **metadata})


class TracingAssistant(Assistant):
    """Knows the turns by the names that the front gives them, and tells how it understood each question."""

    def _turn(self, request: TurnRequest) -> TurnReply:
        with self._lock:
            conversation = self._conversations.get(request.conversation_id)
            if not isinstance(conversation, NamedTurns):
                conversation = NamedTurns(self._parse, self._services, name=request.conversation_id)
                self._conversations[request.conversation_id] = conversation
            conversation.told = {
                "message_id": request.message_id,
                "channel": request.channel,
                "language_hint": request.language_hint,
                "after_agent": request.after_agent,
            }
            if request.payload is not None:
                conversation.send(request.payload)
            else:
                conversation.say(request.text or "")
        trace = TurnTrace(intent=conversation.intent)
        return TurnReply(language=conversation.last[-1].language, messages=conversation.last, trace=trace)


class Demo:
    """The dialogue and what it files in."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        settings = Settings(
            _env_file=None, var_dir=folder, signing_key=SecretStr("a signing key"), rasa_token=SecretStr("rasa-token")
        )
        self.store = Store(settings.database)
        self.store.upgrade()
        self.plays = 0
        understanding = Understanding.trained(knowledge, date(2026, 11, 22))
        self.assistant = TracingAssistant(understanding.parse, DatedServices(settings, knowledge, self.store))

    def play(self, scripts: set[Script]) -> Mapping[Script, Sequence[Answered]]:
        self.plays += 1
        return asyncio.run(play(scripts, self.assistant, self.store, name=f"play-{self.plays}"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Demo:
    return Demo(tmp_path_factory.mktemp("played"), knowledge)


@pytest.fixture(scope="session")
def plans() -> tuple[Plan, ...]:
    return planned(WEEK, STANDARD)


@pytest.fixture(scope="session")
def played(demo: Demo, plans: tuple[Plan, ...]) -> Mapping[Script, Sequence[Answered]]:
    return demo.play(scripts_of(plans))
