"""Events as no vendor's page shows them: whatever else is odd about one, a customer's words are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.line.received import Text, WebhookEvent, happening
from bot.dialogue.memory import MemoryDialogue
from bot.fakes.line.delivering import signed
from tests.line.desk import SECRET, LineDesk, user

Event = dict[str, Any]
Change = Callable[[Event], object]

_TEXT_ALL_THE_SAME: dict[str, Change] = {
    "a mention that is null": lambda event: event["message"].update(mention=None),
    "mentionees that are null": lambda event: event["message"].update(mention={"mentionees": None}),
    "a mentionee that is null": lambda event: event["message"].update(mention={"mentionees": [None]}),
    "a mention of another form": lambda event: event["message"].update(mention=["all"]),
    "no delivery context": lambda event: event.pop("deliveryContext"),
    "a delivery context that is null": lambda event: event.update(deliveryContext=None),
    "a redelivery that is null": lambda event: event.update(deliveryContext={"isRedelivery": None}),
    "a redelivery of something never told": lambda event: event.update(deliveryContext={"isRedelivery": True}),
    "a mode that is null": lambda event: event.update(mode=None),
    "no time": lambda event: event.pop("timestamp"),
    "a time with a fraction": lambda event: event.update(timestamp=event["timestamp"] + 0.5),
    "a reply token that is a number": lambda event: event.update(replyToken=7),
    "a reply token without end": lambda event: event.update(replyToken="x" * 500),
    "a message id that is a number": lambda event: event["message"].update(id=7),
    "no message id": lambda event: event["message"].pop("id"),
    "another event's properties": lambda event: event.update(postback="x", unsend=3, follow=[1]),
    "a room of another form beside the user": lambda event: event["source"].update(roomId=4, groupId={}),
    "properties of a later year": lambda event: event.update(later={"a": [None, {"b": 1e999}]}),
}
_NOT_READ: dict[str, Change] = {
    "a user id with a sign that no database keeps": lambda event: event["source"].update(userId="U\0"),
    "a user id without end": lambda event: event["source"].update(userId="U" * 300),
    "an event id with a sign that no database keeps": lambda event: event.update(webhookEventId="a\0b"),
    "no event id": lambda event: event.pop("webhookEventId"),
    "a source that is null": lambda event: event.update(source=None),
    "a text that is null": lambda event: event["message"].update(text=None),
}


async def _told(desk: LineDesk, body: bytes) -> int:
    return (await desk.http.post("/webhooks/line", content=body, headers=signed(body, SECRET))).status_code


@pytest.mark.parametrize("change", _TEXT_ALL_THE_SAME.values(), ids=_TEXT_ALL_THE_SAME.keys())
async def test_a_text_is_answered_whatever_stands_beside_it(desk: LineDesk, change: Change) -> None:
    event = desk.account.text(user(), "hello")
    change(event)
    assert await desk.account.once([event]) == 200
    await desk.settled()
    assert desk.phone().transcript == [("customer", "hello"), ("account", "answer to hello")]


@pytest.mark.parametrize("change", _NOT_READ.values(), ids=_NOT_READ.keys())
async def test_what_names_nobody_or_nothing_is_left_out_and_the_rest_is_read(
    desk: LineDesk, dialogue: MemoryDialogue, change: Change
) -> None:
    event = desk.account.text(user(2), "hidden")
    change(event)
    assert await desk.account.once([event, desk.account.text(user(), "hello")]) == 200
    await desk.settled()
    assert [request.text for request in dialogue.answered] == ["hello"]


async def test_half_a_character_costs_neither_its_text_nor_the_others_theirs(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    half, whole = desk.account.text(user(2), "half \ud83d left"), desk.account.text(user(), "whole 😀")
    assert await _told(desk, json.dumps({"destination": "U1", "events": [half, whole]}).encode()) == 200
    await desk.settled()
    assert sorted(request.text or "" for request in dialogue.answered) == ["half � left", "whole 😀"]


@pytest.mark.parametrize(
    "body", [b'{"events":[' + b"[" * 5000 + b"]" * 5000 + b"]}", b'{"events":["\\ud83d"]', b'"\\ud83d"']
)
async def test_what_is_no_webhook_for_another_reason_too_is_turned_down(desk: LineDesk, body: bytes) -> None:
    assert await _told(desk, body) == 400


def _mentioned(text: str, *places: tuple[int, int]) -> Text:
    mentionees = [{"index": index, "length": length, "type": "user", "isSelf": True} for index, length in places]
    message = {"type": "text", "id": "1", "text": text, "mention": {"mentionees": mentionees}}
    found = happening(WebhookEvent(type="message", webhookEventId="e", message=message))
    assert isinstance(found, Text)
    return found


@pytest.mark.parametrize(
    ("text", "places", "left"),
    [
        ("@更新デスク 更新の方法", [(0, 6)], "更新の方法"),
        ("😀😀 @更新デスク 更新の方法 👨‍👩‍👧", [(5, 6)], "😀😀  更新の方法 👨‍👩‍👧"),
        ("@a @a 方法", [(0, 2), (3, 2)], "方法"),
        ("@abcd 方法", [(0, 4), (2, 3)], "方法"),
        ("@a 方法", [(0, 2), (90, 5)], "方法"),
        ("方法 @a", [(3, 500)], "方法"),
        ("方法", [(0, 0)], "方法"),
        ("方法", [(-3, -1)], "方法"),
        ("😀方法", [(1, 0)], "😀方法"),
    ],
)
def test_a_mention_is_cut_out_by_utf_16(text: str, places: list[tuple[int, int]], left: str) -> None:
    assert _mentioned(text, *places) == Text(left, True)


def test_a_mention_that_parts_a_character_leaves_a_text_that_can_be_kept() -> None:
    assert _mentioned("a😀b", (2, 1)).text.encode()


async def test_two_peoples_events_in_one_request_are_answered_each_in_order(desk: LineDesk) -> None:
    events = [desk.account.text(user(who), f"{who} says {number}") for number in range(4) for who in (1, 2)]
    for later, event in enumerate(events):
        event["timestamp"] += later
    assert await desk.account.once([*events[::-1], *events]) == 200
    await desk.settled()
    for who in (1, 2):
        answers = [text for by, text in desk.phone(who).transcript if by == "account"]
        assert answers == [f"answer to {who} says {number}" for number in range(4)]
