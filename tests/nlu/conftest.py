"""The real knowledge base and a fixed day for the tests of understanding."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge import Knowledge, load_knowledge
from bot.settings import ROOT


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def today() -> date:
    """A Sunday."""
    return date(2026, 11, 22)
