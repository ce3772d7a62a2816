"""A desk of its own for a measurement: three processes on free ports, everything they write in a temporary folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.settings import ROOT
from bot.store import Store
from bot.supervise.environment import child_environment

_START_SECONDS = 300
_END_SECONDS = 20
_MODULES = {"actions": "bot.launch.actions", "rasa": "benchmarks.rasa_with_rest", "front": "bot.app"}


class DeskNotReady(Exception):
    """The desk could not be started; the message ends with what its processes wrote."""


@dataclass(frozen=True)
class BenchDesk:
    """Where the running desk is, and what it has spent."""

    front_url: str
    rasa_url: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def cpu_seconds(self) -> dict[str, float]:
        """CPU seconds that each process has used since it was started."""
        return {name: _cpu_seconds(process.pid) for name, process in self.processes.items()}


@contextmanager
def bench_desk(**variables: str) -> Iterator[BenchDesk]:
    """Start a desk with the newest model, wait until it is ready, end it afterwards.

    Args:
        variables: more settings, such as ``KOSHIN_LOG_LEVEL="error"``.
    """
    with tempfile.TemporaryDirectory(prefix="koshin-bench-") as folder:
        front, rasa, actions = _free_ports(3)
        environment = {
            **child_environment(),
            "PYTHONPATH": str(ROOT),
            "KOSHIN_VAR_DIR": folder,
            "KOSHIN_PORT": str(front),
            "KOSHIN_RASA_PORT": str(rasa),
            "KOSHIN_ACTIONS_PORT": str(actions),
            "KOSHIN_SESSION_RATE_PER_MINUTE": "1000000",
            "KOSHIN_ADDRESS_RATE_PER_MINUTE": "1000000",
            **variables,
        }
        store = Store(f"sqlite:///{folder}/koshin.db")
        store.upgrade()
        store.close()
        desk = BenchDesk(f"http://127.0.0.1:{front}", f"http://127.0.0.1:{rasa}")
        try:
            for name, module in _MODULES.items():
                with (Path(folder) / f"{name}.log").open("wb") as log:
                    desk.processes[name] = subprocess.Popen(
                        [sys.executable, "-m", module],
                        cwd=ROOT,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                    )
            _wait(desk, Path(folder))
            yield desk
        finally:
            _end(list(desk.processes.values()))


def _wait(desk: BenchDesk, folder: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and all(one.poll() is None for one in desk.processes.values()):
        try:
            if httpx.get(f"{desk.front_url}/readyz", timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    written = [f"{name}: {(folder / f'{name}.log').read_text(errors='replace')[-1500:]}" for name in desk.processes]
    raise DeskNotReady("\n".join(["The desk did not get ready.", *written]))


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _cpu_seconds(pid: int) -> float:
    # The name in parentheses may hold blanks; user and system time are the 12th and 13th field after it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]
    finally:
        for free in sockets:
            free.close()
