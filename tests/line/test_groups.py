"""Among several people the account answers when it is mentioned, and asks nobody for personal data."""

from __future__ import annotations

import json
import re

import pytest

from bot.dialogue.port import DialogueRefused, ParseResult
from tests.channels.assistant import Assistant
from tests.line.desk import LineDesk, user

GROUP = "C" + "a" * 32
ASKS = re.compile(
    "お名前を教えて|メールアドレスを教えて|注文番号を教えて|ご購入日はいつ|please tell|what is your|your name\\?",
    re.IGNORECASE,
)


def _everything(desk: LineDesk) -> str:
    return json.dumps(
        [shown.message for shown in desk.platform.phone(GROUP).shown if shown.by == "account"], ensure_ascii=False
    )


async def test_it_says_when_to_call_it_and_listens_to_nothing_else(helpful: LineDesk, assistant: Assistant) -> None:
    await helpful.account.sends(helpful.account.event("join", GROUP))
    await helpful.account.says(GROUP, "自動更新を止めたいよね", sender=user(1))
    await helpful.settled()
    said = [text for by, text in helpful.platform.phone(GROUP).transcript if by == "account"]
    assert len(said) == 1
    assert "メンション" in said[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("自動更新とは何ですか", "自動更新"),
        ("What is auto-renewal?", "auto-renewal"),
        ("更新登録のやり方を教えて", "更新ユーザー登録"),
        ("iPhoneで自動更新を止めたい", "App Store"),
    ],
)
async def test_a_general_question_gets_its_guide(helpful: LineDesk, text: str, words: str) -> None:
    await helpful.account.says(GROUP, text, sender=user(1), mention=True)
    await helpful.settled()
    (shown,) = helpful.platform.phone(GROUP).answers
    assert words in json.dumps(shown.message, ensure_ascii=False)
    assert "line.me/R/ti/p/@koshin-fake" in _everything(helpful)
    assert helpful.platform.calls[-1] == ("reply", 200)


@pytest.mark.parametrize(
    "text",
    [
        "人と話したい",
        "担当者につないでください",
        "注文番号は20564778810です",
        "hanako@example.com です",
        "KD-84363738 はどうなりましたか",
        "会話を消してください",
        "I want to talk to a human",
    ],
)
async def test_what_needs_personal_data_is_sent_to_a_chat_of_its_own(
    helpful: LineDesk, assistant: Assistant, text: str
) -> None:
    await helpful.account.says(GROUP, text, sender=user(1), mention=True)
    await helpful.settled()
    (shown,) = helpful.platform.phone(GROUP).answers
    assert "1対1" in shown.text or "one-to-one" in shown.text
    assert "line.me/R/ti/p/" in _everything(helpful)
    assert "20564778810" not in _everything(helpful)


async def test_whatever_is_said_in_a_group_no_form_begins_and_nothing_is_kept(
    helpful: LineDesk, assistant: Assistant
) -> None:
    asked: list[object] = []
    assistant.before_turn = asked.append
    for text in (
        "解決しませんでした",
        "はい",
        "人と話したい",
        "山田太郎です",
        "2026年11月1日に買いました",
        "ありがとう",
    ):
        await helpful.account.says(GROUP, text, sender=user(1), mention=True)
        await helpful.settled()
    assert asked == []
    assert not ASKS.search(_everything(helpful))
    link = helpful.store.find_link("line", f"group:{GROUP}")
    assert link is not None
    roles = {message.role for message in helpful.store.messages_after(link.conversation_id, 0, 100)}
    assert roles == {"system"}
    assert all("postback" not in json.dumps(shown.message) for shown in helpful.platform.phone(GROUP).shown)


async def test_no_loading_animation_is_asked_for_in_a_group(helpful: LineDesk) -> None:
    await helpful.account.says(GROUP, "自動更新とは?", sender=user(1), mention=True)
    await helpful.settled()
    assert "loading" not in {kind for kind, _ in helpful.platform.calls}


async def test_after_it_was_removed_nothing_is_sent_to_the_group(helpful: LineDesk) -> None:
    await helpful.account.sends(helpful.account.event("join", GROUP))
    await helpful.settled()
    await helpful.account.sends(helpful.account.event("leave", GROUP, replies=False))
    await helpful.settled()
    link = helpful.store.find_link("line", f"group:{GROUP}")
    assert link is not None
    assert not link.reachable


async def test_too_long_a_question_is_explained_at_once(helpful: LineDesk) -> None:
    await helpful.account.says(GROUP, "自動更新を止めたい。" * 499, sender=user(1), mention=True)
    await helpful.settled()
    (shown,) = helpful.platform.phone(GROUP).answers
    assert "2,000" in shown.text
    assert helpful.platform.calls == [("reply", 200)]


async def test_what_the_assistant_refuses_is_sent_to_a_chat_of_its_own(
    desk: LineDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(text: str, conversation_id: str | None = None) -> ParseResult:
        raise DialogueRefused("status_400")

    monkeypatch.setattr(desk.front.dialogue, "parse", refused)
    await desk.account.says(GROUP, "自動更新とは?", sender=user(1), mention=True)
    await desk.settled()
    (shown,) = desk.platform.phone(GROUP).answers
    assert "1対1" in shown.text
    assert desk.platform.calls[-1] == ("reply", 200)


async def test_a_name_without_a_question_is_told_how_to_ask(desk: LineDesk) -> None:
    for text in ("", " \u200b"):
        await desk.account.says(GROUP, text, sender=user(1), mention=True)
        await desk.settled()
    said = [text for by, text in desk.platform.phone(GROUP).transcript if by == "account"]
    assert ["メンション" in text for text in said] == [True, True]
