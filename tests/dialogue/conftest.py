"""A desk in memory: real knowledge, real classifier trained on data/nlu.yml, real actions, an SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from actions.services import Services
from bot.knowledge import Knowledge, load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from tests.dialogue.in_memory import Conversation
from tests.dialogue.understanding import Understanding

TODAY = date(2026, 11, 22)


class DatedServices(Services):
    """Services on a fixed day."""

    def today(self) -> date:
        return TODAY


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def understanding(knowledge: Knowledge) -> Understanding:
    return Understanding.trained(knowledge, TODAY)


@pytest.fixture(scope="session")
def services(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Services:
    folder = tmp_path_factory.mktemp("desk")
    store = Store(f"sqlite:///{folder / 'desk.db'}")
    store.upgrade()
    return DatedServices(Settings(var_dir=folder), knowledge, store)


@dataclass
class Customer:
    """Somebody in a conversation with the desk in memory."""

    conversation: Conversation

    def say(self, text: str) -> str:
        return self.conversation.say(text)

    def pick(self, label: str) -> str:
        return self.conversation.pick(label)

    @property
    def labels(self) -> list[str]:
        return self.conversation.labels

    @property
    def language(self) -> str:
        return self.conversation.last[-1].language

    @property
    def case_numbers(self) -> list[str]:
        return [case.number for case in self.conversation.services.store.cases_of(self.conversation.name)]


@pytest.fixture
def customer(services: Services, understanding: Understanding, request: pytest.FixtureRequest) -> Customer:
    return Customer(Conversation(understanding.parse, services, name=request.node.nodeid))
