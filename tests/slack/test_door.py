"""Only what Slack signed just now comes in, and each of it counts once."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.channels.slack.door import Door
from bot.fakes.slack import SIGNING_SECRET, signed
from tests.slack.desk import CUSTOMER, NEXT_SECRET, SATO, SUPPORT, SlackDesk, SlackTime
from tests.slack.reading import audited

FUZZED = 10_000


def a_message(number: int = 0) -> bytes:
    event = {"type": "message", "channel": "D0CUSTOM01", "user": CUSTOMER, "text": "forged", "ts": f"17.{number:06d}"}
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}).encode()


async def send(desk: SlackDesk, body: bytes, headers: dict[str, str], path: str = "events") -> int:
    as_sent = {name: value.encode("latin-1") for name, value in headers.items()}
    response = await desk.http.post(f"/webhooks/slack/{path}", content=body, headers=as_sent)
    if response.status_code == 401:
        assert response.content == b"", "a request that is turned away learns nothing"
    return response.status_code


def kept(desk: SlackDesk) -> int:
    from sqlalchemy import func, select

    from bot.store.channel_models import PlatformEventRow

    query = select(func.count(PlatformEventRow.position))
    count = desk.store._database.read(lambda connection: connection.scalar(query))
    return count or 0


def forged(random_: random.Random, time: SlackTime) -> tuple[bytes, dict[str, str]]:
    """A request with one thing wrong."""
    body = random_.choice(
        [a_message(random_.randrange(10**6)), urlencode({"payload": "{}"}).encode(), b"", b"\xff\xfe"]
    )
    good = signed(body, SIGNING_SECRET, time.now)
    headers: dict[str, Any] = dict(good)
    stamp, signature = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]
    match random_.randrange(12):
        case 0:
            headers = {}
        case 1:
            del headers["X-Slack-Signature"]
        case 2:
            del headers["X-Slack-Request-Timestamp"]
        case 3:
            headers = signed(body, "another secret", time.now)
        case 4:
            headers = signed(body, SIGNING_SECRET, time.now - timedelta(seconds=random_.randrange(301, 10**6)))
        case 5:
            headers = signed(body, SIGNING_SECRET, time.now + timedelta(seconds=random_.randrange(301, 10**6)))
        case 6:
            headers["X-Slack-Request-Timestamp"] = str(int(stamp) + random_.choice([-1, 1]))
        case 7:
            place = random_.randrange(3, len(signature))
            other = random_.choice([sign for sign in "0123456789abcdef" if sign != signature[place]])
            headers["X-Slack-Signature"] = signature[:place] + other + signature[place + 1 :]
        case 8:
            headers["X-Slack-Signature"] = random_.choice(
                ["", "v0=", "v1" + signature[2:], signature[:-1], signature.upper()]
            )
        case 9:
            headers["X-Slack-Request-Timestamp"] = random_.choice(
                ["", "now", "-1", "1e9", "９" * 10, f" {stamp}x", "9" * 40]
            )
        case 10:
            body += random_.choice([b" ", b"&a=b", b"\x00"])
        case _:
            headers["X-Slack-Signature"] = "v0=" + "é" * 64
    return body, {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}


async def test_ten_thousand_forged_requests_stay_outside(desk: SlackDesk) -> None:
    random_ = random.Random(20261122)
    door = Door([SIGNING_SECRET, NEXT_SECRET], desk.time.clock)
    for number in range(FUZZED):
        body, headers = forged(random_, desk.time)
        assert not door.opens(body, {name.lower(): value for name, value in headers.items()}), number
        if number % 5 == 0:
            path = random_.choice(["events", "interactions", "commands", "anything"])
            assert await send(desk, body, headers, path) == 401
    await desk.quiet()
    assert door.refused == FUZZED
    assert desk.channel.door.refused == FUZZED // 5
    assert kept(desk) == 0
    assert desk.store.count_conversations() == 0


async def test_both_secrets_count_during_a_rotation(desk: SlackDesk) -> None:
    for number, secret in enumerate((SIGNING_SECRET, NEXT_SECRET)):
        body = a_message(number)
        assert (
            await send(desk, body, {**signed(body, secret, desk.time.now), "Content-Type": "application/json"}) == 200
        )
    await desk.quiet()
    assert kept(desk) == 2


async def test_without_a_secret_the_door_is_shut(time: SlackTime) -> None:
    body = a_message()
    assert not Door(["", "  "], time.clock).opens(body, signed(body, "x", time.now))


@pytest.mark.parametrize("age", [-290, 290])
async def test_a_clock_that_is_a_little_off_is_forgiven(desk: SlackDesk, age: int) -> None:
    body = a_message()
    headers = signed(body, SIGNING_SECRET, desk.time.now - timedelta(seconds=age))
    assert await send(desk, body, {**headers, "Content-Type": "application/json"}) == 200


async def test_a_replayed_click_counts_once_and_a_late_one_not_at_all(desk: SlackDesk) -> None:
    case = await desk.case(await desk.web_conversation("担当者と話したい"))
    await desk.slack.clicks(SATO, desk.card(case.number), "詳細を表示")
    await desk.slack.commands(SATO, SUPPORT, "/assist", "ALLSOFT-22123406")
    await desk.quiet()
    for told in list(desk.slack.teller.told)[-2:]:
        assert await desk.slack.teller.again(told) == 200
    await desk.quiet()
    assert audited(desk.store) == [("case_details_shown", case.number)]
    assert len(desk.slack.whispers(SATO)) == 2
    desk.time.advance(minutes=6)
    for told in list(desk.slack.teller.told)[-2:]:
        assert await desk.slack.teller.again(told) == 401


async def test_what_is_too_large_is_not_read(desk: SlackDesk) -> None:
    assert await send(desk, b"x" * 1_000_001, {"Content-Type": "application/json"}) == 413


async def test_slack_is_told_to_come_again_while_nothing_can_be_kept(
    desk: SlackDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store import StoreUnavailable

    kept_before = desk.store.keep_events
    failures = iter([True, True])

    def away(*values: Any) -> Any:
        if next(failures, False):
            raise StoreUnavailable("away")
        return kept_before(*values)

    monkeypatch.setattr(desk.store, "keep_events", away)
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    assert [told.status for told in desk.slack.teller.told] == [503, 503, 200]
    assert "X-Slack-Retry-Num" in desk.slack.teller.told[-1].headers
    assert sum(who == "desk" for who, _ in desk.dialog(CUSTOMER)) == 1


async def test_the_address_is_confirmed_to_slack(desk: SlackDesk) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "say this"}).encode()
    headers = {**signed(body, SIGNING_SECRET, desk.time.now), "Content-Type": "application/json"}
    response = await desk.http.post("/webhooks/slack/events", content=body, headers=headers)
    assert response.status_code == 200
    assert "say this" in response.text


@pytest.mark.parametrize(
    "event",
    [
        {"type": "reaction_added", "user": CUSTOMER, "item": {"type": "message", "channel": "C1", "ts": "1.1"}},
        {
            "type": "message",
            "subtype": "channel_join",
            "channel": "D1",
            "user": CUSTOMER,
            "ts": "1.1",
            "text": "joined",
        },
        {"type": "message", "subtype": "bot_message", "channel": "D1", "bot_id": "B1", "ts": "1.1", "text": "spam"},
        {"type": "something_new", "novel": {"thing": 1}},
        {"type": "message", "channel": "C1", "ts": "1.1"},
        {"type": "app_home_opened", "user": CUSTOMER, "tab": "messages"},
    ],
)
async def test_what_the_desk_has_nothing_to_do_with_is_acknowledged_and_dropped(
    desk: SlackDesk, event: dict[str, Any]
) -> None:
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}).encode()
    headers = {**signed(body, SIGNING_SECRET, desk.time.now), "Content-Type": "application/json"}
    assert await send(desk, body, headers) == 200
    await desk.quiet()
    assert desk.slack.server.calls in ([], [("auth.test", {})])
