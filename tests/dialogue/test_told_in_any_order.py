"""A field that is told while another one is asked is taken; what is said twice or dictated is no trouble."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.places import ANSWERS, FIELDS, Place
from tests.dialogue.test_repair_everywhere import go, where

ORDER = tuple(FIELDS)
NOTED = {"ja": "承りました", "en": "noted"}
NAMES = {
    "ja": ["佐藤", "山田花子", "たなか はなこ", "名前は佐藤です", "佐藤と申します"],
    "en": ["Peter Walsh", "peter walsh", "it's peter walsh", "Walsh", "my name is Peter Walsh"],
}
NO_NAMES = {
    "ja": ["去年の夏", "メモがない", "レシート", "夏ごろだったかな", "あとで"],
    "en": ["last summer", "around christmas", "black friday", "qwrtzp xkcd", "some receipt somewhere"],
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("asked", "told"), [(asked, told) for asked in ORDER for told in ORDER if ORDER.index(told) > ORDER.index(asked)]
)
def test_another_field_is_taken_and_the_question_comes_again(
    customer: Customer, language: str, asked: str, told: str
) -> None:
    place = Place("escalation_form", asked, language)
    question = go(customer, place).splitlines()[-1]
    answer = customer.say(FIELDS[told][language])
    assert NOTED[language] in answer
    assert question in answer
    assert customer.conversation.slots[told]
    assert where(customer) == (place.form, asked)
    assert not (customer.conversation.slots["failures"] or {}).get(asked)


@pytest.mark.parametrize("asked", ["purchase_date", "email", "order_number"])
@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NAMES.items() for text in texts]
)
def test_a_name_is_taken_wherever_it_is_told(customer: Customer, asked: str, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "purchase_date", language))
    if asked != "purchase_date":
        for name in ORDER[: ORDER.index(asked)]:
            customer.say(
                {"ja": "わからない", "en": "I don't know"}[language]
                if name == "person_name"
                else FIELDS[name][language]
            )
    customer.say(text)
    assert str(customer.conversation.slots["person_name"]).lower().split()[0] in text.lower()
    assert where(customer) == ("escalation_form", asked)


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NO_NAMES.items() for text in texts]
)
def test_what_only_looks_like_a_name_is_none(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "purchase_date", language))
    customer.say(text)
    assert customer.conversation.slots["person_name"] is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_field_told_twice_is_no_trouble(customer: Customer, language: str) -> None:
    go(customer, Place("escalation_form", "email", language))
    answer = customer.say(FIELDS["person_name"][language])
    assert NOTED[language] in answer
    assert not customer.conversation.slots["failures"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_date_alone_is_taken_while_the_problem_is_asked(customer: Customer, language: str) -> None:
    go(customer, Place("escalation_form", "problem", language))
    assert NOTED[language] in customer.say({"ja": "2026年6月3日", "en": "June 3 2026"}[language])
    assert customer.conversation.slots["purchase_date"] == "2026-06-03"


@pytest.mark.parametrize("text", ["It keeps charging me", "解約できない"])
def test_a_problem_in_a_few_words_is_a_problem(customer: Customer, text: str) -> None:
    language = "en" if text.isascii() else "ja"
    go(customer, Place("escalation_form", "problem", language))
    customer.say(text)
    assert customer.conversation.slots["problem"] == text


def test_a_day_that_can_be_read_two_ways_is_offered_even_to_who_needed_long(customer: Customer) -> None:
    go(customer, Place("escalation_form", "purchase_date", "en"))
    customer.say("qwrtzp")
    customer.say("xkcd blrp")
    customer.say("03/06/2026")
    assert customer.labels == ["6 March 2026", "3 June 2026"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("double two one double two eight five seven", "22122857"),
        ("two zero five six four seven seven eight eight one oh", "20564778810"),
        ("ニーニーイチ、ニーニーハチ、ゴー、ナナです", "22122857"),
        ("二〇五六四七七八八一〇です", "20564778810"),
    ],
)
def test_an_order_number_can_be_dictated(customer: Customer, text: str, number: str) -> None:
    go(customer, Place("escalation_form", "order_number", "en" if text.isascii() else "ja"))
    assert number in customer.say(text)
    assert where(customer) == ("escalation_form", "confirmation")


@pytest.mark.parametrize(
    "text", ["zero nine zero one two three four five six seven eight", "ゼロきゅうゼロいちにさんよんごろくななはち"]
)
def test_a_dictated_telephone_number_is_not_filed(customer: Customer, text: str) -> None:
    go(customer, Place("escalation_form", "order_number", "en" if text.isascii() else "ja"))
    customer.say(text)
    assert customer.conversation.slots["order_number"] is None


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("purchase_date", "日付？知るかよ"),
        ("order_number", "注文番号は結構です"),
        ("order_number", "番号はいりません"),
        ("person_name", "名前は遠慮します"),
    ],
)
def test_a_field_that_is_declined_is_left_out(customer: Customer, asked: str, text: str) -> None:
    go(customer, Place("escalation_form", asked, "ja"))
    customer.say(text)
    assert asked in customer.conversation.slots["refused"]
    assert where(customer) != ("escalation_form", asked)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "あ、いいや。自分で探してみるわ"),
        ("ja", "自分で調べます"),
        ("en", "then I don't need anybody, thanks"),
        ("en", "I'll look it up myself"),
    ],
)
def test_who_needs_nobody_any_more_is_let_go(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "purchase_date", language))
    customer.say(text)
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), [("ja", "いや、いいです"), ("ja", "大丈夫です"), ("en", "no, I'm fine")])
def test_who_has_no_problem_to_tell_is_let_go(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "problem", language))
    customer.say(text)
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), [("ja", "どうも"), ("en", "ta"), ("en", "cheers")])
def test_thanks_are_nobodys_name(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "person_name", language))
    customer.say(text)
    assert where(customer) == ("escalation_form", "person_name")


def test_who_looked_for_it_in_vain_is_not_let_go(customer: Customer) -> None:
    go(customer, Place("escalation_form", "problem", "ja"))
    customer.say("自分で調べたけど解約できない")
    assert where(customer)[0] == "escalation_form"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "all good now"), ("en", "ok, that's everything"), ("ja", "はい、それで大丈夫です")]
)
def test_a_yes_with_words_around_it_files_the_case(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "confirmation", language))
    customer.say(text)
    assert len(customer.case_numbers) == 1


def test_every_field_has_an_answer() -> None:
    assert set(ORDER) < set(ANSWERS)
