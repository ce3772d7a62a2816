from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.knowledge import Knowledge, load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from tests.front.desk import answer
from tests.slack.desk import SlackDesk, SlackTime, UnderstandingDialogue, open_slack_desk, socket_mode


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
def time() -> SlackTime:
    return SlackTime()


@pytest.fixture
def store(settings: Settings, time: SlackTime) -> Iterator[Store]:
    store = Store(settings.database, clock=time.clock, pause=lambda _seconds: None)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture
def dialogue() -> UnderstandingDialogue:
    return UnderstandingDialogue(answer)


@pytest.fixture(params=["http", "socket"])
async def either_desk(
    request: pytest.FixtureRequest,
    settings: Settings,
    store: Store,
    dialogue: UnderstandingDialogue,
    knowledge: Knowledge,
    time: SlackTime,
) -> AsyncIterator[SlackDesk]:
    """The desk by HTTP, and again by Socket Mode."""
    more = socket_mode() if request.param == "socket" else {}
    async with open_slack_desk(settings, store, dialogue, knowledge, time, **more) as desk:
        yield desk


@pytest.fixture
async def desk(
    settings: Settings, store: Store, dialogue: UnderstandingDialogue, knowledge: Knowledge, time: SlackTime
) -> AsyncIterator[SlackDesk]:
    async with open_slack_desk(settings, store, dialogue, knowledge, time) as desk:
        yield desk


@pytest.fixture
async def socket_desk(
    settings: Settings, store: Store, dialogue: UnderstandingDialogue, knowledge: Knowledge, time: SlackTime
) -> AsyncIterator[SlackDesk]:
    """The desk by Socket Mode."""
    async with open_slack_desk(settings, store, dialogue, knowledge, time, **socket_mode()) as desk:
        yield desk
