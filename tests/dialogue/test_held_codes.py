"""A customer who gives another code than the wanted one is told which one they hold and which one is wanted."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place, places
from tests.dialogue.test_repair_everywhere import by_name, go, where

CODES = {
    "purchase_code": {"ja": "購入コードは ABCD-EFGH-1234 です", "en": "the purchase code is ABCD-EFGH-1234"},
    "serial_number": {"ja": "シリアル番号は SAV-12345678 です", "en": "my serial number is SAV-12345678"},
    "authentication_key": {
        "ja": "製品認証キーは ABCD-1234-EFGH です",
        "en": "the product authentication key is ABCD-1234-EFGH",
    },
    "order_number": {"ja": "注文番号は ALLSOFT-22123406 です", "en": "the order number is ALLSOFT-22123406"},
    "ticket_number": {"ja": "KD-12345674 です", "en": "it's KD-12345674"},
}
NAMES = {
    "purchase_code": {"ja": "購入コード", "en": "purchase code"},
    "serial_number": {"ja": "シリアル番号", "en": "serial number"},
    "authentication_key": {"ja": "製品認証キー", "en": "authentication key"},
    "order_number": {"ja": "注文番号", "en": "order number"},
    "ticket_number": {"ja": "受付番号", "en": "case number"},
}
WANTED = {"order_number": "order_number", "identification": "order_number", "ticket_number": "ticket_number"}
ASKING = [place for place in places() if place.slot in WANTED]


@pytest.mark.parametrize("place", ASKING, **by_name)
@pytest.mark.parametrize("held", CODES)
def test_another_code_than_the_wanted_one_is_named(customer: Customer, place: Place, held: str) -> None:
    wanted = WANTED[place.slot]
    go(customer, place)
    answer = customer.say(CODES[held][place.language])
    if held == wanted:
        assert where(customer) != (place.form, place.slot)
        return
    assert NAMES[held][place.language] in answer.lower()
    assert NAMES[wanted][place.language] in answer.lower()
    assert where(customer) == (place.form, place.slot)
    assert customer.conversation.slots[wanted] is None


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("held", ["purchase_code", "serial_number", "authentication_key", "ticket_number"])
def test_asked_where_it_was_bought_another_code_is_named(customer: Customer, language: str, held: str) -> None:
    opening = {"ja": "どこで買ったか調べたい。", "en": "Can you find out which company sold me this licence? "}
    answer = customer.say(opening[language] + CODES[held][language])
    assert NAMES[held][language] in answer.lower()
    assert NAMES["order_number"][language] in answer.lower()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("held", ["purchase_code", "serial_number", "authentication_key"])
def test_a_code_sent_alone_is_named(customer: Customer, language: str, held: str) -> None:
    answer = customer.say(CODES[held][language])
    assert NAMES[held][language] in answer.lower()
    assert customer.labels


def test_an_order_number_taken_for_a_purchase_code_is_named(customer: Customer) -> None:
    answer = customer.say("更新登録で購入コード ALLSOFT-22123406 を入れるやり方を教えてください")
    assert "注文番号" in answer


def test_a_bare_code_is_not_guessed(customer: Customer) -> None:
    customer.say("更新登録のやり方を教えて")
    answer = customer.say("ABCD-EFGH-1234-5678")
    assert all(name["ja"] in answer for name in (NAMES["purchase_code"], NAMES["serial_number"]))


def test_eight_digits_are_a_case_number_where_one_is_asked(customer: Customer) -> None:
    go(customer, Place("case_status_form", "ticket_number", "ja"))
    customer.say("12345678")
    assert customer.conversation.slots["ticket_number"] == "KD-12345678"


def test_the_same_wrong_code_again_is_no_loop(customer: Customer) -> None:
    go(customer, Place("escalation_form", "order_number", "ja"))
    answers = [customer.say(CODES["serial_number"]["ja"]) for _ in range(3)]
    assert customer.conversation.slots["requested_slot"] == "confirmation", answers
