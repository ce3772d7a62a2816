"""A customer on LINE, from adding the account to leaving it."""

from __future__ import annotations

import pytest

from bot.dialogue.memory import MemoryDialogue
from bot.fakes.slack import eventually
from tests.line.desk import LineDesk, later, user

U = user()


async def test_a_text_is_answered_by_reply_with_buttons(desk: LineDesk) -> None:
    await desk.account.says(U, "こんにちは")
    await desk.settled()
    assert desk.phone().transcript == [("customer", "こんにちは"), ("account", "answer to こんにちは")]
    assert [action["label"] for action in desk.phone().actions] == ["はい", "いいえ"]
    assert desk.platform.calls == [("reply", 200)]


async def test_a_tap_shows_the_customers_words_and_goes_on(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    await desk.account.says(U, "こんにちは")
    await desk.settled()
    await desk.account.taps(U, "いいえ")
    await desk.settled()
    assert desk.phone().transcript[2:] == [("customer", "いいえ"), ("account", 'answer to /deny{"a": 1}')]
    assert dialogue.answered[-1].payload == '/deny{"a": 1}'


async def test_a_choice_of_somebody_else_is_explained_and_does_nothing(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    await desk.account.says(U, "こんにちは")
    await desk.settled()
    action = desk.phone().actions[0]
    await desk.account.acts(user(2), action)
    await desk.settled()
    assert len(dialogue.answered) == 1
    assert "選択肢" in desk.phone(2).transcript[-1][1]


async def test_adding_the_account_is_greeted_in_the_language_of_the_profile(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    desk.phone(1, language="ja")
    desk.phone(2, language="en-GB", name="Ann")
    desk.phone(3, language=None)
    for number in (1, 2, 3):
        await desk.account.follows(user(number))
    await desk.settled()
    assert {request.payload for request in dialogue.answered} == {"/greet"}
    assert sorted(request.language_hint or "" for request in dialogue.answered) == ["en", "ja", "ja"]
    assert all(len(desk.phone(number).answers) == 1 for number in (1, 2, 3))
    link = desk.store.find_link("line", f"user:{user(2)}")
    assert link is not None
    assert link.display_name == "Ann"
    assert [call[0] for call in desk.platform.calls] == ["reply"] * 3


async def test_nothing_is_pushed_to_who_left_until_they_are_back(desk: LineDesk) -> None:
    await desk.account.says(U, "a")
    await desk.settled()
    await desk.account.blocks(U)
    await desk.settled()
    link = desk.store.find_link("line", f"user:{U}")
    assert link is not None
    assert not link.reachable
    await desk.account.follows(U, unblocked=True)
    await desk.settled()
    assert len(desk.phone().answers) == 2  # the answer to "a", and the greeting
    assert desk.platform.pushed == 0


async def test_an_answer_that_comes_too_late_for_the_token_is_pushed(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    dialogue.pause()
    await desk.account.says(U, "slow")
    later(desk.clock, 120)
    dialogue.resume()
    await desk.settled()
    assert desk.platform.calls == [("push", 200)]
    assert desk.channel.counters.value("pushes") == desk.platform.pushed == 1
    assert desk.phone().transcript[-1] == ("account", "answer to slow")


async def test_a_token_that_is_spent_already_is_no_loss(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    dialogue.pause()
    event = await desk.account.says(U, "hello")
    desk.platform.reply({"replyToken": event["replyToken"], "messages": [{"type": "text", "text": "x"}]}, {})
    dialogue.resume()
    await desk.settled()
    assert desk.platform.calls[1:] == [("reply", 400), ("push", 200)]
    assert desk.phone().transcript[-1] == ("account", "answer to hello")


async def test_what_is_taken_back_vanishes(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    event = await desk.account.says(U, "my secret")
    await desk.settled()
    await desk.account.unsends(U, event["message"]["id"])
    await desk.settled()
    link = desk.store.find_link("line", f"user:{U}")
    assert link is not None
    kept = desk.store.messages_after(link.conversation_id, 0, 100)
    assert not any("my secret" in message.plain_text for message in kept if message.role == "customer")
    assert len(dialogue.forgotten) == 1


async def test_what_is_taken_back_before_it_arrives_is_never_read(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    await desk.account.says(U, "hello")
    await desk.settled()
    event = desk.account.text(U, "my secret")
    await desk.account.unsends(U, event["message"]["id"])
    await desk.settled()
    await desk.account.sends(event)
    await desk.settled()
    assert [request.text for request in dialogue.answered] == ["hello"]


async def test_the_first_message_of_all_is_never_read_when_it_was_taken_back_before_it_arrived(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    event = desk.account.text(U, "my secret")
    await desk.account.unsends(U, event["message"]["id"])
    await desk.settled()
    await desk.account.sends(event)
    await desk.settled()
    assert dialogue.answered == []
    assert desk.store.find_link("line", f"user:{U}") is None


async def test_what_is_taken_back_at_the_moment_it_was_sent_is_never_read(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    text = desk.account.text(U, "my secret")
    unsend = desk.account.event("unsend", U, replies=False, unsend={"messageId": text["message"]["id"]})
    unsend["timestamp"] = text["timestamp"] - 1
    await desk.account.delivers([text, unsend])
    await desk.settled()
    assert dialogue.answered == []


async def test_what_is_taken_back_while_it_is_answered_is_forgotten_after_that(
    desk: LineDesk, dialogue: MemoryDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered: list[bool] = []
    forget = dialogue.forget

    async def noted(conversation_id: str, message_id: str) -> None:
        remembered.append(message_id in [request.message_id for request in dialogue.answered])
        await forget(conversation_id, message_id)

    monkeypatch.setattr(dialogue, "forget", noted)
    dialogue.pause()
    event = await desk.account.says(U, "my secret")
    await desk.channel.events.idle()
    await eventually(lambda: dialogue.turns)
    await desk.account.unsends(U, event["message"]["id"])
    await eventually(lambda: _blank(desk))
    dialogue.resume()
    await desk.settled()
    assert remembered == [True], "what is forgotten before the turn has ended would be remembered behind it"
    assert [text for by, text in desk.phone().transcript if by == "account"] == []


def _blank(desk: LineDesk) -> bool:
    link = desk.store.find_link("line", f"user:{U}")
    messages = desk.store.messages_after(link.conversation_id) if link else []
    return bool(messages) and not messages[0].blocks


async def test_what_is_no_text_gets_a_kind_sentence_in_the_customers_language(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    desk.phone(2, language="en")
    for kind in ("sticker", "image", "video", "audio", "file", "location", "hologram"):
        for number in (1, 2):
            await desk.account.shows(user(number), kind)
            await desk.settled()
    assert dialogue.answered == []
    said = [text for by, text in desk.phone().transcript if by == "account"]
    assert len(said) == 7
    assert all("文章" in text for text in said)
    assert all(text.isascii() for by, text in desk.phone(2).transcript if by == "account")
    assert desk.platform.pushed == 0


async def test_too_long_a_text_is_explained(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    await desk.account.says(U, "長" * 2001)
    await desk.settled()
    assert dialogue.answered == []
    assert "2,000" in desk.phone().transcript[-1][1]


async def test_the_menu_switches_the_language(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    await desk.account.says(U, "こんにちは")
    await desk.account.acts(U, {"type": "richmenuswitch", "richMenuAliasId": "koshin-en", "data": "language=en"})
    await desk.settled()
    assert dialogue.answered[-1].language_switch == "en"


async def test_texts_of_one_customer_are_answered_in_order(desk: LineDesk) -> None:
    events = [desk.account.text(U, f"text {number}") for number in range(5)]
    await desk.account.delivers(events)
    await desk.settled()
    answers = [text for by, text in desk.phone().transcript if by == "account"]
    assert answers == [f"answer to text {number}" for number in range(5)]


async def test_events_that_come_again_change_nothing(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    event = desk.account.text(U, "once")
    for _ in range(4):
        assert await desk.account.once([event, event]) == 200
    await desk.settled()
    assert [request.text for request in dialogue.answered] == ["once"]
    assert desk.phone().transcript[1:] == [("account", "answer to once")]
    assert desk.channel.counters.value("redelivered") == 7
