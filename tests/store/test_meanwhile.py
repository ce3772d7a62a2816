"""What was said while an agent had the conversation."""

from __future__ import annotations

import pytest

from bot.messages import Message, Paragraph
from bot.store import Agent, Conversation, Incoming, Store
from bot.store.records import WaitingTurn

SATO = Agent("web:sato", "佐藤")


def said(text: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=text),))


def write(store: Store, conversation: Conversation, name: str, text: str) -> WaitingTurn:
    turn = store.accept(Incoming(conversation.id, name, text=text)).next_turn
    assert turn is not None
    return turn


@pytest.fixture
def conversation(store: Store) -> Conversation:
    return store.open_conversation("web", "ja")


def test_the_assistant_has_missed_what_was_said_between_claim_and_hand_back(
    store: Store, conversation: Conversation
) -> None:
    store.finish_turn(write(store, conversation, "m1", "前の話"), [said("前の答え")], language="ja")
    store.claim(conversation.id, SATO, {"ja": said("佐藤が入りました"), "en": said("Sato")})
    held = write(store, conversation, "m2", "番号は123です")
    store.hold_turn(held)
    store.say(conversation.id, said("購入先はNexwayです"), key="k1", author=SATO)
    store.hand_back(conversation.id, SATO)
    turn = write(store, conversation, "m3", "続き")
    heard = store.said_meanwhile(conversation.id, turn.turn_id)
    assert [(line.speaker, line.text) for line in heard] == [
        ("customer", "番号は123です"),
        ("agent", "購入先はNexwayです"),
    ]
    assert store.heard_in(held.turn_id) is None
    store.finish_turn(turn, [said("はい")], language="ja")
    assert store.heard_in(held.turn_id) == turn.turn_id
    assert store.heard_in(turn.turn_id) is None
    after = write(store, conversation, "m4", "次")
    assert store.said_meanwhile(conversation.id, after.turn_id) == []


def test_what_was_taken_back_meanwhile_is_not_told(store: Store, conversation: Conversation) -> None:
    store.claim(conversation.id, SATO)
    store.hold_turn(write(store, conversation, "m1", "番号は123です"))
    store.unsend(conversation.id, "m1")
    store.hand_back(conversation.id, SATO)
    turn = write(store, conversation, "m2", "続き")
    assert store.said_meanwhile(conversation.id, turn.turn_id) == []
