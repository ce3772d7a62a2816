"""A number that belongs to another seller than the customer said: it is said, and the number is gone by."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place
from tests.dialogue.test_repair_everywhere import go, where

BELONGS = {"ja": "この番号は2Checkoutのものです", "en": "this number belongs to 2Checkout"}


@pytest.mark.parametrize(
    ("language", "told", "number"),
    [
        ("ja", "Nexwayで買いました。自動更新を止めたい", "注文番号は22122857です"),
        ("ja", "iPhoneで使ってます。App Storeで買ったカスペルスキーの自動更新を止めたい", "22122857"),
        ("en", "I bought it from Nexway, how do I stop auto-renewal", "my order number is 22122857"),
    ],
)
def test_the_number_is_gone_by_and_it_is_said(customer: Customer, language: str, told: str, number: str) -> None:
    customer.say(told)
    answer = customer.say(number)
    assert BELONGS[language] in answer
    assert customer.conversation.slots["provider"] == "2checkout"
    assert BELONGS[language] not in customer.say({"ja": "もう一度", "en": "once more"}[language])


def test_in_one_message_it_is_said_too(customer: Customer) -> None:
    answer = customer.say("Nexwayで買ったカスペルスキーの自動更新を止めたい。注文番号は22122857")
    assert BELONGS["ja"] in answer


def test_a_shop_that_is_no_provider_is_told_who_handled_the_sale(customer: Customer) -> None:
    customer.say("アマゾンで買いました。自動更新を止めたい")
    answer = customer.say("注文番号は22122857です")
    assert "この番号の注文を扱ったのは2Checkoutです" in answer
    assert "お店の名前" not in customer.say("20564778810でした")


def test_in_a_case_it_is_said_too(customer: Customer) -> None:
    customer.say("Nexwayで買ったカスペルスキーの自動更新を止めたい")
    go(customer, Place("escalation_form", "order_number", "ja"))
    answer = customer.say("22122857")
    assert BELONGS["ja"] in answer
    assert where(customer) == ("escalation_form", "confirmation")


@pytest.mark.parametrize(
    "texts",
    [
        ("2Checkoutで買いました。自動更新を止めたい", "注文番号は22122857です"),
        ("自動更新を止めたい", "22122857"),
        ("20564778810の自動更新を止めたい", "あ、22122857でした"),
        ("Nexwayで買いました。自動更新を止めたい", "Nexwayじゃなくて、番号は22122857です"),
    ],
)
def test_where_nothing_disagrees_nothing_is_said(customer: Customer, texts: tuple[str, ...]) -> None:
    for text in texts:
        answer = customer.say(text)
    assert "この番号は" not in answer
    assert "お店の名前" not in answer
