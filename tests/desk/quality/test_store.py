"""Labels, candidates, replays and canned replies in the store, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import Agent, Incoming, Store
from bot.store.canned import CannedNameTaken, CannedReplyChanged
from bot.store.quality import AlreadyLabelled, LabelMoved
from bot.store.quality_records import Label, TurnChange
from bot.store.store import utc_now
from tests.store.conftest import empty_store, empty_url, postgres_server, postgres_url, store

__all__ = ["empty_store", "empty_url", "postgres_server", "postgres_url", "store"]

TANAKA = Agent("desk:1", "田中")
TAKAHASHI = Agent("desk:2", "高橋")
TRACE = {
    "intent": "nlu_fallback",
    "confidence": 0.35,
    "ranking": [{"name": "nlu_fallback", "confidence": 0.35}, {"name": "greet", "confidence": 0.3}],
}


def said(store: Store, text: str, trace: dict[str, object]) -> tuple[str, str]:
    conversation = store.open_conversation("web", "ja")
    accepted = store.accept(Incoming(conversation.id, "one", text=text))
    assert accepted.next_turn is not None
    store.finish_turn(accepted.next_turn, [], language="ja", trace=trace)
    return conversation.id, accepted.turn_id


def test_only_what_taught_something_is_a_doubt(store: Store) -> None:
    since = utc_now() - timedelta(hours=1)
    _, lost = said(store, "ぬるぽ", TRACE)
    said(store, "こんにちは", {"intent": "greet", "confidence": 0.9, "ranking": []})
    conversation, unhelped = said(store, "止めたい", {"intent": "stop_auto_renew", "confidence": 0.9, "ranking": []})
    store.add_feedback(conversation, "off_ios", 2, False, unhelped)
    store.flag_answer(TANAKA, "where is my code", intent="find_purchase_code")
    found = {doubt.text: doubt for doubt in store.doubts(since)}
    assert {text: doubt.kind for text, doubt in found.items()} == {
        "ぬるぽ": "not_understood",
        "止めたい": "not_helped",
        "where is my code": "called_wrong",
    }
    assert found["ぬるぽ"].ranking == (("greet", 0.3),)
    assert (found["止めたい"].guide, found["止めたい"].step) == ("off_ios", 2)
    assert store.doubt("turn", lost) == found["ぬるぽ"]
    assert store.doubt("flag", "x") is None
    assert store.doubts(utc_now() + timedelta(hours=1)) == []


def test_a_message_is_labelled_once_and_moves_only_forward(store: Store) -> None:
    _, turn = said(store, "ぬるぽ", TRACE)
    doubt = store.doubt("turn", turn)
    assert doubt is not None
    label = store.label(doubt, "ぬるぽ", "greet", TANAKA)
    assert label.state == "approved"
    assert store.doubts(utc_now() - timedelta(hours=1)) == []
    with pytest.raises(AlreadyLabelled):
        store.label(doubt, "ぬるぽ", "thank", TAKAHASHI)
    with pytest.raises(LabelMoved):
        store.review_label(label.id, TAKAHASHI, approve=True)
    written: list[Label] = []
    store.export_labels([label], written.extend)
    assert written == [label]
    with pytest.raises(LabelMoved):
        store.export_labels([label], written.extend)
    with pytest.raises(LabelMoved):
        store.withdraw_label(label.id)


def test_an_export_that_could_not_be_written_did_not_happen(store: Store) -> None:
    _, turn = said(store, "ぬるぽ", TRACE)
    doubt = store.doubt("turn", turn)
    assert doubt is not None
    label = store.label(doubt, "ぬるぽ", "greet", TANAKA)

    def fail(labels: object) -> None:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        store.export_labels([label], fail)
    assert store.labels("approved") == [label]


def test_nobody_reviews_their_own_label(store: Store) -> None:
    store.set_second_person_reviews(True)
    assert store.second_person_reviews()
    _, turn = said(store, "ぬるぽ", TRACE)
    doubt = store.doubt("turn", turn)
    assert doubt is not None
    label = store.label(doubt, "ぬるぽ", "greet", TANAKA)
    assert label.state == "proposed"
    with pytest.raises(LabelMoved):
        store.review_label(label.id, TANAKA, approve=True)
    store.review_label(label.id, TAKAHASHI, approve=False)
    assert store.doubts(utc_now() - timedelta(hours=1)) == [doubt]
    assert store.label(doubt, "ぬるぽ", "thank", TAKAHASHI).labelled_by == TAKAHASHI


def test_canned_replies_keep_their_names_and_versions(store: Store) -> None:
    made = store.add_canned_reply("お礼", "ありがとう", "Thanks", TANAKA)
    with pytest.raises(CannedNameTaken):
        store.add_canned_reply("お礼", "a", "b", TANAKA)
    store.change_canned_reply(made, "お礼", "ありがとうございます", "Thank you", TAKAHASHI, version=1)
    with pytest.raises(CannedReplyChanged):
        store.change_canned_reply(made, "お礼", "x", "y", TANAKA, version=1)
    reply = store.canned_reply(made)
    assert reply is not None
    assert (reply.in_("en"), reply.version, reply.changed_by) == ("Thank you", 2, "高橋")
    assert store.remove_canned_reply(made)
    assert not store.remove_canned_reply(made)


def test_a_replay_ends_once_and_keeps_its_changes(store: Store) -> None:
    conversation, turn = said(store, "ぬるぽ", TRACE)
    now = utc_now()
    replay_id = store.start_replay(now - timedelta(days=1), now + timedelta(days=1), "current", "current", "田中")
    (past,) = store.past_conversations(now - timedelta(days=1), now + timedelta(days=1))
    assert [(each.turn_id, each.text, each.state) for each in past.turns] == [(turn, "ぬるぽ", "done")]
    change = TurnChange(conversation, turn, {"fallback": True}, {"fallback": False}, True)
    store.note_replay(replay_id, conversations=1, turns=1, skipped=0, done=1)
    assert store.end_replay(replay_id, "done", [change])
    assert not store.end_replay(replay_id, "failed", [change], "job_gone")
    (kept,) = store.changes_of(replay_id)
    assert (kept.text, kept.before, kept.after, kept.is_first) == (
        "ぬるぽ",
        {"fallback": True},
        {"fallback": False},
        True,
    )
    replay = store.replay(replay_id)
    assert replay is not None
    assert (replay.state, replay.turns) == ("done", 1)


def test_a_candidate_moves_only_from_where_it_is(store: Store) -> None:
    candidate_id = store.start_candidate("田中")
    assert not store.move_candidate(candidate_id, "activated", expected=("ready",))
    assert store.move_candidate(candidate_id, "ready", expected=("training",), comparison={"sets": []})
    candidate = store.candidate(candidate_id)
    assert candidate is not None
    assert (candidate.state, candidate.comparison) == ("ready", {"sets": []})
    assert [each.id for each in store.candidates()] == [candidate_id]
