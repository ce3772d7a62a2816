from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.processes import FrontProcess, RasaProcess


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[RasaProcess]:
    process = RasaProcess(tmp_path / "tracker.jsonl")
    process.start()
    yield process
    process.kill()


@pytest.fixture
def front(tmp_path: Path, rasa: RasaProcess) -> Iterator[FrontProcess]:
    process = FrontProcess(tmp_path, rasa.port)
    process.migrate()
    process.start()
    yield process
    process.kill()
