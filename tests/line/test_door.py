"""What does not come from LINE gets no further than the door."""

from __future__ import annotations

import base64
import json
import random

import pytest
from pydantic import SecretStr

from bot.channels.line.signatures import Signatures
from bot.dialogue.memory import MemoryDialogue
from bot.fakes.line.delivering import body_of, signed
from tests.line.desk import SECRET, LineDesk, user


async def test_an_unsigned_request_is_turned_away_counted_and_not_echoed(
    desk: LineDesk, dialogue: MemoryDialogue
) -> None:
    body = body_of([desk.account.text(user(), "let me in")])
    for headers in (
        {},
        {"X-Line-Signature": ""},
        {"X-Line-Signature": "x"},
        {"X-Line-Signature": b"\xe9"},
        signed(body, "another secret"),
        signed(body + b" ", SECRET),
    ):
        answer = await desk.http.post(
            "/webhooks/line", content=body, headers={"Content-Type": "application/json", **headers}
        )
        assert (answer.status_code, answer.content) == (401, b"")
    odd = {"Content-Type": b"application/json", "X-Line-Signature": b"\xe9\xff"}
    assert (await desk.http.post("/webhooks/line", content=body, headers=odd)).status_code == 401
    await desk.settled()
    assert desk.channel.counters.value("unsigned") == 7
    assert dialogue.answered == []


async def test_a_signed_request_that_is_no_webhook_is_turned_down_without_an_echo(desk: LineDesk) -> None:
    for body in (b"", b"{", b"[]", b'{"events": 3}', b"\xff\xfe", b'{"events": {"a": 1}}', b"null"):
        answer = await desk.http.post("/webhooks/line", content=body, headers=signed(body, SECRET))
        assert (answer.status_code, answer.content) == (400, b"")


async def test_one_unreadable_event_does_not_hold_up_the_others(desk: LineDesk) -> None:
    good = desk.account.text(user(), "hello")
    broken = [None, 7, {}, {"type": "message"}, {**good, "timestamp": "now"}, {**good, "webhookEventId": ""}]
    assert await desk.account.once([*broken, good]) == 200  # type: ignore[list-item]
    await desk.settled()
    assert desk.phone().transcript[-1] == ("account", "answer to hello")


async def test_ten_thousand_forged_requests_never_get_past_the_door(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    chance = random.Random(4)
    event = desk.account.text(user(), "let me in")
    body = body_of([event])
    good = signed(body, SECRET)["X-Line-Signature"]
    check = Signatures([SECRET, "the next secret"]).good
    assert check(body, good)
    for number in range(10_000):
        forged_body, forged = bytearray(body), good
        match number % 5:
            case 0:  # one bit of the body
                place = chance.randrange(len(forged_body))
                forged_body[place] ^= 1 << chance.randrange(8)
            case 1:  # one bit of the signature
                raw = bytearray(base64.b64decode(good))
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
                forged = base64.b64encode(raw).decode()
            case 2:  # a secret that is nearly right
                place = chance.randrange(len(SECRET))
                forged = signed(body, SECRET[:place] + SECRET[place + 1 :])["X-Line-Signature"]
            case 3:  # part of a signature, or something added
                forged = good[: chance.randrange(len(good))] if chance.random() < 0.5 else good + chance.choice("=A \n")
            case 4:  # the signature of another body
                forged = signed(json.dumps({"events": [number]}).encode(), SECRET)["X-Line-Signature"]
        assert not check(bytes(forged_body), forged), (number, forged)
        if number % 20 == 0:
            headers = {"Content-Type": "application/json", "X-Line-Signature": forged.encode("utf-8").strip()}
            if headers["X-Line-Signature"] != good.encode():
                answer = await desk.http.post("/webhooks/line", content=bytes(forged_body), headers=headers)
                assert (answer.status_code, answer.content) == (401, b"")
    assert dialogue.answered == []
    assert desk.store.waiting_addresses("line") == []


async def test_a_replayed_request_is_taken_and_changes_nothing(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    events = [desk.account.text(user(), "hello")]
    for _ in range(3):
        assert await desk.account.once(events) == 200
    await desk.settled()
    assert len(dialogue.answered) == 1


def test_both_secrets_count_while_they_are_changed() -> None:
    check = Signatures(["old", "new"]).good
    assert check(b"body", signed(b"body", "old")["X-Line-Signature"])
    assert check(b"body", signed(b"body", "new")["X-Line-Signature"])
    assert not Signatures(["new", ""]).good(b"body", signed(b"body", "")["X-Line-Signature"])


def test_a_channel_without_a_secret_is_never_built() -> None:
    with pytest.raises(ValueError, match="secret"):
        Signatures([SecretStr("").get_secret_value()])
