import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.supervise.environment import child_environment
from tests.supervise.running import Running, Start, free_ports


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ``python ARGUMENTS`` in the project folder with settings of its own."""
    started: list[Running] = []

    def run(*arguments: str, **variables: str) -> Running:
        environment = {**child_environment(), "KOSHIN_VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(Running(process))
        return started[-1]

    yield run
    for running in started:
        if running.process.poll() is None:
            os.killpg(running.process.pid, signal.SIGKILL)
            running.process.wait()


@pytest.fixture
def free_port() -> int:
    return free_ports(1)[0]
