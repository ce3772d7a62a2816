"""The local Slack refuses what the real one refuses, so that the desk's tests mean something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.fakes.slack import BOT_TOKEN, BOT_USER, FakeSlack
from bot.fakes.slack.checker import blocks_problems, message_problem, view_problems
from tests.slack.desk import CUSTOMER, SATO, SUPPORT, SlackTime, new_slack

TEXT = {"type": "plain_text", "text": "a"}
BUTTON = {"type": "button", "action_id": "a", "text": TEXT, "value": "v"}


def actions(count: int) -> dict[str, Any]:
    return {"type": "actions", "elements": [{**BUTTON, "action_id": f"a{n}"} for n in range(count)]}


def select(count: int, value: str = "v") -> dict[str, Any]:
    options = [{"text": TEXT, "value": f"{value}{n}"} for n in range(count)]
    return {"type": "actions", "elements": [{"type": "static_select", "action_id": "s", "options": options}]}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}},
        {"type": "header", "text": {**TEXT, "text": "x" * 150}},
        {"type": "divider"},
        actions(25),
        select(100),
        {"type": "actions", "elements": [{**BUTTON, "value": "v" * 2000, "text": {**TEXT, "text": "x" * 75}}]},
    ],
)
def test_what_fits_is_taken(block: dict[str, Any]) -> None:
    assert blocks_problems([block]) == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "section"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "a", "emoji": True}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "a"}] * 11},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "a" * 2001}]},
        {"type": "header", "text": {**TEXT, "text": "x" * 151}},
        {"type": "header", "text": {"type": "mrkdwn", "text": "a"}},
        {"type": "divider", "colour": "red"},
        {"type": "paragraph", "text": "a"},
        actions(26),
        actions(0),
        {"type": "actions", "elements": [BUTTON, BUTTON]},
        {"type": "actions", "elements": [{**BUTTON, "text": {**TEXT, "text": "x" * 76}}]},
        {"type": "actions", "elements": [{**BUTTON, "value": "v" * 2001}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "loud"}]},
        {"type": "actions", "elements": [{**BUTTON, "url": "javascript:alert(1)"}]},
        select(101),
        select(0),
        select(1, "v" * 150),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "a"}] * 11},
    ],
)
def test_what_breaks_a_limit_is_refused(block: dict[str, Any]) -> None:
    assert blocks_problems([block])


def test_messages_and_views_have_limits_of_their_own() -> None:
    line = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2000}}
    asks = {"type": "input", "block_id": "b", "label": TEXT, "element": {"type": "plain_text_input", "action_id": "a"}}
    post = "chat.postMessage"
    assert message_problem(post, {"text": "a", "blocks": [{"type": "divider"}] * 50}) is None
    assert message_problem(post, {"text": "a", "blocks": [{"type": "divider"}] * 51}) is not None
    assert message_problem(post, {"text": "a", "blocks": [line] * 6}) == ("msg_blocks_too_long", [])
    assert message_problem(post, {"blocks": [line]}) is not None
    assert message_problem(post, {"text": "a", "blocks": [asks]}) is not None
    assert message_problem(post, {"text": "a" * 40_001}) == ("msg_too_long", [])
    modal = {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": [asks]}
    assert view_problems(modal, kind="modal") == []
    assert view_problems({**modal, "title": {**TEXT, "text": "x" * 25}}, kind="modal")
    assert view_problems({key: modal[key] for key in ("type", "title", "blocks")}, kind="modal")
    assert view_problems(modal, kind="home")
    assert view_problems({"type": "home", "blocks": [{"type": "divider"}] * 101}, kind="home")
    assert view_problems({**modal, "private_metadata": "x" * 3001}, kind="modal")


@pytest.fixture
async def slack(time: SlackTime) -> AsyncIterator[FakeSlack]:
    slack = new_slack(time)
    await slack.start()
    yield slack
    await slack.stop()


async def call(slack: FakeSlack, method: str, token: str = BOT_TOKEN, **body: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{slack.server.address}/api/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=body, headers=headers) as response:
        return {"status": response.status, "retry": response.headers.get("Retry-After"), **await response.json()}


async def test_two_posts_within_a_second_are_too_many(slack: FakeSlack, time: SlackTime) -> None:
    assert (await call(slack, "chat.postMessage", channel=SUPPORT, text="a"))["ok"]
    second = await call(slack, "chat.postMessage", channel=SUPPORT, text="b")
    assert (second["status"], second["retry"], second["error"]) == (429, "1", "ratelimited")
    time.advance(seconds=1)
    assert (await call(slack, "chat.postMessage", channel=SUPPORT, text="b"))["ok"]


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0PRIVATE1", "text": "a"}, "not_in_channel"),
        ("chat.postMessage", {"channel": SUPPORT, "text": "a", "as_user": True}, "invalid_arguments"),
        ("chat.postMessage", {"channel": SUPPORT, "text": "a", "thread_ts": "1.1"}, "thread_not_found"),
        ("chat.postMessage", {"channel": SUPPORT}, "no_text"),
        ("chat.update", {"channel": SUPPORT, "ts": "1.1", "text": "a"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": SUPPORT, "user": CUSTOMER, "text": "a"}, "user_not_in_channel"),
        ("views.open", {"trigger_id": "none", "view": {}}, "invalid_trigger_id"),
        ("conversations.history", {"channel": SUPPORT}, "method_not_supported_for_channel_type"),
        ("chat.explode", {}, "unknown_method"),
    ],
)
async def test_calls_are_refused_with_slacks_own_words(
    slack: FakeSlack, method: str, body: dict[str, Any], error: str
) -> None:
    assert (await call(slack, method, **body))["error"] == error


async def test_only_the_right_token_may_call(slack: FakeSlack) -> None:
    assert (await call(slack, "auth.test", token="xoxb-other"))["error"] == "invalid_auth"
    assert (await call(slack, "apps.connections.open"))["error"] == "invalid_auth"
    assert (await call(slack, "auth.test"))["user_id"] == BOT_USER


async def test_a_trigger_opens_one_modal_within_three_seconds(slack: FakeSlack, time: SlackTime) -> None:
    view = {"type": "modal", "title": TEXT, "blocks": [{"type": "divider"}]}
    trigger = slack.world.new_trigger(SATO)
    assert (await call(slack, "views.open", trigger_id=trigger, view=view))["ok"]
    assert (await call(slack, "views.open", trigger_id=trigger, view=view))["error"] == "exchanged_trigger_id"
    late = slack.world.new_trigger(SATO)
    time.now += timedelta(seconds=4)
    assert (await call(slack, "views.open", trigger_id=late, view=view))["error"] == "expired_trigger_id"
