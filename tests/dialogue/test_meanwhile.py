"""What the assistant knows after a human agent had the conversation."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.base
from actions.reading import ReadMessage
from actions.services import Services
from bot.dialogue.meanwhile import told_meanwhile
from bot.dialogue.turn import Memory
from bot.knowledge import load_knowledge
from bot.settings import ROOT
from bot.store import Agent, Incoming
from bot.store.records import Heard

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
TODAY = date(2026, 11, 23)


def learnt(*said: tuple[Literal["customer", "agent"], str], before: Memory | None = None) -> Memory:
    memory = before or Memory()
    return memory.after(told_meanwhile([Heard(*line) for line in said], memory, KNOWLEDGE, TODAY))


def test_what_the_customer_told_the_agent_is_not_asked_again() -> None:
    memory = learnt(
        ("customer", "注文番号は２０５６４７７８８１０です。名前は山田花子、hanako@example.jp です"),
        ("agent", "ありがとうございます。確認します"),
        ("customer", "2026年5月3日に購入しました"),
    )
    assert (memory.order_number, memory.provider) == ("20564778810", "digital_river")
    assert (memory.person_name, memory.email, memory.purchase_date) == ("山田花子", "hanako@example.jp", "2026-05-03")


def test_later_words_count_more_than_earlier_ones() -> None:
    known = Memory(provider="allsoft", order_number="A221234065")
    memory = learnt(("customer", "すみません、注文番号は20564778810でした"), before=known)
    assert (memory.order_number, memory.provider) == ("20564778810", "digital_river")


@pytest.mark.parametrize(
    ("words", "provider"),
    [
        ("お調べしたところ、購入先はNexwayでした。", "nexway"),
        ("I have looked it up: you bought it through Digital River.", "digital_river"),
        ("Google Playで購入された場合は、次の手順です。", None),
        ("Did you buy it through Nexway?", None),
        ("購入先はNexwayまたはAllsoftです。", None),
        ("Nexwayではなく、担当が確認します。", None),
        ("注文番号の例は ALLSOFT-22123406 です。", None),
    ],
)
def test_what_an_agent_found_out_is_known_and_what_they_supposed_is_not(words: str, provider: str | None) -> None:
    memory = learnt(("agent", words))
    assert (memory.provider, memory.order_number) == (provider, None)


def test_an_appointment_with_the_agent_is_no_day_of_purchase() -> None:
    assert learnt(("customer", "明日の午後に電話をください"), ("agent", "11月24日にお電話します")) == Memory()


def test_nothing_that_was_asked_before_is_answered_by_what_the_agent_heard() -> None:
    memory = learnt(("customer", "はい"), before=Memory(awaiting="feedback", turn_id="t1"))
    assert (memory.awaiting, memory.turn_id) == ("feedback", "t1")


@pytest.mark.parametrize("after_agent", [True, False])
async def test_the_first_message_after_the_hand_back_brings_it_to_the_assistant(
    services: Services, monkeypatch: pytest.MonkeyPatch, after_agent: bool
) -> None:
    store, sato = services.store, Agent("web:sato", "佐藤")
    conversation = store.open_conversation("web", "ja")
    store.claim(conversation.id, sato)
    held = store.accept(Incoming(conversation.id, "m1", text="注文番号は20564778810です")).next_turn
    assert held is not None
    store.hold_turn(held)
    store.hand_back(conversation.id, sato)
    turn = store.accept(Incoming(conversation.id, "m2", text="続きをお願いします")).next_turn
    assert turn is not None
    message = {
        "text": turn.text,
        "intent": {"name": "inform", "confidence": 0.9},
        "metadata": {"message_id": turn.turn_id, "after_agent": after_agent},
    }
    tracker = Tracker(conversation.id, {"language": "ja"}, message, [], False, None, {}, "action_listen")
    monkeypatch.setattr(actions.base, "services", lambda: services)
    events = await ReadMessage().run(CollectingDispatcher(), tracker, {})
    found = {event["name"]: event["value"] for event in events}
    assert found.get("order_number") == ("20564778810" if after_agent else None)
    assert found["turn_id"] == turn.turn_id
