"""A customer on LINE and the whole desk, with signed webhooks; processes die and calls fail between question and answer."""

from __future__ import annotations

import os
import re
import signal
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.stack.running import Stack, listener

MESSAGES = [
    "担当者につないでください",
    "自動更新を止めたいのにボタンがありません",
    "2026年8月14日です",
    "高橋健といいます",
    "ken@example.jp",
    "2A123BEC45D",
]
_PATIENCE = 90.0


class Phone:
    """One customer's phone on the platform."""

    def __init__(self, platform: str) -> None:
        self.id = "U" + uuid.uuid4().hex
        self._http = httpx.Client(base_url=platform, timeout=30)

    def do(self, **wish: Any) -> None:
        self._http.post(f"/phones/{self.id}", json=wish).raise_for_status()

    def trouble(self, **wish: Any) -> None:
        self._http.post("/troubles", json=wish).raise_for_status()

    def shown(self) -> list[tuple[str, str]]:
        """Who showed what, in words."""
        found = self._http.get(f"/phones/{self.id}").json()["shown"]
        return [(one["by"], _words(one["message"])) for one in found]

    def answers(self) -> list[str]:
        """What the desk said."""
        return [words for by, words in self.shown() if by == "account"]

    def wait(self, condition: Callable[[list[str]], bool]) -> list[str]:
        """What the desk said, as soon as the condition holds."""
        end = time.monotonic() + _PATIENCE
        while not condition(answers := self.answers()):
            assert time.monotonic() < end, self.shown()
            time.sleep(0.2)
        return answers

    def ask(self, text: str) -> list[str]:
        """Say something and wait for the answers to it."""
        before = len(self.answers())
        self.do(does="say", text=text)
        return self.wait(lambda answers: len(answers) > before)[before:]


def _words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("altText") or message["type"])


@pytest.fixture
def phone(line_platform: str) -> Phone:
    return Phone(line_platform)


def test_a_follower_is_greeted_and_gets_the_guide_of_their_provider(phone: Phone) -> None:
    phone.do(does="follow", language="ja")
    assert phone.wait(bool)
    answers = "\n".join(phone.ask("カスペルスキーの自動更新を止めたい。注文番号は２０５６４７７８８１０です"))
    assert "Digital River" in answers


@pytest.mark.parametrize("name", ["front", "rasa"])
def test_a_killed_process_loses_and_doubles_nothing_on_line(name: str, stack: Stack, phone: Phone) -> None:
    for text in MESSAGES[:3]:
        phone.ask(text)
    before = len(phone.answers())
    phone.do(does="say", text=MESSAGES[3])  # acknowledged: from here on it is the desk's
    os.kill(listener(stack, name), signal.SIGKILL)
    phone.wait(lambda answers: len(answers) > before)
    for text in MESSAGES[4:]:
        phone.ask(text)
    done = "\n".join(phone.ask("はい"))
    assert re.search(r"KD-[0-9]{8}", done)
    said = phone.answers()
    assert len(said) == len(set(said)), "nothing is said twice"
    written = [words for by, words in phone.shown() if by != "account"]
    assert written == [*MESSAGES, "はい"]


def test_failing_calls_lose_and_double_nothing(phone: Phone) -> None:
    for kind in ("500", "cut_done", "429", "500_done", "cut"):
        phone.trouble(kind=kind)
    first = phone.ask("カスペルスキーの自動更新とは何ですか")
    time.sleep(3)  # a doubled answer would come with a later try
    assert phone.answers()[: len(first)] == first
    assert len(phone.answers()) == len(set(phone.answers()))


@pytest.mark.parametrize("signature", [None, "", "AAAA", "x" * 44])
def test_an_unsigned_webhook_is_turned_away(signature: str | None, stack: Stack) -> None:
    headers = {} if signature is None else {"X-Line-Signature": signature}
    body = {"destination": "U0", "events": []}
    answer = httpx.post(f"{stack.url}/webhooks/line", json=body, headers=headers)
    assert (answer.status_code, answer.text) == (401, "")
