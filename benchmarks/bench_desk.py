"""A desk of its own for a measurement: three processes on free ports, everything they write in a temporary folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.settings import ROOT
from bot.store import Store
from bot.supervise.environment import child_environment

_START_SECONDS = 300
_END_SECONDS = 20
_MODULES = ("bot.launch.actions", "benchmarks.rasa_with_rest", "bot.app")


class DeskNotReady(Exception):
    """The desk could not be started; the message ends with what its processes wrote."""


@dataclass(frozen=True)
class BenchDesk:
    """Where the running desk is."""

    front_url: str
    rasa_url: str


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
        processes = []
        try:
            for module in _MODULES:
                with (Path(folder) / f"{module}.log").open("wb") as log:
                    processes.append(
                        subprocess.Popen(
                            [sys.executable, "-m", module],
                            cwd=ROOT,
                            env=environment,
                            stdin=subprocess.DEVNULL,
                            stdout=log,
                            stderr=log,
                        )
                    )
            _wait(desk, processes, Path(folder))
            yield desk
        finally:
            _end(processes)


def _wait(desk: BenchDesk, processes: list[subprocess.Popen[bytes]], folder: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and all(process.poll() is None for process in processes):
        try:
            if httpx.get(f"{desk.front_url}/readyz", timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    written = [f"{module}: {(folder / f'{module}.log').read_text(errors='replace')[-1500:]}" for module in _MODULES]
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


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]
    finally:
        for free in sockets:
            free.close()
