"""The lists of the inbox: where a conversation stands, in which order, page by page."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import event

from bot.messages import Message, Paragraph
from bot.store import Agent, AgentNotInCharge, Conversation, Incoming, NewCase, Store
from bot.store.errors import NewerMessages
from bot.store.inbox_records import InboxFilter, Queue

YAMADA = Agent("desk:1", "山田")
SATO = Agent("desk:2", "佐藤")


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def store(store: Store) -> Store:
    store._clock = Time()
    return store


def said(text: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=text),))


def talk(store: Store, text: str = "自動更新を止めたい", channel: str = "web") -> Conversation:
    conversation = store.open_conversation(channel, "ja")
    write(store, conversation.id, text)
    return conversation


def write(store: Store, conversation_id: str, text: str) -> None:
    store.accept(Incoming(conversation_id, store._new_id(), text=text))


def escalated(store: Store, name: str | None = None) -> Conversation:
    conversation = talk(store)
    store.file_case(NewCase(idempotency_key=conversation.id, conversation_id=conversation.id, name=name))
    return conversation


def shown(store: Store, queue: Queue, agent: Agent = YAMADA) -> list[str]:
    return [entry.id for entry in store.inbox(InboxFilter(queue), agent.id).entries]


def test_a_conversation_without_a_word_is_in_no_list(store: Store) -> None:
    store.open_conversation("web", "ja")
    assert shown(store, "all") == []
    assert store.inbox_counts(YAMADA.id)["all"] == 0


def test_a_conversation_goes_through_the_lists(store: Store) -> None:
    conversation = talk(store)
    assert shown(store, "assistant") == [conversation.id]
    store.file_case(NewCase(idempotency_key="k", conversation_id=conversation.id))
    assert shown(store, "waiting") == [conversation.id]
    assert shown(store, "assistant") == []
    store.claim(conversation.id, YAMADA)
    assert (shown(store, "mine"), shown(store, "colleagues")) == ([conversation.id], [])
    assert (shown(store, "mine", SATO), shown(store, "colleagues", SATO)) == ([], [conversation.id])
    store.hand_back(conversation.id, YAMADA)
    assert shown(store, "assistant") == [conversation.id]
    store.close_conversation(conversation.id, YAMADA, "解決")
    assert (shown(store, "closed"), shown(store, "assistant")) == ([conversation.id], [])
    write(store, conversation.id, "もう一つ質問です")
    assert (shown(store, "closed"), shown(store, "assistant")) == ([], [conversation.id])


def test_nobody_waits_whose_last_case_has_ended(store: Store) -> None:
    conversation = escalated(store)
    second = store.file_case(NewCase(idempotency_key="second", conversation_id=conversation.id))
    (first, _) = store.cases_of(conversation.id)
    store.close_case(first.number, "解決")
    assert shown(store, "waiting") == [conversation.id]
    store.close_case(second.number, "解決")
    assert shown(store, "waiting") == []
    assert shown(store, "assistant") == [conversation.id]


def test_who_waits_longest_comes_first_and_elsewhere_the_latest(store: Store) -> None:
    first, second, third = escalated(store), escalated(store), escalated(store)
    assert shown(store, "waiting") == [first.id, second.id, third.id]
    write(store, first.id, "まだですか")
    assert shown(store, "waiting") == [first.id, second.id, third.id]
    assert shown(store, "all") == [first.id, third.id, second.id]


def test_an_entry_tells_the_customers_last_words_name_and_cases(store: Store) -> None:
    conversation = escalated(store, name="高橋 一郎")
    turn = store.next_turn(conversation.id)
    assert turn is not None
    store.finish_turn(turn, [said("承知しました")], language="ja")
    (entry,) = store.inbox(InboxFilter("waiting"), YAMADA.id).entries
    assert (entry.words, entry.name, len(entry.cases)) == ("自動更新を止めたい", "高橋 一郎", 1)
    assert entry == store.inbox_entry(conversation.id)


@pytest.mark.parametrize("queue", ["waiting", "all"])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(store: Store, queue: Queue) -> None:
    made = [escalated(store).id for _ in range(7)]
    seen: list[str] = []
    after: str | None = None
    while True:
        page = store.inbox(InboxFilter(queue), YAMADA.id, after, limit=3)
        seen += [entry.id for entry in page.entries]
        after = page.next
        if after is None:
            break
    assert seen == (made if queue == "waiting" else made[::-1])


def test_a_list_is_narrowed_by_channel_and_language(store: Store) -> None:
    web, line = talk(store), talk(store, channel="line")
    english = store.open_conversation("line", "en")
    write(store, english.id, "how do I stop it")

    def found(**narrowed: str) -> list[str]:
        shown = InboxFilter("all", **narrowed)  # type: ignore[arg-type]
        return [entry.id for entry in store.inbox(shown, YAMADA.id).entries]

    assert found(channel="web") == [web.id]
    assert found(channel="line") == [english.id, line.id]
    assert found(channel="line", language="ja") == [line.id]


def test_the_counts_are_the_lengths_of_the_lists(store: Store) -> None:
    for agent in (None, YAMADA, SATO, SATO):
        conversation = escalated(store)
        if agent:
            store.claim(conversation.id, agent)
    talk(store)
    store.close_conversation(talk(store).id, YAMADA, "重複")
    store.add_note(conversation.id, SATO, "@山田 見てください", "n1", called=[YAMADA.id])
    counts = store.inbox_counts(YAMADA.id)
    assert counts == {queue: len(shown(store, queue)) for queue in counts}
    assert counts["mentions"] == 1


def test_a_mention_is_there_until_it_is_read(store: Store) -> None:
    conversation = talk(store)
    assert store.add_note(conversation.id, SATO, "@山田 確認を", "n1", called=[YAMADA.id, YAMADA.id])
    assert shown(store, "mentions") == [conversation.id]
    assert shown(store, "mentions", SATO) == []
    assert store.read_mentions(conversation.id, YAMADA.id)
    assert not store.read_mentions(conversation.id, YAMADA.id)
    assert shown(store, "mentions") == []


def test_only_the_agent_in_charge_closes_a_claimed_conversation(store: Store) -> None:
    conversation = escalated(store)
    store.claim(conversation.id, YAMADA)
    with pytest.raises(AgentNotInCharge):
        store.close_conversation(conversation.id, SATO, "解決")
    assert store.close_conversation(conversation.id, YAMADA, "解決")
    assert not store.close_conversation(conversation.id, YAMADA, "別の理由")
    entry = store.inbox_entry(conversation.id)
    assert entry is not None
    assert (entry.close_reason, entry.closed_by, entry.agent, entry.waiting_since) == ("解決", "山田", None, None)


def test_nothing_is_said_past_what_the_agent_has_not_read(store: Store) -> None:
    conversation = escalated(store)
    store.claim(conversation.id, YAMADA)
    read = store.conversation(conversation.id)
    assert read is not None
    write(store, conversation.id, "やっぱり待ってください")
    with pytest.raises(NewerMessages) as refused:
        store.say(conversation.id, said("手続きします"), key="1", author=YAMADA, seen=read.last_seq)
    assert refused.value.last_seq == read.last_seq + 1
    assert store.say(conversation.id, said("はい"), key="1", author=YAMADA, seen=refused.value.last_seq) is not None


def test_a_line_that_was_said_is_not_refused_when_it_is_sent_again(store: Store) -> None:
    conversation = escalated(store)
    store.claim(conversation.id, YAMADA)
    assert store.say(conversation.id, said("はい"), key="1", author=YAMADA, seen=99) is not None
    write(store, conversation.id, "ありがとう")
    assert store.say(conversation.id, said("はい"), key="1", author=YAMADA, seen=0) is None


def test_filters_are_kept_for_each_agent_without_what_is_searched(store: Store) -> None:
    store.save_filter(YAMADA.id, "LINE", InboxFilter("waiting", channel="line", text="taro@example.jp"))
    store.save_filter(YAMADA.id, "英語", InboxFilter("all", language="en"))
    store.save_filter(YAMADA.id, "LINE", InboxFilter("mine", channel="line"))
    kept = store.saved_filters(YAMADA.id)
    assert [(saved.name, saved.filter) for saved in kept] == [
        ("英語", InboxFilter("all", language="en")),
        ("LINE", InboxFilter("mine", channel="line")),
    ]
    assert store.saved_filters(SATO.id) == []
    assert not store.drop_filter(SATO.id, kept[0].id)
    assert store.drop_filter(YAMADA.id, kept[0].id)


@pytest.mark.parametrize("queue", ["waiting", "assistant", "closed", "all"])
def test_a_list_is_read_from_an_index_and_not_sorted(store: Store, queue: Queue) -> None:
    engine = store._database.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables")
    asked: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        if statement.startswith("SELECT conversations.id, conversations.channel"):
            asked.append((statement, parameters))

    start = f"{datetime(2026, 1, 1, tzinfo=timezone.utc).isoformat()}~x"
    store.inbox(InboxFilter(queue), YAMADA.id, start)
    with engine.connect() as connection:
        ((statement, parameters),) = asked
        plans = [row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]
    assert any("USING INDEX" in plan for plan in plans), plans
    assert not any("TEMP B-TREE" in plan for plan in plans), plans
