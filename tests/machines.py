"""What the state machines share: a store that blinks, threads that are none, chance that is the same each time."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection

from bot.store import Store, StoreUnavailable
from bot.store.store import utc_now

T = TypeVar("T")

DELAYS = random.Random()
"""Seeded by each run, so that a run can be had again."""


class BlinkingStore(Store):
    """A store whose next writes are lost before or after their commit, as ``faults`` says."""

    def __init__(self, url: str, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(url, clock=clock)
        self.faults: list[str] = []
        write = self._database.write

        def blinking(work: Callable[[Connection], T]) -> T:
            fault = self.faults.pop(0) if self.faults else "none"
            if fault == "before":
                raise StoreUnavailable("told to fail")
            result = write(work)
            if fault == "after":
                raise StoreUnavailable("told to fail")
            return result

        self._database.write = blinking  # type: ignore[method-assign, assignment]


def fresh_database(folder: Path) -> str:
    """The URL of a new database in a folder; migrating each one anew would take longer than its test."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(_template().name) / "koshin.db", folder / "koshin.db")
    return f"sqlite:///{folder / 'koshin.db'}"


@lru_cache(maxsize=1)
def _template() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="koshin-template-")
    store = Store(f"sqlite:///{Path(folder.name) / 'koshin.db'}")
    store.upgrade()
    store.close()
    return folder


async def inline(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """``asyncio.to_thread`` without a thread: the machine decides what happens in between, the same each time."""
    await idle(DELAYS.randint(0, 3))
    result = work(*arguments, **named)
    await idle(DELAYS.randint(0, 3))
    return result


async def idle(count: int) -> None:
    """Let the others have so many turns."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def no_threads() -> Iterator[None]:
    """``asyncio.to_thread`` is ``inline`` as long as a module's tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "to_thread", inline)
        yield


def many_steps(steps: int, examples: int = 100) -> settings:
    """The settings of a machine that starts slowly and goes on for long."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
