"""Real processes on loopback ports, started and ended by the test that uses them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from bot.store import Store
from tests.scenarios.fake_rasa import turns

_HTTP = httpx.Client(trust_env=False, timeout=30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class _Process:
    def __init__(self, command: list[str], environment: dict[str, str], probe: str) -> None:
        self._command = command
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        self._probe = probe
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        self._running = subprocess.Popen(self._command, env=self._environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self._running.poll() is None, "the process ended"
            try:
                _HTTP.get(self._probe)
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the process does not answer")

    def kill(self) -> None:
        """kill -9"""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    def stop(self) -> float:
        """Ask it to end; the seconds that took."""
        assert self._running is not None
        began = time.monotonic()
        self._running.send_signal(signal.SIGTERM)
        self._running.wait(20)
        self._running = None
        return time.monotonic() - began


class RasaProcess(_Process):
    """The fake Rasa, with a tracker file that outlives it."""

    def __init__(self, ledger: Path) -> None:
        self.port = free_port()
        self._ledger = ledger
        script = str(Path(__file__).with_name("fake_rasa.py"))
        probe = f"http://127.0.0.1:{self.port}/webhooks/desk/ready"
        super().__init__([sys.executable, script, str(self.port), str(ledger)], {}, probe)

    def said(self) -> list[str]:
        """The texts that became turns, in order."""
        return [entry["text"] for entry in turns(self._ledger)]


class FrontProcess(_Process):
    """The front as it is started in production."""

    def __init__(self, folder: Path, rasa_port: int) -> None:
        self.port = free_port()
        self._database = f"sqlite:///{folder / 'koshin.db'}"
        environment = {
            "KOSHIN_PORT": str(self.port),
            "KOSHIN_RASA_PORT": str(rasa_port),
            "KOSHIN_RASA_TOKEN": "rasa-token",
            "KOSHIN_SIGNING_KEY": "a signing key for tests only",
            "KOSHIN_VAR_DIR": str(folder),
            "KOSHIN_DATABASE_URL": self._database,
            "KOSHIN_SESSION_RATE_PER_MINUTE": "10000",
            "KOSHIN_ADDRESS_RATE_PER_MINUTE": "10000",
        }
        super().__init__([sys.executable, "-m", "bot.app"], environment, f"http://127.0.0.1:{self.port}/healthz")

    def migrate(self) -> None:
        """Create the tables."""
        store = Store(self._database)
        store.upgrade()
        store.close()

    def session(self) -> dict[str, str]:
        """The headers of a new customer."""
        token = _HTTP.post(f"{self._address}/chat/sessions").json()["token"]
        return {"Authorization": f"Bearer {token}"}

    def say(self, who: dict[str, str], name: str, text: str, wait: int | None = None) -> httpx.Response:
        """Send a text."""
        prefer = {} if wait is None else {"Prefer": f"wait={wait}"}
        body = {"client_message_id": name, "text": text}
        return _HTTP.post(f"{self._address}/chat/messages", json=body, headers={**who, **prefer})

    def transcript(self, who: dict[str, str]) -> list[tuple[str, str]]:
        """Role and first words of each message."""
        page = _HTTP.get(f"{self._address}/chat/messages", headers=who).json()
        return [(message["role"], message["blocks"][0]["text"]) for message in page["messages"]]

    def ready(self) -> httpx.Response:
        """Whether it is ready."""
        return _HTTP.get(f"http://127.0.0.1:{self.port}/readyz")

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"
