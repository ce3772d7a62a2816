"""A desk over in-memory parts, and people signed in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import structlog

from bot.messages import Language
from bot.store.people_records import DeskRole
from tests.desk import agents
from tests.desk.agents import AtDesk, SignIn
from tests.front.conftest import customer, desk, dialogue, knowledge, settings, store, time
from tests.front.desk import Desk

__all__ = ["customer", "desk", "dialogue", "knowledge", "settings", "store", "time"]


@pytest.fixture(autouse=True, scope="session")
def plain_tracebacks() -> None:
    """The pretty ones print all knowledge with each error."""
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])


@pytest.fixture
async def sign_in(desk: Desk) -> AsyncIterator[SignIn]:
    """Sign somebody in: ``sign_in("lead", "田中", language="ja")``."""
    opened: list[AtDesk] = []

    def make(role: DeskRole = "agent", name: str = "佐藤", language: Language = "ja") -> AtDesk:
        opened.append(agents.sign_in(desk, role, name, language))
        return opened[-1]

    yield make
    for each in opened:
        await each.http.aclose()


@pytest.fixture
def agent(sign_in: SignIn) -> AtDesk:
    return sign_in("agent", "佐藤")


@pytest.fixture
def lead(sign_in: SignIn) -> AtDesk:
    return sign_in("lead", "田中")


@pytest.fixture
def admin(sign_in: SignIn) -> AtDesk:
    return sign_in("admin", "鈴木")
