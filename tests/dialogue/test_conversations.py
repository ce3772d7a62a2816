"""The scripted conversations, played against the desk in memory on the day they were written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.playing import SCRIPTS, play


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_conversation(path: Path, customer: Customer) -> None:
    play(path, customer)
