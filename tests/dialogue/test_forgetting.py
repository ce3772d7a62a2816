"""A message taken back leaves no trace in the history, and the conversation goes on without it."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.forgetting import forget_turn
from bot.dialogue.numbers_heard import with_the_number_meant
from bot.dialogue.turn import Memory

Event = dict[str, Any]


def user(turn: str, text: str, **entities: str) -> Event:
    found = [{"entity": name, "value": value, "start": 0, "end": len(value)} for name, value in entities.items()]
    parse = {"text": text, "intent": {"name": "inform"}, "entities": found, "text_tokens": [[0, 2]]}
    return {"event": "user", "text": text, "message_id": turn, "parse_data": parse, "metadata": {"message_id": turn}}


def slot(name: str, value: Any) -> Event:
    return {"event": "slot", "name": name, "value": value}


def bot(text: str) -> Event:
    return {"event": "bot", "text": text, "data": {"custom": {"blocks": [{"type": "paragraph", "text": text}]}}}


HISTORY = [
    user("m1", "担当者と話したい"),
    slot("requested_slot", "problem"),
    bot("どのようなことでお困りですか。"),
    user("m2", "解約できません。2026年5月3日に買いました", purchase_date="2026-05-03"),
    slot("problem", "解約できません。2026年5月3日に買いました"),
    slot("purchase_date", "2026-05-03"),
    slot("awaiting", "feedback"),
    bot("お名前を教えてください。"),
    user("m3", "山田花子、hanako@example.com", person_name="山田花子", email="hanako@example.com"),
    slot("person_name", "山田花子"),
    slot("email", "hanako@example.com"),
    bot("購入日: 2026年5月3日 お名前: 山田花子 メール: hanako@example.com"),
    user("m4", "名前は山口です", person_name="山口"),
    slot("person_name", "山口"),
    bot("お名前を「山口」に直しました。"),
]


def slots(events: list[Event]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def test_the_words_and_all_that_was_taken_from_them_are_gone() -> None:
    after = forget_turn(HISTORY, "m3")
    assert "hanako@example.com" not in json.dumps(after, ensure_ascii=False)
    assert "花子" not in json.dumps(after, ensure_ascii=False)
    assert slots(after)["email"] is None
    assert slots(after)["person_name"] == "山口"
    assert slots(after)["purchase_date"] == "2026-05-03"


def test_a_date_is_gone_in_every_spelling() -> None:
    after = json.dumps(forget_turn(HISTORY, "m2"), ensure_ascii=False)
    assert "2026-05-03" not in after
    assert "5月3日" not in after
    assert "解約できません" not in after
    assert "どのようなことでお困りですか。" in after


def test_a_correction_taken_back_leaves_what_was_there_before() -> None:
    after = forget_turn(HISTORY, "m4")
    assert slots(after)["person_name"] == "山田花子"
    assert "山口" not in json.dumps(after, ensure_ascii=False)
    assert "お名前: 山田花子" in after[11]["text"]


def test_what_is_said_once_more_later_stays() -> None:
    history = [
        *HISTORY,
        user("m5", "メールは hanako@example.com", email="hanako@example.com"),
        bot("hanako@example.com ですね"),
    ]
    after = forget_turn(history, "m3")
    assert after[-1]["text"] == "hanako@example.com ですね"
    assert after[-2]["text"] == "メールは hanako@example.com"
    assert "hanako" not in json.dumps(after[8], ensure_ascii=False)


def test_an_unknown_turn_changes_nothing() -> None:
    assert forget_turn(HISTORY, "m9") == HISTORY


@given(st.lists(st.sampled_from(["m1", "m2", "m3", "m4", "m9"]), max_size=6))
def test_forgetting_again_changes_nothing_and_never_the_input(turns: list[str]) -> None:
    given_history = copy.deepcopy(HISTORY)
    once: list[Event] = given_history
    for turn in turns:
        once = forget_turn(once, turn)
    assert given_history == HISTORY
    for turn in turns:
        assert forget_turn(once, turn) == once
    assert [event["event"] for event in once] == [event["event"] for event in HISTORY]


def test_a_number_among_several_is_gone_from_the_list() -> None:
    history = [
        user("m1", "22154331", order_number="22154331"),
        slot("order_number", "22154331"),
        slot("numbers", ["22154331"]),
        bot("2Checkout"),
        user("m2", "ALLSOFT-22998877", order_number="ALLSOFT-22998877"),
        slot("order_number", "ALLSOFT-22998877"),
        slot("numbers", ["22154331", "ALLSOFT-22998877"]),
        bot("Allsoft"),
    ]
    after = forget_turn(history, "m1")
    assert "22154331" not in json.dumps(after)
    assert "ALLSOFT-22998877" in slots(after)["numbers"]
    again = with_the_number_meant(
        {"text": "the first number", "entities": []}, Memory(numbers=tuple(slots(after)["numbers"]))
    )
    assert again["entities"] == []
