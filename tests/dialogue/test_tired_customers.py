"""What tired people write: fragments, questions that agree to nothing, comings and goings, several numbers."""

from __future__ import annotations

import pytest

from bot.dialogue.context import obeyed, reweigh
from bot.dialogue.turn import Memory
from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place
from tests.dialogue.test_repair_everywhere import go, where


@pytest.mark.parametrize(
    ("texts", "provider"),
    [
        (("22154331かALLSOFT-22998877、どっちが注文番号?", "二つ目のほうです"), "Allsoft"),
        (
            ("20564778899 and 22140099, which company did I buy from?", "the second one is the order number"),
            "2Checkout",
        ),
        (("注文番号は22771199", "別のメールには3C12AB34D56とある", "最初の番号で自動更新を止めたい"), "2Checkout"),
    ],
)
def test_one_of_several_numbers_decides_the_provider(customer: Customer, texts: tuple[str, ...], provider: str) -> None:
    answers = [customer.say(text) for text in texts]
    assert provider in answers[-1]


@pytest.mark.parametrize(
    ("text", "kept"), [("一つ目で", "22154331"), ("21998877", "21998877"), ("両方", "22154331, 21998877")]
)
def test_two_order_numbers_in_the_form_are_asked_about(customer: Customer, text: str, kept: str) -> None:
    go(customer, Place("escalation_form", "order_number", "ja"))
    asked = customer.say("22154331か21998877のどっちかだと思う")
    assert {"22154331", "21998877"} <= set(customer.labels), asked
    assert kept in customer.say(text)
    assert where(customer) == ("escalation_form", "confirmation")


@pytest.mark.parametrize(
    ("away", "back"),
    [("後にする、子供が泣いてる", "すいません戻りました、続きから"), ("stop, gotta run", "back now, where were we")],
)
def test_whoever_leaves_and_comes_back_goes_on_where_they_were(customer: Customer, away: str, back: str) -> None:
    language = "ja" if away[0] > "z" else "en"
    go(customer, Place("escalation_form", "email", language))
    customer.say(away)
    assert where(customer)[0] is None
    customer.say(back)
    assert where(customer) == ("escalation_form", "email")


@pytest.mark.parametrize("text", ["間に合いますか?", "オフにできますでしょうか", "will it really work?"])
def test_a_question_agrees_to_nothing(text: str) -> None:
    parse = {
        "text": text,
        "intent": {"name": "affirm", "confidence": 0.3},
        "intent_ranking": [
            {"name": "affirm", "confidence": 0.3},
            {"name": "explain_auto_renew", "confidence": 0.28},
            {"name": "ask_expiry_consequence", "confidence": 0.1},
        ],
    }
    assert reweigh(parse, {"affirm": 8.0})["intent"]["name"] == "explain_auto_renew"


def test_what_is_hardly_a_greeting_is_asked_back() -> None:
    parse = {"text": "は？", "intent": {"name": "greet", "confidence": 0.4}, "intent_ranking": [], "entities": []}
    assert obeyed(parse, Memory(), None)["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize(("waited", "step"), [("30分前", "24時間"), ("もう3日待ってる", "サポートセンター")])
def test_how_long_a_mail_is_missing_decides_what_to_do(customer: Customer, waited: str, step: str) -> None:
    customer.say("ESETの完了メールが届きません")
    assert step in customer.say(waited)
    assert where(customer)[0] is None


def test_a_place_named_alone_offers_to_stop_the_renewal_there(customer: Customer) -> None:
    for text in ("カスペルスキーなんですけど", "iPadのやつ"):
        customer.say(text)
    assert "Apple ID" in customer.say("はい")


def test_a_denied_purchase_is_not_the_end(customer: Customer) -> None:
    customer.say("明細にKASPERSKYLABとあります。これは何ですか")
    customer.say("買った覚えない")
    customer.say("はい")
    assert where(customer)[0] == "escalation_form"


def test_another_matter_out_of_scope_offers_a_person(customer: Customer) -> None:
    customer.say("Can you cancel my McAfee?")
    customer.say("And what will the weather be like tomorrow?")
    assert any("person" in label for label in customer.labels)
