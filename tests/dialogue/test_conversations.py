"""The scripted conversations, played against the desk in memory on the day they were written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.playing import OF_OTHERS, SCRIPTS, play


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_conversation(path: Path, customer: Customer) -> None:
    play(path, customer)


@pytest.mark.parametrize("path", OF_OTHERS, ids=lambda path: path.stem)
def test_conversation_that_others_imagined(path: Path, customer: Customer) -> None:
    play(path, customer)
