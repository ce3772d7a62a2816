"""Who sees whom type: the customer the agent who has the conversation, that agent the customer, nobody else anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot import feed as feeds
from tests.desk.agents import AtDesk, SignIn
from tests.desk.inbox.test_inbox_pages import listening, until
from tests.front.desk import Customer, Desk
from tests.front.streams import Event, served, stream


async def next_typing(events: AsyncIterator[Event]) -> object:
    async def look() -> object:
        async for event in events:
            if event.name == "typing":
                return event.data
        return None

    return await asyncio.wait_for(look(), 10)


async def do(agent: AtDesk, customer: Customer, what: str, **fields: object) -> httpx.Response:
    return await agent.send(f"/desk/conversations/{customer.conversation_id}/{what}", **fields)


async def test_the_customer_sees_the_agent_type_until_the_reply_is_there(
    agent: AtDesk, desk: Desk, customer: Customer
) -> None:
    await do(agent, customer, "claim")
    async with (
        served(desk.app) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
        stream(http, headers=customer.headers) as events,
    ):
        assert (await do(agent, customer, "typing")).status_code == 204
        assert await next_typing(events) == {"typing": True, "by": "agent"}
        await do(agent, customer, "typing")  # goes on, and says nothing anew
        await do(agent, customer, "replies", text="はい", seen=1, key="key-0001")
        assert await next_typing(events) == {"typing": False}
        await do(agent, customer, "typing")
        assert await next_typing(events) == {"typing": True, "by": "agent"}
        await do(agent, customer, "typing/stopped")
        assert await next_typing(events) == {"typing": False}


async def test_it_is_over_by_itself(
    agent: AtDesk, desk: Desk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "TYPING_SECONDS", 0.05)
    await do(agent, customer, "claim")
    with desk.front.feed.watch(customer.conversation_id) as watch:
        await do(agent, customer, "typing")
        while desk.front.feed.person_types(customer.conversation_id, "agent"):
            assert await watch.changed(10)


@pytest.mark.parametrize("leaving", [("hand-back", {}), ("close", {"reason": "solved"})])
async def test_who_leaves_types_no_more(
    agent: AtDesk, desk: Desk, customer: Customer, leaving: tuple[str, dict[str, str]]
) -> None:
    await do(agent, customer, "claim")
    await do(agent, customer, "typing")
    await do(agent, customer, leaving[0], **leaving[1])
    assert not desk.front.feed.person_types(customer.conversation_id, "agent")


async def test_only_who_has_the_conversation_is_seen_by_the_customer(
    sign_in: SignIn, desk: Desk, customer: Customer
) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "Brown")
    await do(other, customer, "typing")
    await do(one, customer, "claim")
    await do(other, customer, "typing")
    assert not desk.front.feed.person_types(customer.conversation_id, "agent")
    assert (await one.send("/desk/conversations/nobody/typing")).status_code == 404


async def test_the_agent_sees_the_customer_type_until_the_words_are_there(
    agent: AtDesk, desk: Desk, customer: Customer
) -> None:
    await do(agent, customer, "claim")
    async with served(desk.app) as address, listening(address, agent, customer.conversation_id) as events:
        await until(events, "presence", [])
        assert (await customer.post(None, path="typing")).status_code == 204
        await until(events, "customer_typing", True)
        await customer.say("あの", wait=None)
        await until(events, "customer_typing", False)


async def test_nobody_watches_a_customer_who_talks_to_the_assistant(desk: Desk, customer: Customer) -> None:
    assert (await customer.post(None, path="typing")).status_code == 204
    assert not desk.front.feed.person_types(customer.conversation_id, "customer")
    assert (await desk.http.post("/api/v1/chat/typing")).status_code == 401


async def test_typing_leaves_no_trace(agent: AtDesk, desk: Desk, customer: Customer) -> None:
    await do(agent, customer, "claim")
    before = desk.store.messages_after(customer.conversation_id)
    await do(agent, customer, "typing")
    await customer.post(None, path="typing")
    assert desk.store.messages_after(customer.conversation_id) == before
    assert not desk.store.unfinished_conversations()
