from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.quality.workshop import workshop
from tests.desk.quality.workshop import Shop
from tests.front.desk import Desk


@pytest.fixture
def shop(desk: Desk, tmp_path: Path) -> Shop:
    made = Shop(desk, tmp_path)
    desk.app.dependency_overrides[workshop] = made.workshop
    return made
