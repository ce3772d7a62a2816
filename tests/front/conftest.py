from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import Knowledge, load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from tests.front.desk import Customer, Desk, FakeTime, answer, open_desk
from tests.machines import fresh_database


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        var_dir=tmp_path,
        signing_key=SecretStr("a signing key for tests only"),
        rasa_token=SecretStr("rasa-token"),
    )


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def store(settings: Settings, time: FakeTime) -> Iterator[Store]:
    store = Store(fresh_database(settings.var_dir), clock=time.clock, pause=lambda _seconds: None)
    yield store
    store.close()


@pytest.fixture
def dialogue() -> MemoryDialogue:
    return MemoryDialogue(answer)


@pytest.fixture
async def desk(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime
) -> AsyncIterator[Desk]:
    async with open_desk(settings, store, dialogue, knowledge, time) as desk:
        yield desk


@pytest.fixture
async def customer(desk: Desk) -> Customer:
    return await desk.customer()
