from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import Store
from tests.desk.figures.log import Log, believable
from tests.front.desk import FakeTime

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)


@pytest.fixture
def log(store: Store, time: FakeTime) -> Log:
    def set_time(at: datetime) -> None:
        time.now = at

    return Log(store, set_time)


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with twelve believable days before now."""
    path = tmp_path_factory.mktemp("days") / "koshin.db"
    hand = [NOW]
    store = Store(f"sqlite:///{path}", clock=lambda: hand[0])
    store.upgrade()

    def set_time(at: datetime) -> None:
        hand[0] = at

    believable(Log(store, set_time), NOW, days=12, each_day=5)
    store.close()
    return path


@pytest.fixture
def believed_store(days: Path) -> Iterator[Store]:
    """Those days to be looked at only."""
    store = Store(f"sqlite:///{days}", clock=lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def believed(store: Store, settings: Settings, days: Path) -> Store:
    """Those days in the desk's own store."""
    with (
        closing(sqlite3.connect(days)) as source,
        closing(sqlite3.connect(settings.database.removeprefix("sqlite:///"))) as target,
    ):
        source.backup(target)
    return store
