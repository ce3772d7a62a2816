"""What the front adds to a turn: the same turns through its chat API and straight to Rasa, taking turns.

``python -m benchmarks.front_overhead`` starts a desk of its own; it needs a trained model.
"""

from __future__ import annotations

import argparse
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from benchmarks.bench_desk import BenchDesk, bench_desk
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table

_PAGE = Path(__file__).parent / "results" / "front_overhead.md"
_WAIT_SECONDS = 60
_WANTED = 1.25

# Short ones: Rasa reads a conversation's events again in every turn, so that long ones would hide what the front adds.
_CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("自動更新を止めたい", "ファーウェイのスマホです", "ありがとうございました"),
    ("更新の完了メールが来ないのですが", "迷惑メールにもありません", "解決しませんでした", "いいえ"),
    ("こんにちは", "注文番号は20564778810です。どこで買ったか分かりますか", "自動更新を止める方法も教えてください"),
    ("how do I turn off auto-renewal", "I bought it in the app store", "thanks, bye"),
    ("Where do I find the serial number?", "it did not work", "no"),
    ("今日の天気は？", "人と話したい", "やっぱりやめます"),
)


@dataclass(frozen=True)
class Turns:
    """Seconds of every turn, one list for each way, in the same order."""

    front: tuple[float, ...]
    direct: tuple[float, ...]

    def ratio(self, percentile: float) -> float:
        """How many times as long the way through the front takes."""
        return float(np.percentile(self.front, percentile) / np.percentile(self.direct, percentile))


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12, help="how often every conversation is held")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    with bench_desk() as desk, httpx.Client(timeout=_WAIT_SECONDS, trust_env=False) as client:
        _hold(client, desk, _CONVERSATIONS)  # what is loaded at the first use is no turn's cost
        before = desk.cpu_seconds()
        turns = _hold(client, desk, _CONVERSATIONS * options.rounds)
        spent = {name: seconds - before[name] for name, seconds in desk.cpu_seconds().items()}
    text = _report(turns, options.rounds, spent)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def _hold(client: httpx.Client, desk: BenchDesk, conversations: Sequence[Sequence[str]]) -> Turns:
    front: list[float] = []
    direct: list[float] = []
    for number, texts in enumerate(conversations):
        session = client.post(f"{desk.front_url}/api/v1/chat/sessions", json={}).raise_for_status().json()
        sender = f"bench-{uuid.uuid4()}"
        for turn, text in enumerate(texts):
            ways = [
                (front, lambda text=text, token=session["token"]: _through_front(client, desk, token, text)),
                (direct, lambda text=text, sender=sender: _straight(client, desk, sender, text)),
            ]
            for spent, way in ways if (number + turn) % 2 else reversed(ways):
                began = time.perf_counter()
                way()
                spent.append(time.perf_counter() - began)
    return Turns(tuple(front), tuple(direct))


def _through_front(client: httpx.Client, desk: BenchDesk, token: str, text: str) -> None:
    answer = client.post(
        f"{desk.front_url}/api/v1/chat/messages",
        json={"client_message_id": str(uuid.uuid4()), "text": text},
        headers={"Authorization": f"Bearer {token}", "Prefer": f"wait={_WAIT_SECONDS // 2}"},
    ).raise_for_status()
    found = answer.json()
    if not found["complete"] or not found["messages"]:
        raise RuntimeError(f"no complete answer to {text!r}: {found}")


def _straight(client: httpx.Client, desk: BenchDesk, sender: str, text: str) -> None:
    answer = client.post(f"{desk.rasa_url}/webhooks/rest/webhook", json={"sender": sender, "message": text})
    if not answer.raise_for_status().json():
        raise RuntimeError(f"no answer to {text!r}")


def _report(turns: Turns, rounds: int, spent: dict[str, float]) -> str:
    rows = [
        [
            f"p{percentile}",
            f"{1000 * np.percentile(turns.front, percentile):.1f}",
            f"{1000 * np.percentile(turns.direct, percentile):.1f}",
            f"{turns.ratio(percentile):.2f}",
        ]
        for percentile in (50, 95)
    ]
    count = len(turns.front)
    shares = {"front": count, "rasa": 2 * count, "actions": 2 * count}
    used = ", ".join(f"{name} {1000 * spent[name] / share:.1f}" for name, share in shares.items())
    added = 1000 * float(np.median(np.subtract(turns.front, turns.direct)))
    return page(
        "What the front adds to a turn",
        measured_here("rasa", "fastapi", "uvicorn", "httpx"),
        f"{count} turns each way in {rounds * len(_CONVERSATIONS)} short conversations with the same texts, "
        "taking turns in the same run: `POST /api/v1/chat/messages` with `Prefer: wait`, and Rasa's REST channel.",
        table(["ms", "through the front", "straight to Rasa", "ratio"], rows),
        f"Median of the differences turn by turn: {added:+.1f} ms. Wanted: p95 at most {_WANTED} times.",
        f"CPU milliseconds that each process spends on a turn: {used}.",
    )


if __name__ == "__main__":
    main()
