from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store
from tests.channels.assistant import Assistant, assistant, understanding
from tests.front.conftest import knowledge, settings
from tests.front.desk import answer
from tests.line.desk import Clock, LineDesk, open_line_desk
from tests.machines import fresh_database

__all__ = ["assistant", "knowledge", "settings", "understanding"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    store = Store(fresh_database(settings.var_dir), clock=clock.now)
    yield store
    store.close()


@pytest.fixture
def dialogue() -> MemoryDialogue:
    return MemoryDialogue(answer)


@pytest.fixture
async def desk(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, clock: Clock
) -> AsyncIterator[LineDesk]:
    """A desk that echoes."""
    async with open_line_desk(settings, store, dialogue, knowledge, clock) as desk:
        yield desk


@pytest.fixture
async def helpful(
    settings: Settings, store: Store, assistant: Assistant, knowledge: Knowledge, clock: Clock
) -> AsyncIterator[LineDesk]:
    """A desk with the real assistant."""
    async with open_line_desk(settings, store, assistant, knowledge, clock) as desk:
        yield desk
