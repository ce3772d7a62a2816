"""The shipped knowledge base, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import Knowledge, load_knowledge

FOLDER = Path(__file__).resolve().parents[2] / "knowledge"


@pytest.fixture(scope="session")
def folder() -> Path:
    return FOLDER


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(FOLDER)
