"""One file for each kind of event that the platform sends; what each leads to stands in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from linebot.v3.webhooks import CallbackRequest

from bot.dialogue.memory import MemoryDialogue
from bot.fakes.line.delivering import DESTINATION
from tests.line.desk import LineDesk

CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.json"))
_NOT_IN_THE_SDK = {"unknown_event", "unknown_message", "without_source", "without_user_id"}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
async def test_event(path: Path, desk: LineDesk, dialogue: MemoryDialogue) -> None:
    case = json.loads(path.read_text("utf-8"))
    event = case["event"]
    if path.stem not in _NOT_IN_THE_SDK:
        CallbackRequest.from_dict({"destination": DESTINATION, "events": [event]})
    source = event.get("source", {})
    chat_id = source.get("groupId") or source.get("roomId") or source.get("userId") or "U" + "0" * 32
    phone = desk.platform.phone(chat_id)
    if token := event.get("replyToken"):
        desk.platform.accept_token(token, chat_id)
    desk.clock.ahead += event["timestamp"] / 1000 - desk.clock.seconds()

    assert await desk.account.once([event, event]) == 200
    assert await desk.account.once([event]) == 200
    await desk.settled()

    turns, said = len(dialogue.answered), len(phone.shown)
    assert (turns, said) == {"turn": (1, 1), "sentence": (0, 1), "group": (0, 1), "nothing": (0, 0)}[case["leads_to"]]
    assert desk.platform.pushed == 0
    assert desk.platform.refused == []


async def test_a_request_without_events_is_welcome(desk: LineDesk) -> None:
    assert await desk.account.once([]) == 200
