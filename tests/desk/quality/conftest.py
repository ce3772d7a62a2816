from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.quality.workshop import workshop
from tests.desk.conftest import admin, agent, lead, sign_in
from tests.desk.quality.workshop import Shop
from tests.front.conftest import customer, desk, dialogue, knowledge, settings, store, time
from tests.front.desk import Desk

__all__ = [
    "admin",
    "agent",
    "customer",
    "desk",
    "dialogue",
    "knowledge",
    "lead",
    "settings",
    "sign_in",
    "store",
    "time",
]


@pytest.fixture
def shop(desk: Desk, tmp_path: Path) -> Shop:
    made = Shop(desk, tmp_path)
    desk.app.dependency_overrides[workshop] = made.workshop
    return made
