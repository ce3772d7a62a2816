"""The whole desk, started as an operator starts it, once for all tests of this folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.fakes.line.running import SECRET, TOKEN
from bot.fakes.slack import BOT_TOKEN, SIGNING_SECRET
from bot.fakes.slack.serve import AGENT_GROUP, SUPPORT_CHANNEL
from tests.stack.running import Stack
from tests.supervise.running import free_ports

ROOT = Path(__file__).resolve().parents[2]
KOSHIN = Path(sys.executable).with_name("koshin")
_START_SECONDS = 900  # a first start trains the model


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/stack/" in item.path.as_posix():
            item.add_marker("stack")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running desk on free loopback ports with its own var folder."""
    var = tmp_path_factory.mktemp("var")
    ports = free_ports(5)
    environment = {
        **{k: v for k, v in os.environ.items() if k != "MAKELEVEL"},
        "KOSHIN_VAR_DIR": str(var),
        "KOSHIN_PORT": str(ports[0]),
        "KOSHIN_RASA_PORT": str(ports[1]),
        "KOSHIN_ACTIONS_PORT": str(ports[2]),
        "KOSHIN_LINE_CHANNEL_SECRET": SECRET,
        "KOSHIN_LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "KOSHIN_LINE_API_URL": f"http://127.0.0.1:{ports[3]}",
        "KOSHIN_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "KOSHIN_SLACK_BOT_TOKEN": BOT_TOKEN,
        "KOSHIN_SLACK_API_URL": f"http://127.0.0.1:{ports[4]}/api/",
        "KOSHIN_SLACK_SUPPORT_CHANNEL": SUPPORT_CHANNEL,
        "KOSHIN_SLACK_AGENT_GROUP": AGENT_GROUP,
        "KOSHIN_SESSION_RATE_PER_MINUTE": "10000",
        "KOSHIN_ADDRESS_RATE_PER_MINUTE": "100000",
    }
    log = var / "up.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(KOSHIN), "up"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    running = Stack(f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}", var, environment, process, KOSHIN)
    try:
        _wait(running, log)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(stack: Stack, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if stack.process.poll() is not None:
            pytest.fail(f"the desk did not start:\n{log.read_text()[-3000:]}")
        try:
            if httpx.get(f"{stack.url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    pytest.fail(f"the desk was not ready in time:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def line_platform(stack: Stack) -> Iterator[str]:
    """The address of a LINE platform that the running desk is registered with."""
    address = stack.environment["KOSHIN_LINE_API_URL"]
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "bot.fakes.line", "--port", port, "--webhook", f"{stack.url}/webhooks/line"]
    with _running(command, f"{address}/state"):
        yield address


@pytest.fixture(scope="session")
def slack_platform(stack: Stack) -> Iterator[str]:
    """The address of a Slack that the running desk is installed in."""
    address = stack.environment["KOSHIN_SLACK_API_URL"].removesuffix("/api/")
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "bot.fakes.slack.serve", "--port", port, "--desk", stack.url]
    with _running(command, f"{address}/ui/state"):
        yield address


@contextmanager
def _running(command: list[str], ready: str) -> Iterator[None]:
    """A process that answers at an address."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                if httpx.get(ready, timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)
