"""Several order numbers in one message: which is meant is asked once, and every way of answering is understood."""

from __future__ import annotations

import pytest

from bot.dialogue.numbers_heard import with_the_number_meant
from bot.dialogue.ordinals import pointed_at
from bot.dialogue.turn import Memory
from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place
from tests.dialogue.test_repair_everywhere import go, where

ASKED = {"ja": "どの番号で進めますか。", "en": "Which of the numbers shall I go by?"}
TWO = {"ja": "22122857か20564778810のどっちかです", "en": "it's either 22122857 or 20564778810"}
BOTH = "22122857, 20564778810"


def asked(customer: Customer, language: str) -> str:
    go(customer, Place("escalation_form", "order_number", language))
    return customer.say(TWO[language])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_only_which_one_is_asked(customer: Customer, language: str) -> None:
    answer = asked(customer, language)
    assert answer.splitlines()[0] == ASKED[language]
    assert not [line for line in answer.splitlines()[1:] if not line.startswith("[")], answer
    assert customer.labels[:2] == ["22122857", "20564778810"]


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("ja", "上の", "22122857"),
        ("ja", "ふたつ目のほう", "20564778810"),
        ("ja", "11桁のほう", "20564778810"),
        ("ja", "どっちかわからない", BOTH),
        ("ja", "うーん", BOTH),
        ("ja", "どっちでもいいです", BOTH),
        ("ja", "両方", BOTH),
        ("en", "the second", "20564778810"),
        ("en", "I don't know which", BOTH),
        ("en", "either", BOTH),
    ],
)
def test_every_answer_is_understood(customer: Customer, language: str, text: str, kept: str) -> None:
    asked(customer, language)
    answer = customer.say(text)
    assert customer.conversation.slots["order_number"] == kept
    assert where(customer) == ("escalation_form", "confirmation"), answer


@pytest.mark.parametrize(("language", "text"), [("ja", "どちらも違います"), ("en", "neither of them")])
def test_none_of_them_asks_for_the_number_itself(customer: Customer, language: str, text: str) -> None:
    asked(customer, language)
    customer.say(text)
    assert where(customer) == ("escalation_form", "order_number")


@pytest.mark.parametrize(
    ("text", "provider"), [("下のほう", "Digital River"), ("the first one", "2Checkout"), ("either", "2Checkout")]
)
def test_one_of_them_leads_to_the_guide(customer: Customer, text: str, provider: str) -> None:
    language = "en" if text.isascii() else "ja"
    go(customer, Place("auto_renew_form", "which_number", language))
    assert provider in customer.say(text)
    assert where(customer)[0] is None


@pytest.mark.parametrize("text", ["どっちかわからない", "わかりません"])
def test_outside_a_form_not_knowing_which_is_no_complaint(customer: Customer, text: str) -> None:
    customer.say("22122857と20564778810、どっちがカスペルスキーの番号？")
    answer = customer.say(text)
    assert "確認メール" in answer
    assert "申し訳" not in answer
    assert where(customer)[0] is None


def test_statement_lines_are_pointed_at_like_numbers(customer: Customer) -> None:
    customer.say("カードに「KASPERSKYLAB」と「DR*KASPERSKY LAB」の2件があります。それぞれどこですか")
    assert "Digital River" in customer.say("二つ目のを止めたいです")
    answer = customer.say("一つ目のほうは？")
    assert "Allsoft" in answer
    assert "Digital River" not in answer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("頭にAがついてました", "A412233445"),
        ("ALLSOFTから始まってました", "ALLSOFT-412233445"),
        ("it starts with an A", "A412233445"),
        ("sorry, there's an A in front", "A412233445"),
        ("先頭にAはないです", None),
        ("it is a long number", None),
    ],
)
def test_letters_told_later_belong_to_the_number(text: str, number: str | None) -> None:
    parse = {"text": text, "intent": {"name": "nlu_fallback", "confidence": 0.3}, "entities": []}
    meant = with_the_number_meant(parse, Memory(numbers=("412233445",)))
    assert [entity["value"] for entity in meant["entities"]] == ([number] if number else [])


@pytest.mark.parametrize(
    ("text", "place"), [("ひとつ目のほうは？", 0), ("2つ目はどうですか", 1), ("what about the first one?", 0)]
)
def test_a_question_after_one_of_them_points_at_it(text: str, place: int) -> None:
    pointed = pointed_at(text)
    assert pointed is not None
    assert pointed.place == place


def test_a_question_after_one_of_them_presses_no_button(customer: Customer) -> None:
    customer.say("更新登録のやり方を教えて")
    assert "お役に立てて" not in customer.say("ひとつ目のほうは？")
