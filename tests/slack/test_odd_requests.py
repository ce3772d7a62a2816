"""Signed requests as no page of Slack's shows them: what can be read is done, and nothing is tried again in vain."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.channels.slack.keeping import new_event
from bot.fakes.slack import SIGNING_SECRET, signed
from tests.slack.desk import CUSTOMER, SATO, SlackDesk

Body = dict[str, Any]
_FORM = "application/x-www-form-urlencoded"


def _like(name: str) -> Body:
    path = Path(__file__).parent / "payloads" / f"{name}.json"
    body: Body = json.loads(path.read_text("utf-8"))["body"]
    return body


def _changed(name: str, place: str, value: Any) -> Body:
    body = _like(name)
    *inner, last = place.split("/")
    found: Any = body
    for key in inner:
        found = found[int(key) if isinstance(found, list) else key]
    found[int(last) if isinstance(found, list) else last] = value
    return body


async def _told(desk: SlackDesk, kind: str, body: Body) -> int:
    fields = body if kind == "commands" else {"payload": json.dumps(body)}
    sent = json.dumps(body).encode() if kind == "events" else urlencode(fields).encode()
    form = "application/json" if kind == "events" else _FORM
    headers = {**signed(sent, SIGNING_SECRET, desk.time.now), "Content-Type": form}
    status = (await desk.http.post(f"/webhooks/slack/{kind}", content=sent, headers=headers)).status_code
    await desk.quiet()
    return status


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("event/files", None),
        ("event/thread_ts", 7),
        ("event/thread_ts", "soon"),
        ("event/channel_type", {}),
        ("event/event_ts", "nan"),
        ("event/event_ts", "9" * 30),
        ("event/message", 7),
        ("event/previous_message", [None]),
        ("event/edited", "x"),
        ("event/later", {"a": [None]}),
        ("event_time", None),
        ("event_time", 10**30),
        ("team_id", None),
    ],
)
async def test_a_message_is_answered_whatever_stands_beside_it(desk: SlackDesk, place: str, value: Any) -> None:
    assert await _told(desk, "events", _changed("message_direct", place, value)) == 200
    assert [text for by, text in desk.dialog(CUSTOMER) if by == "desk"] == [
        "answer to 自動更新を止めたい\n[はい]\n[いいえ]"
    ]


async def test_a_message_that_comes_behind_its_deletion_is_never_read(desk: SlackDesk) -> None:
    assert await _told(desk, "events", _like("message_deleted")) == 200
    assert await _told(desk, "events", _like("message_direct")) == 200
    assert desk.dialog(CUSTOMER) == []
    assert desk.store.find_link("slack", "T0000001:D0CUSTOM01") is None


def test_no_address_is_longer_than_can_be_kept() -> None:
    body = _changed("message_changed", "event/message/ts", "1" * 300)
    body["team_id"], body["event"]["channel"] = "T" * 64, "C" * 64
    assert len(new_event("event", body, datetime(2026, 11, 22, tzinfo=timezone.utc)).address) <= 200


async def test_half_a_character_does_not_cost_a_message(desk: SlackDesk) -> None:
    assert await _told(desk, "events", _changed("message_direct", "event/text", "half \ud83d left")) == 200
    assert "half � left" in desk.last(CUSTOMER).text


@pytest.mark.parametrize(
    ("kind", "name", "place", "value"),
    [
        ("events", "message_direct", "event", None),
        ("events", "message_direct", "event", "x"),
        ("events", "message_direct", "event/type", []),
        ("events", "message_direct", "event/subtype", {}),
        ("events", "message_direct", "event/user", 7),
        ("events", "message_direct", "event/channel", "D" * 300),
        ("events", "message_direct", "event/channel", "D\0"),
        ("events", "message_direct", "event/ts", "yesterday"),
        ("events", "message_direct", "event_id", "a\0b"),
        ("events", "message_direct", "authorizations", "x"),
        ("events", "message_changed", "event/message", "x"),
        ("events", "app_home_opened", "event/user", {}),
        ("interactions", "click_choice", "actions", []),
        ("interactions", "click_choice", "actions", [None]),
        ("interactions", "click_choice", "actions/0/action_id", 7),
        ("interactions", "click_choice", "user", None),
        ("interactions", "message_shortcut", "callback_id", {}),
        ("interactions", "message_shortcut", "user", 7),
        ("interactions", "view_submission", "view", None),
        ("interactions", "view_submission", "view/callback_id", []),
        ("commands", "command_assist", "user_id", ""),
    ],
)
async def test_what_names_nobody_or_nothing_is_turned_down_for_good(
    desk: SlackDesk, capsys: pytest.CaptureFixture[str], kind: str, name: str, place: str, value: Any
) -> None:
    assert await _told(desk, kind, _changed(name, place, value)) in (200, 400)
    log = capsys.readouterr().out
    assert "event failed" not in log
    assert "request failed" not in log
    assert desk.dialog(CUSTOMER) == []


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("click_choice", "container", None),
        ("click_choice", "message/blocks", [7, None, {"type": 7, "block_id": 9}]),
        ("click_choice", "actions/0/action_ts", "nan"),
        ("click_choice", "actions/0/value", "\ud83d"),
        ("click_choice", "actions/0/selected_option", {"value": None}),
        ("click_choice", "response_url", 7),
        ("view_submission", "view/state", {"values": {"reason": {"reason": None}, "x": 7}}),
        ("view_submission", "view/private_metadata", None),
        ("message_shortcut", "message", None),
    ],
)
async def test_a_click_or_a_modal_of_an_odd_form_is_worked_through_without_a_fault(
    desk: SlackDesk, capsys: pytest.CaptureFixture[str], name: str, place: str, value: Any
) -> None:
    assert await _told(desk, "interactions", _changed(name, place, value)) == 200
    log = capsys.readouterr().out
    assert "event failed" not in log
    assert "could not be kept" not in log


@pytest.mark.parametrize("text", ["\x01" * 3000, '"\\' * 1500, "😀" * 900, "ALLSOFT-22123406 " * 70, "自動\0更新"])
async def test_whatever_is_asked_the_card_comes_with_its_buttons(desk: SlackDesk, text: str) -> None:
    await desk.slack.commands(SATO, "C0GENERAL1", "/assist", text)
    await desk.quiet()
    assert desk.slack.whispers(SATO), "a question that Slack refuses in a button is answered too"


async def test_a_case_can_be_opened_for_a_number_longer_than_its_field(desk: SlackDesk) -> None:
    await desk.slack.commands(SATO, "C0GENERAL1", "/assist", "ALLSOFT-" + "1" * 100)
    await desk.quiet()
    await desk.slack.clicks(SATO, desk.whisper(SATO), "お問い合わせを作成")
    await desk.quiet()
    modal = desk.slack.modal_of(SATO)
    assert modal is not None
    assert any("ALLSOFT-1" in block["element"].get("initial_value", "") for block in modal.view["blocks"])
