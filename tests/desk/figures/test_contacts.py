"""What counts as one conversation, and how it is told how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.desk.figures.contacts import APART, OVER, Contact, contacts_of
from bot.messages import Message, Paragraph
from bot.store import Agent, Store
from tests.desk.figures.log import AGENT, Log
from tests.front.desk import FakeTime

AT = datetime(2026, 11, 20, 3, 0, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)
LATER = AT + timedelta(days=9)


def contacts(store: Store, now: datetime = LATER) -> list[Contact]:
    rows = store.figure_rows(AT - timedelta(days=1), AT + timedelta(days=8), APART)
    return list(contacts_of(rows, now))


def outcome(store: Store, now: datetime = LATER) -> str:
    (contact,) = contacts(store, now)
    return contact.outcome


def test_a_chat_in_which_nothing_was_said_is_no_conversation(log: Log, store: Store) -> None:
    log.conversation(AT)
    assert contacts(store) == []


def test_a_customer_who_comes_back_after_a_day_counts_anew(log: Log, store: Store) -> None:
    chat = log.conversation(AT, "line")
    for after in (timedelta(), 5 * MINUTE, timedelta(hours=23), timedelta(hours=47) - MINUTE, timedelta(hours=71)):
        log.turn(chat, AT + after)
    assert [(each.began - AT, len(each.turns), each.seq) for each in contacts(store)] == [
        (timedelta(), 4, 1),
        (timedelta(hours=71), 1, 9),
    ]


def test_a_guide_and_then_silence_is_solved(log: Log, store: Store) -> None:
    log.turn(log.conversation(AT), AT, guide="off_ios")
    assert outcome(store, AT + OVER - MINUTE) == "open"
    assert outcome(store, AT + OVER) == "solved"


def test_it_helped_is_solved_at_once_and_a_step_done_is_not(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    turn = log.turn(chat, AT, guide="off_ios", step=1)
    log.verdict(chat, AT + MINUTE, "off_ios", True, turn, 1)
    assert outcome(store, AT + 2 * MINUTE) == "open"
    log.verdict(chat, AT + 2 * MINUTE, "off_ios", True, "whole")
    assert outcome(store, AT + 3 * MINUTE) == "solved"


def test_did_not_help_is_unsolved_unless_something_else_follows(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    turn = log.turn(chat, AT, guide="off_ios")
    log.verdict(chat, AT + MINUTE, "off_ios", False, turn)
    assert outcome(store) == "unsolved"
    log.turn(chat, AT + 2 * MINUTE, "thank")
    assert outcome(store) == "unsolved"
    log.turn(chat, AT + 3 * MINUTE, guide="missing_mail")
    assert outcome(store) == "solved"


def test_a_changed_mind_counts_when_it_changed(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    turn = log.turn(chat, AT, guide="off_ios")
    log.verdict(chat, AT + MINUTE, "off_ios", True, turn)
    log.turn(chat, AT + 2 * MINUTE, "stop_auto_renew", guide="off_ios")
    assert outcome(store) == "solved"
    log.verdict(chat, AT + 3 * MINUTE, "off_ios", False, turn)
    assert outcome(store) == "unsolved"
    assert len(contacts(store)[0].verdicts) == 1


def test_who_asked_for_a_person_and_left_was_not_helped(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    log.turn(chat, AT, guide="off_ios")
    log.turn(chat, AT + MINUTE, "inform", actions=("escalation_form",))
    assert outcome(store) == "unsolved"


def test_what_was_not_understood_last_was_not_solved(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    log.turn(chat, AT, guide="off_ios")
    log.turn(chat, AT + MINUTE, "nlu_fallback")
    assert outcome(store) == "unsolved"


def test_a_greeting_alone_is_unsolved(log: Log, store: Store) -> None:
    log.turn(log.conversation(AT), AT, "greet")
    assert outcome(store) == "unsolved"


def test_a_provider_told_is_an_answer(log: Log, store: Store) -> None:
    log.turn(log.conversation(AT), AT, "identify_provider", provider="allsoft")
    assert outcome(store) == "solved"
    assert contacts(store)[0].provider == "allsoft"


def test_a_case_is_before_a_human_and_names_the_provider(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    log.turn(chat, AT, guide="off_ios")
    log.case(chat, AT + MINUTE, provider="nexway")
    assert outcome(store, AT + 2 * MINUTE) == "human"
    assert contacts(store)[0].provider == "nexway"


def test_an_agent_who_writes_unasked_makes_it_human(log: Log, store: Store) -> None:
    chat = log.conversation(AT)
    log.turn(chat, AT, guide="off_ios")
    log.line(chat, AT + MINUTE)
    assert outcome(store) == "human"


def test_a_case_belongs_to_the_contact_it_was_filed_in(log: Log, store: Store) -> None:
    chat = log.conversation(AT, "line")
    log.turn(chat, AT, guide="off_ios")
    log.turn(chat, AT + timedelta(days=3), "talk_to_human")
    log.case(chat, AT + timedelta(days=3, minutes=1))
    assert [each.outcome for each in contacts(store)] == ["solved", "human"]


def test_closing_ends_it(log: Log, store: Store, time: FakeTime) -> None:
    chat = log.conversation(AT)
    log.turn(chat, AT, guide="off_ios")
    time.now = AT + MINUTE
    store.close_conversation(chat, AGENT, "済み")
    assert outcome(store, AT + 2 * MINUTE) == "solved"
    time.now = AT + 3 * MINUTE
    log.turn(chat, time.now, guide="off_ios")
    assert outcome(store, AT + 4 * MINUTE) == "open"


def test_what_a_customer_writes_while_an_agent_is_there_is_no_failure(log: Log, store: Store, time: FakeTime) -> None:
    chat = log.conversation(AT)
    agent = Agent("desk:2", "林")
    log.turn(chat, AT, guide="off_ios")
    store.claim(chat, agent)
    said = Message(language="ja", blocks=(Paragraph(text="はい"),))
    store.say(chat, said, key="k", author=agent)
    (contact,) = contacts(store)
    assert contact.outcome == "human"
