"""The inbox as an agent uses it: found, narrowed, kept, and live."""

from __future__ import annotations

import asyncio
import json
import time as machine
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.desk import live_events
from bot.desk.live import Live
from bot.store import Incoming, NewCase, Store
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.conftest import customer, desk, dialogue, knowledge, settings, store, time
from tests.front.desk import Customer, Desk
from tests.front.streams import served

__all__ = ["customer", "desk", "dialogue", "knowledge", "settings", "store", "time"]


def talk(store: Store, text: str, channel: str = "web") -> str:
    conversation = store.open_conversation(channel, "ja")
    store.accept(Incoming(conversation.id, "m1", text=text, channel=channel))
    return conversation.id


async def test_a_search_looks_everywhere_and_shows_the_place(agent: AtDesk, store: Store) -> None:
    talk(store, "注文番号は１２３４－５６７８９です")
    page = await agent.get("/desk", q="123456789")
    assert "<mark>１２３４－５６７８９</mark>" in page.text
    assert "見つかりませんでした" in shown(await agent.get("/desk", q="ありえない言葉"))


async def test_an_address_that_was_mistyped_shows_the_nearest_list(agent: AtDesk, store: Store) -> None:
    talk(store, "こんにちは")
    for path in ("/desk?queue=nonsense&channel=x&language=zz", "/desk?queue=all&after=nonsense", "/desk?q=%00"):
        assert (await agent.get(path)).status_code == 200


async def test_a_filter_is_kept_used_and_dropped(agent: AtDesk, store: Store, sign_in: SignIn) -> None:
    talk(store, "LINEからです", "line")
    kept = await agent.post("/desk/inbox/filters", name="LINEだけ", queue="all", channel="line")
    assert kept.status_code == 303
    page = await agent.get("/desk")
    assert "LINEだけ" in shown(page)
    assert "/desk?queue=all&amp;channel=line" in page.text
    (saved,) = store.saved_filters(agent.agent.id)
    other = sign_in("agent", "Brown")
    assert "LINEだけ" not in shown(await other.get("/desk"))
    assert (await other.post(f"/desk/inbox/filters/{saved.id}/drop")).status_code == 404
    assert (await agent.post(f"/desk/inbox/filters/{saved.id}/drop")).status_code == 303
    assert store.saved_filters(agent.agent.id) == []


async def test_only_who_is_signed_in_sees_lists_and_events(desk: Desk) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url="http://desk") as stranger:
        for path in ("/desk", "/desk/inbox/list", "/desk/inbox/work", "/desk/events", "/desk/conversations/x"):
            assert (await stranger.get(path)).status_code == 401


@asynccontextmanager
async def listening(address: str, who: AtDesk, conversation: str = "") -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    async with httpx.AsyncClient(base_url=address, cookies=dict(who.http.cookies), trust_env=False) as http:
        params = {"conversation": conversation} if conversation else {}
        async with http.stream("GET", "/desk/events", params=params, timeout=15) as response:
            assert response.status_code == 200
            yield _events(response)


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in response.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


async def until(events: AsyncIterator[tuple[str, Any]], name: str, data: Any) -> None:
    async def look() -> None:
        async for event in events:
            if event == (name, data):
                return

    await asyncio.wait_for(look(), 10)


async def test_a_message_is_told_at_once(agent: AtDesk, desk: Desk, customer: Customer) -> None:
    async with served(desk.app) as address, listening(address, agent) as events:
        await until(events, "hello", {})
        begun = machine.perf_counter()
        told = asyncio.ensure_future(until(events, "changed", [customer.conversation_id]))
        await customer.say("人と話したい", wait=None)
        await told
        assert machine.perf_counter() - begun < 0.5


async def test_who_looks_and_who_types_is_seen_by_the_others(sign_in: SignIn, desk: Desk, customer: Customer) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "Brown")
    here = f"/desk/conversations/{customer.conversation_id}"
    brown = {"id": other.person.id, "name": "Brown", "typing": False}
    async with served(desk.app) as address, listening(address, one, customer.conversation_id) as events:
        await until(events, "presence", [])
        async with listening(address, other, customer.conversation_id) as others:
            await until(others, "hello", {})
            await until(events, "presence", [brown])
            assert (await other.send(f"{here}/typing")).status_code == 204
            await until(events, "presence", [{**brown, "typing": True}])
            await other.send(f"{here}/claim")
            await other.send(f"{here}/replies", text="はい", seen=1, key="key-0001")
            await until(events, "presence", [brown])
        await until(events, "presence", [])


async def test_who_is_mentioned_hears_of_it_on_whatever_page_they_are(
    sign_in: SignIn, desk: Desk, customer: Customer
) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "Brown")
    here = f"/desk/conversations/{customer.conversation_id}"
    call = {"by": "佐藤", "conversation": customer.conversation_id}
    async with served(desk.app) as address, listening(address, other) as elsewhere:
        await until(elsewhere, "hello", {})
        await one.send(f"{here}/notes", text="だれか見てください", key="note-0001")
        await until(elsewhere, "changed", [customer.conversation_id])
        await one.send(f"{here}/notes", text="@Brown 見てください", key="note-0002")
        await until(elsewhere, "called", call)


async def test_who_was_signed_out_hears_nothing_more(
    agent: AtDesk, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "HEARTBEAT_SECONDS", 0.05)
    async with served(desk.app) as address, listening(address, agent) as events:
        await until(events, "hello", {})
        store.close_desk_sessions(agent.person.id)
        await until(events, "signed_out", {})


async def test_also_where_something_always_happens_nobody_hears_on_who_was_signed_out(
    agent: AtDesk, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "HEARTBEAT_SECONDS", 0.2)

    async def happen() -> None:
        while True:
            desk.front.feed.changed("any")
            await asyncio.sleep(0.01)

    async with served(desk.app) as address, listening(address, agent) as events:
        await until(events, "hello", {})
        store.close_desk_sessions(agent.person.id)
        busy = asyncio.ensure_future(happen())
        await until(events, "signed_out", {})
        busy.cancel()


async def test_an_agent_has_only_so_many_pages_open(agent: AtDesk, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_events, "MOST_PAGES", 1)
    async with served(desk.app) as address, listening(address, agent) as events:
        await until(events, "hello", {})
        async with httpx.AsyncClient(base_url=address, cookies=dict(agent.http.cookies), trust_env=False) as http:
            assert (await http.get("/desk/events")).status_code == 429


async def test_typing_is_over_when_somebody_leaves(desk: Desk, agent: AtDesk) -> None:
    live = Live(desk.front.feed)
    with live.stream(agent.person, "c1"):
        live.types("c1", agent.person.id)
        assert [one.typing for one in live.present("c1")] == [True]
    assert live.present("c1") == []
    with live.stream(agent.person, "c1"):
        assert [one.typing for one in live.present("c1")] == [False]


async def test_the_work_beside_a_conversation_is_what_waits_and_what_is_mine(agent: AtDesk, store: Store) -> None:
    waiting, mine, free = talk(store, "待っています"), talk(store, "担当中です"), talk(store, "自動応答中です")
    for conversation_id in (waiting, mine):
        store.file_case(NewCase(idempotency_key=conversation_id, conversation_id=conversation_id))
    store.claim(mine, agent.agent)
    page = shown(await agent.get("/desk/inbox/work", current=free))
    assert "待っています" in page
    assert "担当中です" in page
    assert "自動応答中です" not in page
