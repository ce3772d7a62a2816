"""Customers and agents in Slack and the whole desk; processes die and calls fail between question and answer."""

from __future__ import annotations

import html
import time
import uuid
from typing import Any

import httpx
import pytest

from bot.fakes.slack import BOT_USER
from bot.fakes.slack.serve import SUPPORT_CHANNEL
from tests.stack.chatting import Chat, escalate_through_a_kill
from tests.stack.running import Stack

SATO, TANAKA = "U0SATO0001", "U0TANAKA01"
_PATIENCE = 90.0


class Workspace:
    """The workspace as its people see it."""

    def __init__(self, platform: str) -> None:
        self._http = httpx.Client(base_url=platform, timeout=30)

    def do(self, what: str, **wish: Any) -> None:
        """Do something as somebody."""
        self._http.post(f"/ui/{what}", json=wish).raise_for_status()

    def messages(self, user: str, channel: str) -> list[dict[str, Any]]:
        """What somebody sees in a channel."""
        found: list[dict[str, Any]] = self._http.get("/ui/state", params={"user": user}).json()["messages"][channel]
        return found

    def wait(self, user: str, channel: str, *words: str, only_me: bool = False) -> dict[str, Any]:
        """The newest message with these words, as soon as it is there."""
        end = time.monotonic() + _PATIENCE
        while True:
            for message in reversed(self.messages(user, channel)):
                told = message["text"] + str(message["blocks"])
                if all(word in told for word in words) and message["whisper"] >= only_me:
                    return message
            assert time.monotonic() < end, f"{words} never came"
            time.sleep(0.2)


class DirectMessage(Chat):
    """One customer's direct messages with the desk."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.user = "U" + uuid.uuid4().hex[:10].upper()
        self.channel = "D" + self.user[1:]
        workspace.do("person", user=self.user, name="見本花子")

    def write(self, text: str) -> None:
        self._workspace.do("say", user=self.user, channel=self.channel, text=text)

    def shown(self) -> list[tuple[str, str]]:
        found = self._workspace.messages(self.user, self.channel)
        return [("desk" if one["user"] == BOT_USER else "customer", html.unescape(one["text"])) for one in found]


@pytest.fixture
def workspace(slack_platform: str) -> Workspace:
    return Workspace(slack_platform)


@pytest.fixture
def chat(workspace: Workspace) -> DirectMessage:
    return DirectMessage(workspace)


@pytest.mark.parametrize("name", ["front", "rasa"])
def test_a_killed_process_loses_and_doubles_nothing_in_slack(
    name: str, stack: Stack, chat: DirectMessage, workspace: Workspace
) -> None:
    number = escalate_through_a_kill(chat, stack, name)
    workspace.wait(SATO, SUPPORT_CHANNEL, number)
    cards = [m for m in workspace.messages(SATO, SUPPORT_CHANNEL) if number in m["text"] and not m["thread"]]
    assert len(cards) == 1


def test_failing_calls_lose_and_double_nothing(chat: DirectMessage, workspace: Workspace) -> None:
    for kind in ("server_error", "cut_after", "ratelimited", "cut_before"):
        workspace.do("fault", method="chat.postMessage", kind=kind)
    first = chat.ask("カスペルスキーの自動更新とは何ですか")
    time.sleep(3)  # a doubled answer would come with a later try
    assert chat.answers()[: len(first)] == first
    assert len(chat.answers()) == len(set(chat.answers()))


def test_an_agent_is_answered_within_three_seconds(workspace: Workspace) -> None:
    workspace.do("say", user=SATO, channel=SUPPORT_CHANNEL, text="/assist ALLSOFT-22123499")  # knows its people now
    workspace.wait(SATO, SUPPORT_CHANNEL, "ALLSOFT-22123499", only_me=True)
    begun = time.monotonic()
    workspace.do("say", user=SATO, channel=SUPPORT_CHANNEL, text="/assist ALLSOFT-22123406")
    answer = workspace.wait(SATO, SUPPORT_CHANNEL, "ALLSOFT-22123406", only_me=True)
    assert time.monotonic() - begun < 3
    assert "Allsoft" in answer["text"]


def test_two_agents_claim_and_the_winners_words_reach_the_customer(chat: DirectMessage, workspace: Workspace) -> None:
    for text in (
        "担当者につないでください",
        "ログインできません",
        "2026年8月14日です",
        "高橋健といいます",
        "ken@example.jp",
    ):
        chat.ask(text)
    chat.ask("2A123BEC45D")
    answer = "\n".join(chat.ask("はい"))
    number = answer[answer.index("KD-") :][:11]
    card = workspace.wait(SATO, SUPPORT_CHANNEL, number, "case:claim")
    for agent in (SATO, TANAKA):
        workspace.do("click", user=agent, channel=SUPPORT_CHANNEL, ts=card["ts"], action="引き受ける")
    workspace.wait(TANAKA, SUPPORT_CHANNEL, number, "佐藤", only_me=True)
    workspace.do("say", user=SATO, channel=SUPPORT_CHANNEL, text="佐藤が承ります。", thread=card["ts"])
    offer = workspace.wait(SATO, SUPPORT_CHANNEL, "note:send", "社内メモ", only_me=True)
    workspace.do("click", user=SATO, channel=SUPPORT_CHANNEL, ts=offer["ts"], action="お客様に送信")
    chat.wait(lambda answers: any("佐藤が承ります。" in said for said in answers))


@pytest.mark.parametrize("signature", [None, "", "v0=" + "a" * 64])
@pytest.mark.parametrize("kind", ["events", "commands", "interactions"])
def test_an_unsigned_request_is_turned_away(kind: str, signature: str | None, stack: Stack) -> None:
    stamp = {"X-Slack-Request-Timestamp": str(int(time.time()))}
    headers = stamp if signature is None else {**stamp, "X-Slack-Signature": signature}
    answer = httpx.post(f"{stack.url}/webhooks/slack/{kind}", json={"type": "event_callback"}, headers=headers)
    assert (answer.status_code, answer.text) == (401, "")
