"""Platforms tell things more than once; the desk counts them once, and knows where each customer is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.store import Incoming, NewCase, NewEvent, Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)


def event(name: str, *, after: float = 0, address: str = "user:U1", reference: str | None = None) -> NewEvent:
    return NewEvent(name, address, '{"text": "x"}', NOW + timedelta(seconds=after), reference=reference)


def test_an_event_counts_once_within_and_between_deliveries(store: Store) -> None:
    assert store.keep_events("line", [event("a"), event("a"), event("b")]) == (True, False, True)
    assert store.keep_events("line", [event("b"), event("c")]) == (False, True)
    assert store.keep_events("slack", [event("a")]) == (True,)


def test_events_of_an_address_come_in_the_order_in_which_they_happened(store: Store) -> None:
    store.keep_events("line", [event("late", after=5), event("other", address="user:U2"), event("early", after=1)])
    seen = []
    while (found := store.next_event("line", "user:U1")) is not None:
        seen.append(found.event_id)
        store.end_event("line", found.event_id)
    assert seen == ["early", "late"]
    assert store.waiting_addresses("line") == ["user:U2"]


def test_an_event_that_was_worked_through_is_still_known_for_a_while(store: Store) -> None:
    store.keep_events("line", [event("a", reference="message-1")])
    store.end_event("line", "a")
    assert store.event_of("line", "message-1") == "a"
    assert store.keep_events("line", [event("a")]) == (False,)
    assert store.forget_older_events(timedelta(hours=72)) == 0
    assert store.forget_older_events(timedelta(seconds=-60)) == 1
    assert store.keep_events("line", [event("a")]) == (True,)


def test_an_event_that_waits_is_never_forgotten(store: Store) -> None:
    store.keep_events("line", [event("a")])
    assert store.forget_older_events(timedelta(seconds=-60)) == 0


def test_the_same_address_is_always_the_same_conversation(store: Store) -> None:
    first = store.customer_link("line", "user:U1", "en")
    assert store.customer_link("line", "user:U1", "ja") == first
    assert store.customer_link("line", "user:U2", "ja").conversation_id != first.conversation_id
    conversation = store.conversation(first.conversation_id)
    assert conversation is not None
    assert (conversation.channel, conversation.language) == ("line", "en")


def test_what_a_platform_tells_of_a_link_is_merged(store: Store) -> None:
    link = store.customer_link("line", "user:U1", "ja")
    store.note_link(link.id, display_name="美咲", data={"a": 1})
    store.note_link(link.id, data={"b": 2})
    found = store.link(link.id)
    assert found is not None
    assert (found.display_name, found.data) == ("美咲", {"a": 1, "b": 2})


def test_an_unsent_message_is_gone_and_is_not_answered_any_more(store: Store) -> None:
    link = store.customer_link("line", "user:U1", "ja")
    accepted = store.accept(Incoming(link.conversation_id, "e1", channel="line", text="番号は22122857"))
    assert store.unsend(link.conversation_id, "e1") == accepted.turn_id
    assert store.next_turn(link.conversation_id) is None
    assert [message.plain_text for message in store.messages_after(link.conversation_id)] == [""]
    assert store.unsend(link.conversation_id, "e2") is None
    assert store.accept(Incoming(link.conversation_id, "e1", channel="line", text="番号は22122857")).state == "done"


def test_ended_cases_whose_card_shows_another_state_are_known(store: Store) -> None:
    link = store.customer_link("web", "user:W1", "ja")
    filed = [store.file_case(NewCase(f"key-{place}", link.conversation_id)) for place in range(4)]
    for place, case in enumerate(filed[:3]):
        version = {} if place == 2 else {"version": case.version}
        card = store.add_link("slack", f"T:C:{place}", link.conversation_id, "agents", data=version)
        store.announce(case.number, "slack", card.id)
    ahead = store._clock() + timedelta(days=1)
    assert store.ended_behind("slack", ahead) == [], "an open case is looked at anyway"
    closed = store.close_case(filed[0].number, "solved")
    store.close_case(filed[2].number, "solved")
    assert store.ended_behind("slack", ahead) == [closed.number], "what no desk has noted yet counts while it is new"
    assert store.ended_behind("line", ahead) == []
    past = store._clock() - timedelta(days=1)
    assert store.ended_behind("slack", past) == sorted([closed.number, filed[2].number])
    assert store.ended_behind("slack", past, limit=1) + store.ended_behind(
        "slack", past, after=min(closed.number, filed[2].number)
    ) == store.ended_behind("slack", past)
    shown = store.announced_link(closed.number, "slack")
    assert shown is not None
    store.note_link(shown, data={"version": closed.version})
    assert store.ended_behind("slack", ahead) == []
