"""What was learnt from a message goes with it."""

from __future__ import annotations

from typing import Any

from bot.store import Agent, Incoming, NewCase, Store
from bot.store.quality_forgetting import without_words

LEAD = Agent("desk:1", "田中")


def comparison(*texts: str) -> dict[str, Any]:
    moved = [{"text": text, "intent": "stop", "before": "other", "after": "stop"} for text in texts]
    figures = {"right": 0.5, "asks_back": 0.1}
    part = {"name": "all", "messages": 7, "before": figures, "after": figures}
    sets = [
        {"name": "test_set", "parts": [part], "better": [{**moved[0], "text": "書いた例"}], "worse": []},
        {"name": "labelled", "parts": [part], "better": moved, "worse": moved},
    ]
    return {"before": "old", "after": "new", "sets": sets}


def labelled(store: Store, conversation_id: str, name: str, text: str) -> None:
    accepted = store.accept(Incoming(conversation_id, name, text=text))
    doubt = store.doubt("turn", accepted.turn_id)
    assert doubt is not None
    store.label(doubt, text, "stop", LEAD)


def compared(store: Store, *texts: str) -> str:
    candidate = store.start_candidate("田中")
    store.move_candidate(candidate, "ready", expected=("training",), comparison=comparison(*texts))
    return candidate


def shown(store: Store, candidate: str) -> str:
    found = store.candidate(candidate)
    assert found is not None
    return str(found.comparison)


def test_a_message_taken_back_is_in_no_label_and_no_comparison(store: Store) -> None:
    here = store.open_conversation("web", "ja").id
    labelled(store, here, "m1", "取り消す言葉")
    labelled(store, here, "m2", "残る言葉")
    candidate = compared(store, "取り消す言葉", "残る言葉")
    store.unsend(here, "m1")
    assert [label.text for label in store.labels("proposed", "approved")] == ["残る言葉"]
    assert "取り消す言葉" not in shown(store, candidate)
    assert shown(store, candidate).count("残る言葉") == 2


def test_an_erased_conversation_leaves_no_label_and_no_words_in_a_comparison(store: Store) -> None:
    here, there = (store.open_conversation("web", "ja").id for _ in range(2))
    labelled(store, here, "m1", "消す言葉")
    labelled(store, there, "m1", "残る言葉")
    labelled(store, there, "m2", "二人が書いた言葉")
    labelled(store, here, "m2", "二人が書いた言葉")
    candidate = compared(store, "消す言葉", "残る言葉", "二人が書いた言葉")
    request = store.file_case(NewCase(idempotency_key="k", conversation_id=here, kind="erasure"))
    store.erase_for(request.number, LEAD)
    assert sorted(label.text for label in store.labels("proposed", "approved")) == ["二人が書いた言葉", "残る言葉"]
    assert "消す言葉" not in shown(store, candidate)
    assert shown(store, candidate).count("残る言葉") == 2
    assert shown(store, candidate).count("二人が書いた言葉") == 2


def test_shares_and_written_examples_of_a_comparison_stay() -> None:
    before = comparison("消す言葉")
    after = without_words(before, {"消す言葉", "書いた例"})
    assert after["sets"][0] == before["sets"][0]
    assert after["sets"][1] == {**before["sets"][1], "better": [], "worse": []}
