from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest

from bot.store import Store
from tests.store.conftest import empty_url, postgres_server, postgres_url

__all__ = ["empty_url", "postgres_server", "postgres_url"]


class Now:
    """A clock that moves when told to; it begins on a Thursday at ten in Japan."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 1, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def open_store() -> Iterator[Callable[[str, Now], Store]]:
    """Opens stores whose clock is ours."""
    opened: list[Store] = []

    def make(url: str, clock: Now) -> Store:
        opened.append(Store(url, clock=clock, pause=lambda _seconds: None))
        opened[-1].upgrade()
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def cases(empty_url: str, now: Now, open_store: Callable[[str, Now], Store]) -> Store:
    return open_store(empty_url, now)
