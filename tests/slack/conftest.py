from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store
from tests.channels.assistant import Assistant, assistant, understanding
from tests.front.conftest import knowledge, settings, store
from tests.front.desk import answer
from tests.slack.desk import SlackDesk, SlackTime, UnderstandingDialogue, open_slack_desk, socket_mode

__all__ = ["assistant", "knowledge", "settings", "store", "understanding"]


@pytest.fixture
def time() -> SlackTime:
    return SlackTime()


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


@pytest.fixture
async def helpful(
    settings: Settings, store: Store, assistant: Assistant, knowledge: Knowledge, time: SlackTime
) -> AsyncIterator[SlackDesk]:
    """A desk with the real assistant."""
    async with open_slack_desk(settings, store, assistant, knowledge, time) as desk:
        yield desk
