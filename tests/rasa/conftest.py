"""Rasa's own commands as an operator runs them, and the desk in memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import ROOT, settings
from bot.supervise import model
from bot.supervise.environment import child_environment
from tests.dialogue.conftest import knowledge, services, understanding

__all__ = ["knowledge", "services", "understanding"]

_SECONDS = 900  # loading Rasa alone takes ten, on a busy machine more


@pytest.fixture(scope="session")
def rasa() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a Rasa command in the project folder."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.launch.rasa", *arguments],
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model of the files as they are, trained as ``koshin train`` does it if it isn't there yet."""
    config = settings()
    wanted = model.wanted_model(config)
    return wanted if wanted.is_file() else model.train(config, config.var_dir / "log" / "train.log")
