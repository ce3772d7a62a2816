"""The event stream of the web chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels import web_events
from tests.front.desk import Customer, Desk
from tests.front.streams import Event, served, stream


@pytest.fixture
async def wire(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with served(desk.app) as address, httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield http
        desk.front.feed.close()


async def take(events: AsyncIterator[Event], count: int, name: str = "message") -> list[Event]:
    found: list[Event] = []
    async for event in events:
        if event.name == name:
            found.append(event)
        if len(found) == count:
            return found
    raise AssertionError(f"the stream ended after {found}")


async def test_every_message_comes_as_it_is_in_the_history(customer: Customer, wire: httpx.AsyncClient) -> None:
    async with stream(wire, headers=customer.headers) as events:
        await customer.say("一つ目", wait=None)
        await customer.say("二つ目")
        found = await take(events, 4)
    assert [event.id for event in found] == [1, 2, 3, 4]
    assert [event.data for event in found] == (await customer.history())["messages"]


async def test_a_stream_goes_on_behind_the_last_event(customer: Customer, wire: httpx.AsyncClient) -> None:
    for number in range(3):
        await customer.say(f"text {number}")
    async with stream(wire, headers={**customer.headers, "Last-Event-ID": "4"}) as events:
        assert [event.id for event in await take(events, 2)] == [5, 6]
    async with stream(wire, headers=customer.headers, params={"after": 5}) as events:
        assert [event.id for event in await take(events, 1)] == [6]
        await customer.say("next")
        assert [event.id for event in await take(events, 2)] == [7, 8]


async def test_two_tabs_see_the_same(customer: Customer, wire: httpx.AsyncClient) -> None:
    async with stream(wire, headers=customer.headers) as one, stream(wire, headers=customer.headers) as two:
        await customer.say("こんにちは")
        assert await take(one, 2) == await take(two, 2)


async def test_the_stream_shows_when_the_assistant_works(
    desk: Desk, customer: Customer, wire: httpx.AsyncClient
) -> None:
    desk.dialogue.pause()
    async with stream(wire, headers=customer.headers) as events:
        await customer.say("こんにちは", wait=None)
        assert [event.data for event in await take(events, 1, "typing")] == [{"typing": True}]
        desk.dialogue.resume()
        assert [event.data for event in await take(events, 1, "typing")] == [{"typing": False}]
    async with stream(wire, headers=customer.headers, params={"after": 1}) as events:
        assert [event.id for event in await take(events, 1)] == [2]


async def test_a_stream_sees_nothing_of_another_conversation(
    desk: Desk, customer: Customer, wire: httpx.AsyncClient
) -> None:
    other = await desk.customer()
    async with stream(wire, headers=customer.headers) as events:
        await other.say("other")
        await customer.say("mine")
        assert (await take(events, 1))[0].data["plain_text"] == "mine"


async def test_a_quiet_stream_keeps_beating(
    customer: Customer, wire: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_events, "HEARTBEAT_SECONDS", 0.01)
    async with wire.stream("GET", "/api/v1/chat/events", headers=customer.headers, timeout=10) as response:
        beats = 0
        async for line in response.aiter_lines():
            beats += line.startswith(":")
            if beats == 4:
                break


async def test_a_stopping_front_ends_its_streams(desk: Desk, customer: Customer, wire: httpx.AsyncClient) -> None:
    async with stream(wire, headers=customer.headers) as events:
        await customer.say("こんにちは")
        await take(events, 2)
        desk.front.feed.close()
        assert [event async for event in events if event.name == "message"] == []


@pytest.mark.parametrize(
    ("headers", "params", "status", "code"),
    [
        ({"Last-Event-ID": "x"}, {}, 400, "invalid_last_event_id"),
        ({"Last-Event-ID": "-1"}, {}, 400, "invalid_last_event_id"),
        ({"Last-Event-ID": "1.5"}, {}, 400, "invalid_last_event_id"),
        ({"Last-Event-ID": "99"}, {}, 400, "invalid_last_event_id"),
        ({"Last-Event-ID": "9" * 40}, {}, 400, "invalid_last_event_id"),
        ({}, {"after": "-1"}, 422, "invalid_field"),
        ({"Authorization": "Bearer x"}, {}, 401, "session_invalid"),
    ],
)
async def test_a_wrong_position_is_refused(
    customer: Customer, headers: dict[str, str], params: dict[str, str], status: int, code: str
) -> None:
    response = await customer.http.get("/api/v1/chat/events", headers={**customer.headers, **headers}, params=params)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_a_conversation_has_only_so_many_streams(
    customer: Customer, wire: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_events, "MOST_STREAMS", 1)
    await customer.say("こんにちは")
    async with stream(wire, headers=customer.headers) as events:
        await take(events, 1)
        response: Any = await wire.get("/api/v1/chat/events", headers=customer.headers)
        assert (response.status_code, response.json()["code"]) == (429, "too_many_streams")
