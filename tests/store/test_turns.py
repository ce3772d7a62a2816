from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot.messages import Choice, Choices, Message, Paragraph
from bot.store import Agent, Conversation, Incoming, Store, StoreUnavailable, UnknownConversation, WaitingTurn

AGENT = Agent("desk:1", "山田")

REPLY = Message(
    language="ja",
    blocks=(Paragraph(text="はい"), Choices(items=(Choice(label="次へ", payload='/inform{"device": "ios"}'),))),
)
NOTICE = Message(language="ja", blocks=(Paragraph(text="お待ちください"),))


@pytest.fixture
def conversation(store: Store) -> Conversation:
    return store.open_conversation("web", "ja")


def say(store: Store, conversation: Conversation, name: str, text: str = "こんにちは") -> WaitingTurn:
    store.accept(Incoming(conversation.id, name, text=text))
    turn = store.next_turn(conversation.id)
    assert turn is not None
    return turn


def transcript(store: Store, conversation: Conversation) -> list[tuple[int, str, str]]:
    return [(message.seq, message.role, message.plain_text) for message in store.messages_after(conversation.id)]


def test_a_turn_is_stored_answered_and_over(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    end = store.finish_turn(turn, [REPLY], language="ja", trace={"intent": "greet"})
    assert (end.state, end.more) == ("done", False)
    assert store.messages_after(conversation.id)[1].blocks == REPLY.blocks
    assert transcript(store, conversation) == [(1, "customer", "こんにちは"), (2, "assistant", "はい\n[次へ]")]
    assert store.next_turn(conversation.id) is None
    assert store.unfinished_conversations() == []


def test_the_same_client_message_is_accepted_once(store: Store, conversation: Conversation) -> None:
    first = store.accept(Incoming(conversation.id, "m1", text="a"))
    again = store.accept(Incoming(conversation.id, "m1", text="b"))
    assert first.new
    assert not again.new
    assert (again.turn_id, again.seq) == (first.turn_id, first.seq)
    assert transcript(store, conversation) == [(1, "customer", "a")]


def test_the_same_client_message_at_the_same_time_is_accepted_once(store: Store, conversation: Conversation) -> None:
    accepted: list[str] = []
    start = threading.Barrier(8)

    def send() -> None:
        start.wait()
        accepted.append(store.accept(Incoming(conversation.id, "m1", text="a")).turn_id)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accepted) == 8
    assert len(set(accepted)) == 1
    assert len(store.messages_after(conversation.id)) == 1


def test_two_conversations_may_use_the_same_client_message_id(store: Store, conversation: Conversation) -> None:
    other = store.open_conversation("web", "en")
    assert store.accept(Incoming(conversation.id, "m1", text="a")).new
    assert store.accept(Incoming(other.id, "m1", text="a")).new


def test_turns_wait_in_the_order_they_came(store: Store, conversation: Conversation) -> None:
    first = say(store, conversation, "m1")
    second = say(store, conversation, "m2")
    assert first == second
    assert store.finish_turn(first, [REPLY], language="ja").more
    turn = store.next_turn(conversation.id)
    assert turn is not None
    assert turn.client_message_id == "m2"


def test_finishing_twice_stores_the_replies_once(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    store.finish_turn(turn, [REPLY], language="ja")
    end = store.finish_turn(turn, [REPLY], language="ja")
    assert (end.state, end.messages) == ("done", ())
    assert len(store.replies_to(turn.turn_id)) == 1


def test_a_reply_that_comes_after_a_claim_is_not_stored(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    store.claim(conversation.id, AGENT)
    assert store.finish_turn(turn, [REPLY], language="ja").state == "held"
    store.hand_back(conversation.id)
    assert transcript(store, conversation) == [(1, "customer", "こんにちは")]
    assert store.next_turn(conversation.id) is None


def test_a_turn_is_only_held_while_an_agent_is_there(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    assert store.hold_turn(turn).state == "waiting"
    store.claim(conversation.id, AGENT)
    assert store.hold_turn(turn).state == "held"


def test_the_customer_is_told_to_wait_once_until_the_next_answer(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    assert store.tell_to_wait(turn, NOTICE) is not None
    assert store.tell_to_wait(turn, NOTICE) is None
    assert not store.finish_turn(turn, [REPLY], language="ja").whole
    assert store.tell_to_wait(turn, NOTICE) is None
    second = say(store, conversation, "m2")
    assert store.tell_to_wait(second, NOTICE) is not None
    assert [role for _, role, _ in transcript(store, conversation)] == [
        "customer",
        "system",
        "assistant",
        "customer",
        "system",
    ]


def test_a_language_switch_leaves_no_bubble_and_changes_the_conversation(
    store: Store, conversation: Conversation
) -> None:
    accepted = store.accept(Incoming(conversation.id, "l1", kind="language", language="en"))
    assert accepted.seq is None
    assert transcript(store, conversation) == []
    found = store.conversation(conversation.id)
    assert found is not None
    assert found.language == "en"


def test_the_conversation_follows_the_language_of_the_answer(store: Store, conversation: Conversation) -> None:
    store.finish_turn(say(store, conversation, "m1"), [replace_language(REPLY)], language="en")
    found = store.conversation(conversation.id)
    assert found is not None
    assert found.language == "en"


def replace_language(message: Message) -> Message:
    return message.model_copy(update={"language": "en"})


def test_nothing_is_accepted_for_an_unknown_conversation(store: Store) -> None:
    with pytest.raises(UnknownConversation):
        store.accept(Incoming("nobody", "m1", text="a"))
    with pytest.raises(UnknownConversation):
        store.claim("nobody", AGENT)


def test_history_comes_in_parts(store: Store, conversation: Conversation) -> None:
    for number in range(5):
        store.accept(Incoming(conversation.id, f"m{number}", text=str(number)))
    assert [message.plain_text for message in store.messages_after(conversation.id, 2, 2)] == ["2", "3"]
    message = store.message_at(conversation.id, 4)
    assert message is not None
    assert message.plain_text == "3"
    assert store.message_at(conversation.id, 9) is None


def test_unfinished_conversations_are_found_again(store: Store, conversation: Conversation) -> None:
    other = store.open_conversation("web", "en")
    store.accept(Incoming(other.id, "m1", text="a"))
    store.accept(Incoming(conversation.id, "m1", text="a"))
    assert store.unfinished_conversations() == [other.id, conversation.id]


def test_an_incoming_keeps_every_character(store: Store, conversation: Conversation) -> None:
    text = "𠮷野家で\u200b買った😀\r\n\t'; DROP TABLE inbox; --"
    turn = say(store, conversation, "m1", text)
    assert turn.text == text
    assert store.messages_after(conversation.id)[0].plain_text == text


def test_an_unreachable_database_is_told_after_some_tries() -> None:
    pauses: list[float] = []
    store = Store("postgresql+psycopg2://nobody@127.0.0.1:1/none", pause=pauses.append)
    with pytest.raises(StoreUnavailable):
        store.open_conversation("web", "ja")
    assert pauses == sorted(pauses)
    assert len(pauses) >= 3


def test_waiting_turn_names_the_handler(store: Store, conversation: Conversation) -> None:
    turn = say(store, conversation, "m1")
    store.claim(conversation.id, AGENT)
    assert store.next_turn(conversation.id) == replace(turn, handler="agent")
