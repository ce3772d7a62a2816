"""The platform as operators run it: a page with the phones, and routes that drive it from outside."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.line.signatures import Signatures
from bot.fakes.line.running import SECRET, TOKEN, application

CHAT = "U" + "1" * 32
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


class Listener:
    """Something that takes webhooks."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.answers = 200

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        assert Signatures([SECRET]).good(body, request.headers["X-Line-Signature"])
        self.events += json.loads(body)["events"]
        return web.Response(status=self.answers)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def platform(listener: Listener) -> AsyncIterator[TestClient[Any, Any]]:
    desk = web.Application()
    desk.router.add_post("/webhooks/line", listener.take)
    async with TestServer(desk) as server:
        app = application(str(server.make_url("/webhooks/line")))
        async with TestClient(TestServer(app)) as client:
            yield client


async def _do(platform: TestClient[Any, Any], **wish: Any) -> None:
    answer = await platform.post(f"/phones/{CHAT}", json=wish)
    assert answer.status == 200, await answer.text()


async def test_what_is_done_on_a_phone_reaches_the_desk_signed(
    platform: TestClient[Any, Any], listener: Listener
) -> None:
    for wish in (
        {"does": "follow", "language": "en"},
        {"does": "say", "text": "hello"},
        {"does": "show", "kind": "sticker"},
        {"does": "block"},
    ):
        await _do(platform, **wish)
    assert [event["type"] for event in listener.events] == ["follow", "message", "message", "unfollow"]


async def test_an_answer_is_shown_and_its_buttons_can_be_tapped(
    platform: TestClient[Any, Any], listener: Listener
) -> None:
    await _do(platform, does="say", text="hello")
    action = {"type": "postback", "label": "はい", "data": "x", "displayText": "はい"}
    message = {"type": "text", "text": "hi", "quickReply": {"items": [{"type": "action", "action": action}]}}
    body = {"replyToken": listener.events[0]["replyToken"], "messages": [message]}
    assert (await platform.post("/v2/bot/message/reply", json=body)).status == 401
    assert (await platform.post("/v2/bot/message/reply", json=body, headers=AUTHORISED)).status == 200
    assert (await platform.post("/v2/bot/message/reply", json=body, headers=AUTHORISED)).status == 400
    phone = await (await platform.get(f"/phones/{CHAT}")).json()
    assert [shown["message"]["text"] for shown in phone["shown"]] == ["hello", "hi"]
    await _do(platform, does="tap", label="はい")
    assert listener.events[-1]["postback"] == {"data": "x"}


async def test_troubles_can_be_ordered(platform: TestClient[Any, Any]) -> None:
    await _do(platform, does="say", text="hello")
    body = {"to": CHAT, "messages": [{"type": "text", "text": "hi"}]}
    await platform.post("/troubles", json={"kind": "500_done"})
    key = {"X-Line-Retry-Key": "123e4567-e89b-12d3-a456-426614174000", **AUTHORISED}
    assert (await platform.post("/v2/bot/message/push", json=body, headers=key)).status == 500
    assert (await platform.post("/v2/bot/message/push", json=body, headers=key)).status == 409
    state = await (await platform.get("/state")).json()
    assert state["pushed"] == 1
    assert (await platform.post("/troubles", json={"kind": "flood"})).status == 400


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": "x" * 5001},
        {"type": "text", "text": ""},
        {"type": "text", "text": "x", "colour": "red"},
        {"type": "text", "text": "x", "sender": {"name": "LINE"}},
        {
            "type": "flex",
            "altText": "x" * 401,
            "contents": {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": []}},
        },
        {"type": "flex", "altText": "x", "contents": {"type": "bubble"}},
        {"type": "hologram"},
    ],
    ids=["long", "empty", "unknown_field", "name", "alt_text", "no_block", "unknown_type"],
)
async def test_what_the_real_platform_refuses_is_refused(
    platform: TestClient[Any, Any], message: dict[str, Any]
) -> None:
    await _do(platform, does="say", text="hello")
    answer = await platform.post("/v2/bot/message/push", json={"to": CHAT, "messages": [message]}, headers=AUTHORISED)
    assert answer.status == 400
    assert (await answer.json())["details"]


async def test_six_messages_or_a_wrong_retry_key_are_refused(platform: TestClient[Any, Any]) -> None:
    await _do(platform, does="say", text="hello")
    messages = [{"type": "text", "text": "x"}] * 6
    answer = await platform.post("/v2/bot/message/push", json={"to": CHAT, "messages": messages}, headers=AUTHORISED)
    assert answer.status == 400
    headers = {"X-Line-Retry-Key": "again", **AUTHORISED}
    body = {"to": CHAT, "messages": messages[:1]}
    assert (await platform.post("/v2/bot/message/push", json=body, headers=headers)).status == 400


async def test_the_page_is_served_whole(platform: TestClient[Any, Any]) -> None:
    for path in ("/", "/phone.css", "/phone.js"):
        answer = await platform.get(path)
        assert answer.status == 200
        assert "://" not in (await answer.text()).replace("http://www.w3.org", "")
