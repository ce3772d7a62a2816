"""Whatever was said, noted or filed is found as an agent would type it, and not after it was unsent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import Choice, Choices, Message, Paragraph
from bot.store import Agent, Incoming, NewCase, Store
from bot.store.inbox_records import InboxFilter
from bot.store.search_text import excerpt, folded, searchable, words_of

YAMADA = Agent("desk:1", "山田")


def talk(store: Store, *texts: str) -> str:
    conversation = store.open_conversation("web", "ja")
    for text in texts:
        store.accept(Incoming(conversation.id, store._new_id(), text=text))
    return conversation.id


def found(store: Store, query: str) -> list[str]:
    return [entry.id for entry in store.inbox(InboxFilter("all", text=query), YAMADA.id).entries]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("カスペルスキーの自動更新を止めたい", "自動更新"),
        ("カスペルスキーの自動更新を止めたい", "ｶｽﾍﾟﾙｽｷｰ"),
        ("カスペルスキーの自動更新を止めたい", "かすぺるすきー"),
        ("カスペルスキーの自動更新を止めたい", "止め"),
        ("二重に請求されました。解約", "解約"),
        ("二重に請求されました。解約", "約"),
        ("料金は税込みですか", "税"),
        ("注文番号は１２３４５６７８９０１です", "12345678901"),
        ("注文番号は 123-4567 8901 です", "12345678901"),
        ("注文番号は12345678901です", "123-4567-8901"),
        ("注文番号は１２３ー４５６７ー８９０１です", "123 4567 8901"),
        ("番号はAB-12345-CDでした", "ab12345cd"),
        ("Ｔａｒｏ．Ｙａｍａｄａ＠Ｅｘａｍｐｌｅ．ｊｐ", "taro.yamada@example.jp"),
        ("taro-yamada1985@example.jp に送ってください", "taro-yamada1985@EXAMPLE.jp"),
        ("Please turn off Auto-Renewal for my tablet", "auto-renewal tablet"),
        ('He said "it\'s gone" AND left', "said \"it's"),
        ("100%オフと書いてあります", "100%"),
        ("a_b という名前", "a_b"),
    ],
)
def test_what_was_written_is_found_as_it_is_typed(store: Store, written: str, typed: str) -> None:
    talk(store, "関係のない話です。xyz 55")
    conversation = talk(store, written)
    assert found(store, typed) == [conversation]


@pytest.mark.parametrize(
    "typed", ["自動更新 停止", "99999999999", "a%b", "NEAR(x y)", '"', "*", "解約 OR 更新", "ばば"]
)
def test_what_nobody_wrote_is_not_found(store: Store, typed: str) -> None:
    talk(store, "カスペルスキーの自動更新を止めたい", "注文番号は12345678901です")
    assert found(store, typed) == []


def test_every_word_must_stand_in_one_text(store: Store) -> None:
    both = talk(store, "返金と解約について")
    talk(store, "返金について", "解約について")
    assert found(store, "解約 返金") == [both]


def test_notes_cases_names_and_answers_are_found_too(store: Store) -> None:
    conversation = talk(store, "こんにちは")
    turn = store.next_turn(conversation)
    assert turn is not None
    blocks = (Paragraph(text="ご案内の手順です"), Choices(items=(Choice(label="人と話す"),)))
    store.finish_turn(turn, [Message(language="ja", blocks=blocks)], language="ja")
    store.add_note(conversation, YAMADA, "カード会社に確認中", "n1")
    case = store.file_case(
        NewCase(idempotency_key="k", conversation_id=conversation, name="髙橋 花子", order_number="20564778810")
    )
    link = store.add_link("line", "U1", conversation, "customer")
    store.note_link(link.id, display_name="はなちゃん")
    for typed in (
        "カード会社",
        "髙橋",
        "20564778810",
        case.number,
        case.number.replace("-", ""),
        "はなちゃん",
        "手順です",
    ):
        assert found(store, typed) == [conversation], typed
    assert found(store, "人と話す") == []
    store.amend_case(case.number, "order_number", "30564778811")
    assert found(store, "20564778810") == []
    assert found(store, "30564778811") == [conversation]


def test_an_unsent_message_is_not_found_any_more(store: Store) -> None:
    conversation = talk(store)
    store.accept(Incoming(conversation, "m1", text="秘密の番号は98765432101です"))
    store.accept(Incoming(conversation, "m2", text="自動更新を止めたい"))
    assert found(store, "98765432101") == [conversation]
    store.unsend(conversation, "m1")
    for typed in ("98765432101", "秘密", "秘密の番号"):
        assert found(store, typed) == []
    assert found(store, "自動更新") == [conversation]


def test_the_latest_hit_comes_first_and_pages_repeat_no_conversation(store: Store) -> None:
    made = [talk(store, f"更新の件 {number}") for number in range(6)]
    store.accept(Incoming(made[1], "again", text="更新の件、続きです"))
    seen: list[str] = []
    after: str | None = None
    while True:
        page = store.inbox(InboxFilter("all", text="更新の件"), YAMADA.id, after, limit=2)
        seen += [entry.id for entry in page.entries]
        after = page.next
        if after is None:
            break
    assert seen == [made[1], made[5], made[4], made[3], made[2], made[0]]


def test_a_search_stays_within_its_list(store: Store) -> None:
    waiting = talk(store, "更新の件")
    talk(store, "更新の件")
    store.file_case(NewCase(idempotency_key="k", conversation_id=waiting))
    page = store.inbox(InboxFilter("waiting", text="更新"), YAMADA.id, limit=1)
    assert [entry.id for entry in page.entries] == [waiting]


def test_a_search_finds_the_same_within_every_list(store: Store) -> None:
    for number in range(9):
        conversation = talk(store, f"更新の件 {number}", "関係のない話")
        if number % 3 == 0:
            store.file_case(NewCase(idempotency_key=conversation, conversation_id=conversation))
        if number % 3 == 1:
            store.close_conversation(conversation, YAMADA, "解決")
    for queue in ("waiting", "closed", "assistant"):
        listed = [entry.id for entry in store.inbox(InboxFilter(queue), YAMADA.id).entries]  # type: ignore[arg-type]
        for text in ("更新の件", "件", "更新 件"):
            seen: list[str] = []
            after: str | None = None
            while True:
                page = store.inbox(InboxFilter(queue, text=text), YAMADA.id, after, limit=2)  # type: ignore[arg-type]
                seen += [entry.id for entry in page.entries]
                after = page.next
                if after is None:
                    break
            assert sorted(seen) == sorted(listed), (queue, text)
            assert len(set(seen)) == 3


def test_the_place_is_shown_as_it_was_written(store: Store) -> None:
    talk(store, "はじめまして。注文番号は Ａ１２３－４５６７ です。よろしくお願いします")
    (entry,) = store.inbox(InboxFilter("all", text="a1234567"), YAMADA.id).entries
    assert entry.found is not None
    assert entry.found.match == "Ａ１２３－４５６７"
    assert entry.found.before.endswith("注文番号は ")


def test_a_found_case_is_shown_as_it_was_filed(store: Store) -> None:
    conversation = talk(store, "こんにちは")
    store.file_case(
        NewCase(idempotency_key="k", conversation_id=conversation, name="カトウ ハナ", email="Hana@Example.jp")
    )
    (entry,) = store.inbox(InboxFilter("all", text="hana@example"), YAMADA.id).entries
    assert entry.found is not None
    assert (entry.found.match, entry.found.before.endswith("カトウ ハナ · ")) == ("Hana@Example", True)


def test_what_was_there_before_the_index_is_found_after_the_upgrade(empty_store: Store) -> None:
    from alembic import command

    from bot.store import schema

    engine = empty_store._database.engine
    config = schema._config()
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.exec_driver_sql(
            "INSERT INTO conversations (id, channel, language, handler, last_seq, told_to_wait, created_at) "
            "VALUES ('c1', 'web', 'ja', 'assistant', 1, false, '2026-01-01 00:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO messages (id, conversation_id, seq, role, language, blocks, created_at) VALUES "
            "('m1', 'c1', 1, 'customer', 'ja', '[{\"type\": \"paragraph\", \"text\": \"昔の注文 1234-5678\"}]', "
            "'2026-01-01 00:00:05')"
        )
    empty_store.upgrade()
    assert found(empty_store, "昔の注文") == ["c1"]
    assert found(empty_store, "12345678") == ["c1"]
    assert [entry.id for entry in empty_store.inbox(InboxFilter("assistant"), YAMADA.id).entries] == ["c1"]


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("あアｱ更新１2３-ー－ aAｂ＠.?%_\"'*"),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.data())
def test_every_piece_of_a_text_is_in_its_searchable_form(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for word in words_of(text[start:end]):
        if word in folded(text[start:end]):
            assert word in searchable(text) or not _same_alone(text, start, end)


def _same_alone(text: str, start: int, end: int) -> bool:
    """Whether the piece reads within the text as it does alone: a mark may belong to the letter before it."""
    return folded(text) == folded(text[:start]) + folded(text[start:end]) + folded(text[end:])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT)
def test_an_excerpt_is_a_piece_of_the_text(text: str, query: str) -> None:
    piece = excerpt(text, words_of(query))
    whole = piece.before.removeprefix("…") + piece.match + piece.after.removesuffix("…")
    assert whole in " ".join(text.split()) or whole.strip() in " ".join(text.split())
