"""How soon a LINE webhook is acknowledged while fifty customers talk, beside a webhook that does nothing.

``python -m benchmarks.webhook_ack`` starts a desk and a LINE platform of its own; it needs a trained model.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import numpy as np
from aiohttp import web

from benchmarks.bench_desk import bench_desk
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from bot.fakes.line.account import Account
from bot.fakes.line.platform import Platform
from bot.fakes.line.running import SECRET, TOKEN
from bot.fakes.line.server import Server
from bot.settings import ROOT

_PAGE = Path(__file__).parent / "results" / "webhook_ack.md"
_WANTED_MS = 200
_PHONES = 50
_TEXTS = (
    "こんにちは",
    "カスペルスキーの自動更新を止めたい",
    "注文番号は20564778810です",
    "ありがとうございました",
    "how do I turn off auto-renewal",
    "I bought it in the App Store",
    "ESETの更新登録のやり方を教えてください",
    "完了メールが届きません",
)


@dataclass
class Acknowledged:
    """Milliseconds until each answer, and the answers themselves."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def percentile(self, of: float) -> float:
        """Milliseconds."""
        return float(np.percentile(self.milliseconds, of))


class Timed:
    """Brings every webhook to the desk and to the peer, and times both."""

    def __init__(self, desk: str, peer: str, session: aiohttp.ClientSession) -> None:
        self._addresses = {"desk": f"{desk}/webhooks/line", "peer": f"{peer}/webhooks/line"}
        self._session = session
        self.seen = {"desk": Acknowledged(), "peer": Acknowledged()}

    async def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        status = 0
        for name in ("peer", "desk"):
            began = time.perf_counter()
            async with self._session.post(self._addresses[name], data=body, headers=headers) as answer:
                await answer.read()
                status = answer.status
            self.seen[name].milliseconds.append(1000 * (time.perf_counter() - began))
            self.seen[name].statuses.append(status)
        return status


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="messages of every customer")
    parser.add_argument("--pause", type=float, default=10.0, help="seconds between two messages of a customer")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    line_port, peer_port = _free_port(), _free_port()
    line = f"http://127.0.0.1:{line_port}"
    command = [sys.executable, "-m", "benchmarks.bare_webhook", str(peer_port), SECRET]
    settings = {
        "KOSHIN_LINE_CHANNEL_SECRET": SECRET,
        "KOSHIN_LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "KOSHIN_LINE_API_URL": line,
        "KOSHIN_LOG_LEVEL": "error",
    }
    peer = subprocess.Popen(command, cwd=ROOT)
    try:
        with bench_desk(**settings) as desk:
            peer_url = f"http://127.0.0.1:{peer_port}"
            seen, answered = asyncio.run(_talk(desk.front_url, peer_url, line_port, options.rounds, options.pause))
    finally:
        peer.terminate()
        peer.wait()
    text = _report(seen["desk"], seen["peer"], answered, options.rounds, options.pause)
    options.page.write_text(text, encoding="utf-8")
    print(text)


async def _talk(desk: str, peer: str, port: int, rounds: int, pause: float) -> tuple[dict[str, Acknowledged], int]:
    platform = Platform(quota=None, seed="ack")
    runner = web.AppRunner(Server(platform, TOKEN).app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        timed = Timed(desk, peer, session)
        account = Account(platform, timed, SECRET, pause=1.0)
        phones = [f"U{number:032x}" for number in range(_PHONES)]
        await asyncio.gather(*(_customer(account, phone, place, rounds, pause) for place, phone in enumerate(phones)))
        await asyncio.sleep(5)
        answered = sum(any(one.by == "account" for one in platform.phone(phone).shown) for phone in phones)
    await runner.cleanup()
    return timed.seen, answered


async def _customer(account: Account, phone: str, place: int, rounds: int, pause: float) -> None:
    account.platform.phone(phone, "見本花子", "ja")
    await asyncio.sleep(pause * place / _PHONES)  # people don't write in the same moment
    for number in range(rounds):
        await account.says(phone, _TEXTS[(place + number) % len(_TEXTS)])
        await asyncio.sleep(pause)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _report(desk: Acknowledged, peer: Acknowledged, answered: int, rounds: int, pause: float) -> str:
    rows: Sequence[Sequence[object]] = [
        [
            f"p{of}",
            f"{desk.percentile(of):.1f}",
            f"{peer.percentile(of):.1f}",
            f"{desk.percentile(of) / peer.percentile(of):.1f}",
        ]
        for of in (50, 95, 99, 100)
    ]
    good = sum(status == 200 for status in desk.statuses)
    met = "met" if desk.percentile(99) < _WANTED_MS else "not met"
    return page(
        "How soon a LINE webhook is acknowledged",
        measured_here("fastapi", "uvicorn", "line-bot-sdk"),
        f"{_PHONES} customers on LINE, a message each every {pause:g} s, {rounds} times; the whole desk answers them (front, "
        f"Rasa, actions and the platform on the same machine). {good} of {len(desk.statuses)} webhooks were acknowledged, "
        f"{answered} of {_PHONES} customers answered. *Bare webhook*: the SDK's parser behind one route, which keeps and "
        "answers nothing; it got the same request a moment before.",
        table(["ms", "the desk", "bare webhook", "ratio"], rows),
        f"Wanted: under {_WANTED_MS} ms at p99: {met}.",
    )


if __name__ == "__main__":
    main()
