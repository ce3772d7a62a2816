from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.quality.workshop import Shop
from tests.front.desk import Desk


@pytest.fixture
def shop(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(desk, tmp_path).used_by(monkeypatch)
