"""A desk of its own for a replay: Rasa and the actions with a model, a knowledge folder and an empty database."""

from __future__ import annotations

import asyncio
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.desk.replay.playing import ReplayFailed
from bot.dialogue.port import DialoguePort
from bot.dialogue.rasa_port import RasaPort
from bot.settings import ROOT
from bot.store import Store

_READY_SECONDS = 240
_TURN_SECONDS = 60.0
_END_SECONDS = 10
_PR_SET_PDEATHSIG = 1
_MODULES = (("bot.launch.actions",), ("bot.launch.rasa", "run"))


@asynccontextmanager
async def sandbox(folder: Path, model: Path, knowledge: Path) -> AsyncIterator[DialoguePort]:
    """A dialogue that answers from this model and knowledge, and forgets everything at the end.

    Args:
        folder: made, and removed at the end: what is written there holds customers' words.

    Raises:
        ReplayFailed: its processes don't start.
    """
    folder.mkdir(parents=True, mode=0o700)
    (folder / "models").mkdir()
    shutil.copyfile(model, folder / "models" / "desk-replayed.tar.gz")
    environment = _environment(folder, knowledge)
    store = Store(f"sqlite:///{folder / 'koshin.db'}")
    store.upgrade()
    store.close()
    processes = [_start(module, environment, folder / "log") for module in _MODULES]
    port = RasaPort(
        f"http://127.0.0.1:{environment['KOSHIN_RASA_PORT']}", environment["KOSHIN_RASA_TOKEN"], _TURN_SECONDS
    )
    try:
        await _ready(port, processes)
        yield port
    finally:
        await port.close()
        for process in processes:
            _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, knowledge: Path) -> dict[str, str]:
    """The settings of the real desk, but with places, ports and secrets of the sandbox's own."""
    rasa_port, actions_port = _free_ports()
    return {
        **os.environ,
        "KOSHIN_VAR_DIR": str(folder),
        "KOSHIN_MODELS_DIR": str(folder / "models"),
        "KOSHIN_KNOWLEDGE_DIR": str(knowledge.resolve()),
        "KOSHIN_DATABASE_URL": f"sqlite:///{folder / 'koshin.db'}",
        "KOSHIN_RASA_DATABASE_URL": f"sqlite:///{folder / 'rasa.db'}",
        "KOSHIN_RASA_PORT": str(rasa_port),
        "KOSHIN_ACTIONS_PORT": str(actions_port),
        "KOSHIN_RASA_TOKEN": secrets.token_urlsafe(24),
        "KOSHIN_SIGNING_KEY": secrets.token_urlsafe(32),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _start(module: tuple[str, ...], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    libc = ctypes.CDLL(None)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A replay that is killed leaves nothing behind.
            preexec_fn=lambda: libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0),
        )


async def _ready(port: RasaPort, processes: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(_READY_SECONDS):
        if any(process.poll() is not None for process in processes):
            raise ReplayFailed("sandbox_failed")
        if not await port.ready():
            return
        await asyncio.sleep(1)
    raise ReplayFailed("sandbox_failed")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_SECONDS)
        return
    process.kill()
    process.wait()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
