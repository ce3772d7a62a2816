"""What was said before need not be said again: it is taken, pointed at, or picked by its place."""

from __future__ import annotations

import pytest

from bot.dialogue.on_the_table import picked
from bot.messages import Choice
from tests.dialogue.conftest import Customer
from tests.dialogue.places import HUMAN, PROBLEM, STATUS, Place
from tests.dialogue.test_repair_everywhere import go, where

CHOICES = (Choice(label="A", payload="/a"), Choice(label="B", payload="/b"), Choice(label="C", payload="/c"))
SAME = {
    "ja": ["さっきの番号です", "先ほど書いたのと同じです", "もう伝えました"],
    "en": ["the number I gave you", "same as before", "I already told you"],
}


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("2番目の", "/b"), ("二つ目でお願いします", "/b"), ("２番", "/b"), ("上から三番目のボタン", "/c"), ("最初のやつ", "/a"),
        ("最後のを選びます", "/c"), ("the second one", "/b"), ("third", "/c"), ("option 1", "/a"), ("number 2 please", "/b"),
        ("the 3rd one", "/c"), ("the last one", "/c"), ("the latter", None), ("四番目", None), ("2", None),
        ("2番目の手順がわからない", None), ("second thoughts", None), ("number 20564778810", None),
    ],
)  # fmt: skip
def test_a_choice_is_picked_by_its_place(text: str, payload: str | None) -> None:
    assert picked(text, CHOICES) == payload


def test_with_two_choices_the_latter_is_the_second() -> None:
    assert picked("後者でお願いします", CHOICES[:2]) == "/b"
    assert picked("the former", CHOICES[:2]) == "/a"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_order_number_told_before_is_not_asked_again(customer: Customer, language: str) -> None:
    customer.say("20564778810")
    for text in (HUMAN, PROBLEM):
        customer.say(text[language])
    for text in ("2026-05-03", "Hanako Yamada", "hanako@example.com"):
        answer = customer.say(text)
    assert "20564778810" in answer
    assert where(customer) == ("escalation_form", "confirmation")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("variant", range(3))
def test_a_number_that_decided_nothing_is_taken_when_it_is_meant(
    customer: Customer, language: str, variant: int
) -> None:
    go(customer, Place("escalation_form", "order_number", language))
    customer.say("1234567890")
    customer.say(SAME[language][variant])
    assert customer.conversation.slots["order_number"] == "1234567890"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("variant", range(3))
@pytest.mark.parametrize("slot", ["purchase_date", "person_name", "email", "order_number"])
def test_what_was_never_said_is_asked_for_in_other_words(
    customer: Customer, language: str, variant: int, slot: str
) -> None:
    before = go(customer, Place("escalation_form", slot, language))
    answer = customer.say(SAME[language][variant])
    assert where(customer) == ("escalation_form", slot)
    assert answer != before
    assert customer.conversation.slots[slot] is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_address_of_the_conversation_serves_for_the_case(customer: Customer, language: str) -> None:
    customer.say(
        {
            "ja": "担当者と話したい、メールはhanako@example.comです",
            "en": "talk to a person, my mail is hanako@example.com",
        }[language]
    )
    customer.say({"ja": "キャンセル", "en": "cancel"}[language])
    for text in (STATUS[language], "KD-12345678"):
        customer.say(text)
    customer.say({"ja": "さっきのアドレスです", "en": "the same address"}[language])
    assert where(customer)[1] != "status_email"
