"""Agents take conversations, speak, write notes and close cases."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import pytest

from bot.messages import Message, Paragraph
from bot.store import Agent, AgentNotInCharge, Claim, Conversation, Incoming, NewCase, Store, UnknownConversation

YAMADA = Agent("slack:T1:U1", "山田")
SATO = Agent("slack:T1:U2", "佐藤")
AGES_AGO = datetime(2000, 1, 1, tzinfo=timezone.utc)


def said(text: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=text),))


@pytest.fixture
def conversation(store: Store) -> Conversation:
    return store.open_conversation("web", "ja")


def test_the_first_claim_wins_and_the_others_learn_who(store: Store, conversation: Conversation) -> None:
    assert store.claim(conversation.id, YAMADA) == Claim(True, YAMADA)
    assert store.claim(conversation.id, SATO) == Claim(False, YAMADA)
    assert store.claim(conversation.id, YAMADA) == Claim(True, YAMADA)
    found = store.conversation(conversation.id)
    assert found is not None
    assert (found.handler, found.agent) == ("agent", YAMADA)


def test_of_many_claims_at_once_one_wins(store: Store, conversation: Conversation) -> None:
    agents = [Agent(f"slack:T1:U{number}", str(number)) for number in range(8)]
    claims: list[Claim] = []
    threads = [
        threading.Thread(target=lambda agent=agent: claims.append(store.claim(conversation.id, agent)))
        for agent in agents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(claim.won for claim in claims) == 1
    assert len({claim.by for claim in claims}) == 1


def test_nobody_claims_a_conversation_that_does_not_exist(store: Store) -> None:
    with pytest.raises(UnknownConversation):
        store.claim("nobody", YAMADA)


def test_only_the_agent_in_charge_speaks_and_says_each_thing_once(store: Store, conversation: Conversation) -> None:
    with pytest.raises(AgentNotInCharge):
        store.say(conversation.id, said("はい"), key="1", author=YAMADA)
    store.claim(conversation.id, YAMADA)
    with pytest.raises(AgentNotInCharge):
        store.say(conversation.id, said("はい"), key="1", author=SATO)
    first = store.say(conversation.id, said("はい"), key="1", author=YAMADA)
    assert first is not None
    assert (first.role, first.author) == ("agent", "山田")
    assert store.say(conversation.id, said("はい"), key="1", author=YAMADA) is None
    assert [message.plain_text for message in store.messages_after(conversation.id)] == ["はい"]


def test_only_the_agent_in_charge_hands_back(store: Store, conversation: Conversation) -> None:
    assert not store.hand_back(conversation.id, YAMADA)
    store.claim(conversation.id, YAMADA)
    with pytest.raises(AgentNotInCharge):
        store.hand_back(conversation.id, SATO)
    assert store.hand_back(conversation.id, YAMADA)
    found = store.conversation(conversation.id)
    assert found is not None
    assert (found.handler, found.agent) == ("assistant", None)


def test_the_customer_reads_who_joined_and_left_in_their_language(store: Store) -> None:
    conversation = store.open_conversation("web", "en")
    notice = {"ja": said("山田です"), "en": Message(language="en", blocks=(Paragraph(text="Yamada is here"),))}
    store.claim(conversation.id, YAMADA, notice)  # type: ignore[arg-type]
    store.claim(conversation.id, YAMADA, notice)  # type: ignore[arg-type]
    assert [message.plain_text for message in store.messages_after(conversation.id)] == ["Yamada is here"]


def test_the_assistant_learns_that_an_agent_was_there(store: Store, conversation: Conversation) -> None:
    store.claim(conversation.id, YAMADA)
    store.hand_back(conversation.id, YAMADA)
    store.accept(Incoming(conversation.id, "m1", text="続き"))
    turn = store.next_turn(conversation.id)
    assert turn is not None
    assert turn.after_agent
    store.finish_turn(turn, [said("はい")], language="ja")
    store.accept(Incoming(conversation.id, "m2", text="次"))
    turn = store.next_turn(conversation.id)
    assert turn is not None
    assert not turn.after_agent


def test_the_waiting_clock_runs_from_the_case_to_the_agents_first_word(
    store: Store, conversation: Conversation
) -> None:
    def waiting() -> bool:
        found = store.conversation(conversation.id)
        assert found is not None
        return found.waiting_since is not None

    assert not waiting()
    store.file_case(NewCase(idempotency_key="k", conversation_id=conversation.id))
    assert waiting()
    store.claim(conversation.id, YAMADA)
    assert waiting()
    store.say(conversation.id, said("はい"), key="1", author=YAMADA)
    assert not waiting()
    store.accept(Incoming(conversation.id, "m1", text="まだです"))
    assert waiting()
    store.hand_back(conversation.id, YAMADA)
    assert not waiting()


def test_notes_stay_with_the_agents_and_are_kept_once(store: Store, conversation: Conversation) -> None:
    assert store.add_note(conversation.id, YAMADA, "カード明細を確認中", "slack-1")
    assert not store.add_note(conversation.id, YAMADA, "カード明細を確認中", "slack-1")
    assert [(note.author, note.text) for note in store.notes_of(conversation.id)] == [(YAMADA, "カード明細を確認中")]
    assert store.messages_after(conversation.id) == []


def test_an_assigned_case_is_in_progress_until_it_is_closed_with_a_reason(store: Store) -> None:
    case = store.file_case(NewCase(idempotency_key="k", conversation_id="c"))
    assigned = store.assign_case(case.number, SATO)
    assert (assigned.assignee, assigned.status) == (SATO, "in_progress")
    assert [found.number for found in store.cases(status=("in_progress",), assignee=SATO)] == [case.number]
    assert store.cases(unassigned=True) == []
    closed = store.close_case(case.number, "解約を確認")
    assert (closed.status, closed.close_reason) == ("closed", "解約を確認")
    assert store.close_case(case.number, "二度目").close_reason == "解約を確認"
    figures = store.figures_since(AGES_AGO)
    assert (figures.cases_opened, figures.cases_closed) == (1, 1)


def test_a_case_is_announced_once_on_each_platform(store: Store) -> None:
    case = store.file_case(NewCase(idempotency_key="k", conversation_id="c"))
    assert [found.number for found in store.unannounced_cases("slack")] == [case.number]
    assert store.announce(case.number, "slack", None)
    assert not store.announce(case.number, "slack", None)
    assert store.unannounced_cases("slack") == []


def test_feedback_is_counted_in_the_figures_of_its_time(store: Store) -> None:
    store.add_feedback("c", "off_ios", None, True, "m1")
    store.add_feedback("c", "off_ios", 2, False, "m2")
    figures = store.figures_since(AGES_AGO)
    assert (figures.solved, figures.not_solved) == (1, 1)
    later = store.figures_since(datetime.now(timezone.utc) + timedelta(days=1))
    assert (later.solved, later.not_solved, later.conversations) == (0, 0, 0)
