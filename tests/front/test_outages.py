"""Rasa down, slow or talking nonsense: the customer is told, and answered when it is back."""

from __future__ import annotations

import asyncio

from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import DialogueRefused, TurnReply, TurnRequest
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Agent, Store
from tests.front.desk import Customer, Desk, FakeTime, open_desk

AGENT = Agent("desk:1", "山田")


async def until(desk: Desk, customer: Customer, *roles: str) -> None:
    """Wait until the transcript has these roles."""

    async def reached() -> bool:
        stored = await asyncio.to_thread(desk.store.messages_after, customer.conversation_id)
        return [message.role for message in stored] == list(roles)

    await desk.changed(customer.conversation_id, reached)


async def test_a_failed_turn_is_asked_again_under_the_same_id(desk: Desk, customer: Customer) -> None:
    desk.dialogue.fail(3)
    waiting = asyncio.ensure_future(customer.say("こんにちは"))
    for pause in (0.2, 0.4, 0.8):
        await desk.time.sleepers(2)
        desk.time.advance(pause)
    assert (await waiting).json()["complete"] is True
    assert list(desk.dialogue.turns.values()) == [4]
    assert [role for role, _ in await customer.transcript()] == ["customer", "assistant"]


async def test_an_answer_lost_on_the_way_is_one_turn(desk: Desk, customer: Customer) -> None:
    desk.dialogue.lose_answers()
    waiting = asyncio.ensure_future(customer.say("こんにちは"))
    await desk.time.sleepers(2)
    desk.time.advance(0.2)
    assert len((await waiting).json()["messages"]) == 1
    assert len(desk.dialogue.answered) == 1


async def test_a_slow_answer_is_announced_once_in_the_customers_language(desk: Desk) -> None:
    customer = await desk.customer("ja")
    desk.dialogue.pause()
    await customer.say("How can I stop the renewal?", name="m1", wait=None)
    await desk.time.sleepers(1)
    desk.time.advance(4)
    await until(desk, customer, "customer", "system")
    early = (await customer.say("again", name="m1", wait=0)).json()
    assert early["complete"] is False
    assert [message["role"] for message in early["messages"]] == ["system"]
    desk.time.advance(60)
    desk.dialogue.resume()
    answer = (await customer.say("again", name="m1")).json()
    assert [message["role"] for message in answer["messages"]] == ["system", "assistant"]
    assert answer["messages"][0]["language"] == "en"
    assert answer["messages"][0]["reply_to"] == "m1"
    assert answer["complete"] is True


async def test_a_restart_in_an_outage_neither_loses_the_message_nor_repeats_the_notice(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime
) -> None:
    dialogue.pause()
    async with open_desk(settings, store, dialogue, knowledge, time) as desk:
        customer = await desk.customer()
        await customer.say("こんにちは", wait=None)
        await desk.time.sleepers(1)
        time.advance(4)
        await until(desk, customer, "customer", "system")
    async with open_desk(settings, store, dialogue, knowledge, time) as desk:
        customer.http = desk.http
        await time.sleepers(1)
        time.advance(10)
        dialogue.resume()
        await until(desk, customer, "customer", "system", "assistant")
        await customer.say("まだですか")
        assert [role for role, _ in await customer.transcript()] == [
            "customer",
            "system",
            "assistant",
            "customer",
            "assistant",
        ]
    assert len(dialogue.answered) == 2


async def test_after_an_answer_the_next_outage_is_announced_again(desk: Desk, customer: Customer) -> None:
    for _ in range(2):
        desk.dialogue.pause()
        waiting = asyncio.ensure_future(customer.say("こんにちは"))
        await desk.time.sleepers(1)
        desk.time.advance(4)
        assert await _noticed(desk, customer)
        desk.dialogue.resume()
        await waiting
    assert [role for role, _ in await customer.transcript()] == ["customer", "system", "assistant"] * 2


async def _noticed(desk: Desk, customer: Customer) -> bool:
    async def told() -> bool:
        stored = await asyncio.to_thread(desk.store.messages_after, customer.conversation_id)
        return stored[-1].role == "system"

    await desk.changed(customer.conversation_id, told)
    return True


async def test_a_turn_that_will_never_be_answered_ends_with_an_apology(desk: Desk, customer: Customer) -> None:
    desk.dialogue.fail(1, DialogueRefused("status_422"))
    body = (await customer.say("こんにちは")).json()
    assert body["complete"] is True
    assert [message["role"] for message in body["messages"]] == ["system"]
    assert (await customer.say("もう一度")).json()["messages"][0]["role"] == "assistant"


async def test_an_assistant_that_says_nothing_still_gets_the_customer_an_answer(
    settings: Settings, store: Store, knowledge: Knowledge, time: FakeTime
) -> None:
    silent = MemoryDialogue(lambda _request: TurnReply(language="ja"))
    async with open_desk(settings, store, silent, knowledge, time) as desk:
        body = (await (await desk.customer()).say("こんにちは")).json()
    assert [message["role"] for message in body["messages"]] == ["system"]


async def test_a_fault_of_ours_does_not_block_the_conversation(
    settings: Settings, store: Store, knowledge: Knowledge, time: FakeTime
) -> None:
    def script(request: TurnRequest) -> TurnReply:
        if request.text == "bad":
            raise ZeroDivisionError
        return TurnReply(language="ja")

    async with open_desk(settings, store, MemoryDialogue(script), knowledge, time) as desk:
        waiting = asyncio.ensure_future((await desk.customer()).say("bad"))
        for pause in (0.2, 0.4, 0.8, 1.6, 3.2):
            await time.sleepers(2)
            time.advance(pause)
        body = (await waiting).json()
    assert body["complete"] is True
    assert body["messages"][-1]["role"] == "system"


async def test_an_agent_may_claim_a_conversation_in_an_outage(desk: Desk, customer: Customer) -> None:
    desk.dialogue.fail(1)
    waiting = asyncio.ensure_future(customer.say("こんにちは"))
    await desk.time.sleepers(2)
    await desk.front.gate.claim(customer.conversation_id, AGENT)
    desk.time.advance(0.2)
    assert (await waiting).json() == {"client_message_id": "auto-0", "seq": 1, "messages": [], "complete": True}
    assert desk.dialogue.answered == []
