"""A customer on LINE and the whole desk, with signed webhooks; processes die and calls fail between question and answer."""

from __future__ import annotations

import time
import uuid
from typing import Any

import httpx
import pytest

from tests.stack.chatting import Chat, escalate_through_a_kill
from tests.stack.running import Stack


class Phone(Chat):
    """One customer's phone on the platform."""

    def __init__(self, platform: str) -> None:
        self.id = "U" + uuid.uuid4().hex
        self._http = httpx.Client(base_url=platform, timeout=30)

    def do(self, **wish: Any) -> None:
        self._http.post(f"/phones/{self.id}", json=wish).raise_for_status()

    def trouble(self, **wish: Any) -> None:
        self._http.post("/troubles", json=wish).raise_for_status()

    def write(self, text: str) -> None:
        self.do(does="say", text=text)

    def shown(self) -> list[tuple[str, str]]:
        found = self._http.get(f"/phones/{self.id}").json()["shown"]
        return [("desk" if one["by"] == "account" else one["by"], _words(one["message"])) for one in found]


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
    escalate_through_a_kill(phone, stack, name)


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
