"""What customers say in a form and around it, in many words, means what it means there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place
from tests.dialogue.test_repair_everywhere import go, where

SAID: dict[str, dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("in_the_form.yml").read_text("utf-8"))
FORM = "escalation_form"
YES = {"ja": "はい", "en": "yes"}
NEXT = {"purchase_date": "person_name", "person_name": "email", "email": "order_number"}


def said(kind: str) -> list[Any]:
    return [pytest.param(language, text, id=text) for language, texts in SAID[kind].items() for text in texts]


def of_fields(kind: str, *fields: str) -> list[Any]:
    return [pytest.param(name, *one.values, id=one.id) for name in fields for one in said(f"{kind}_{name}")]


@pytest.mark.parametrize(("field", "language", "text"), of_fields("second_thought", *NEXT))
def test_an_answer_taken_back_within_itself_counts_as_it_ends(
    customer: Customer, field: str, language: str, text: str
) -> None:
    go(customer, Place(FORM, field, language))
    answer = customer.say(text)
    assert where(customer) == (FORM, NEXT[field]), answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday, no wait, the day before yesterday", "2026-11-20"),
        ("6月3日だったかな、いや6月4日だ", "2026-06-04"),
        ("2026-06-03, correction: 2026-06-04", "2026-06-04"),
        ("一昨日…待って、昨日だ", "2026-11-21"),
    ],
)
def test_the_last_day_said_is_the_day(customer: Customer, text: str, day: str) -> None:
    go(customer, Place(FORM, "purchase_date", "en" if text.isascii() else "ja"))
    customer.say(text)
    assert customer.conversation.slots["purchase_date"] == day


@pytest.mark.parametrize(("field", "language", "text"), of_fields("refused", "purchase_date", "person_name"))
def test_a_field_is_refused_in_many_words(customer: Customer, field: str, language: str, text: str) -> None:
    go(customer, Place(FORM, field, language))
    customer.say(text)
    assert where(customer) == (FORM, NEXT[field])
    assert field in customer.conversation.slots["refused"]


@pytest.mark.parametrize(("language", "text"), said("confirmed"))
def test_a_yes_files_the_case(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(text)
    assert len(customer.case_numbers) == 1


@pytest.mark.parametrize(("language", "text"), said("not_confirmed"))
def test_what_is_no_yes_files_nothing(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(text)
    assert not customer.case_numbers


@pytest.mark.parametrize(("language", "text"), said("left"))
def test_a_form_can_be_left_in_many_words(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    customer.say(text)
    assert where(customer)[0] is None
    assert not customer.case_numbers


@pytest.mark.parametrize(("language", "text"), said("withdrawn"))
def test_a_filed_case_can_be_taken_back(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(YES[language])
    answer = customer.say(text)
    assert customer.case_numbers[0] in answer
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), said("asked_after_filing"))
def test_another_question_after_filing_is_answered(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(YES[language])
    assert "2026-11-22" in customer.say(text)
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), said("internet_line"))
def test_an_option_of_the_internet_line_is_managed_there(customer: Customer, language: str, text: str) -> None:
    answer = customer.say(text).lower()
    assert {"ja": "プロバイダー", "en": "provider"}[language] in answer
    assert customer.conversation.slots["guide"] == "provider_identification"
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), said("product"))
def test_a_short_name_names_the_product_that_is_asked(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("auto_renew_form", "product", language))
    customer.say(text)
    assert where(customer)[0] is None
    assert str(customer.conversation.slots["product"]).startswith("kaspersky")


@pytest.mark.parametrize(("language", "text"), said("card_number"))
def test_who_sent_a_card_number_hears_that_it_is_not_needed(customer: Customer, language: str, text: str) -> None:
    assert {"ja": "カード番号は必要ありません", "en": "card number is not needed"}[language] in customer.say(text)


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("ja", "ohno.shingo@example,com", "カンマじゃなくてドットでした"),
        ("en", "ann@example,com", "I meant a dot, not a comma"),
    ],
)
def test_a_comma_for_a_dot_is_put_right(customer: Customer, language: str, wrong: str, right: str) -> None:
    go(customer, Place(FORM, "email", language))
    customer.say(wrong)
    customer.say(right)
    assert customer.conversation.slots["email"] == wrong.replace(",", ".")


@pytest.mark.parametrize(("language", "text"), [("ja", "打ち間違えました"), ("en", "that was a typo")])
def test_a_slip_in_what_could_not_be_read_asks_that_field_again(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "email", language))
    customer.say("ann@example")
    customer.say(text)
    assert where(customer) == (FORM, "email")


def test_the_summary_can_be_looked_at_before_a_change(customer: Customer) -> None:
    go(customer, Place(FORM, "correcting", "ja"))
    assert "送信する内容" in customer.say("内容見せて")
    assert where(customer) == (FORM, "confirmation")


def test_a_yes_while_a_change_is_asked_changes_nothing(customer: Customer) -> None:
    go(customer, Place(FORM, "correcting", "ja"))
    customer.say("お困りの内容")
    problem = customer.conversation.slots["problem"]
    customer.say("送っといて")
    assert customer.conversation.slots["problem"] == problem
    assert where(customer) == (FORM, "confirmation")


def test_the_word_for_the_problem_is_no_part_of_it(customer: Customer) -> None:
    go(customer, Place(FORM, "problem", "ja"))
    customer.say("内容：自動更新が止められない")
    assert customer.conversation.slots["problem"] == "自動更新が止められない"


def test_costs_under_a_guide_of_one_line_are_not_those_of_the_other(customer: Customer) -> None:
    customer.say("how do I upgrade my ESET to the newest version?")
    customer.say("does that cost anything?")
    assert customer.conversation.slots["guide"] != "auto_renew_explained"


@pytest.mark.parametrize(
    "text", ["my name has no hyphen by the way, Grace Oyelaran Smith", "the name's wrong: Grace Oyelaran Smith"]
)
def test_a_name_behind_a_remark_about_it_is_taken(customer: Customer, text: str) -> None:
    go(customer, Place(FORM, "confirmation", "en"))
    assert "Grace Oyelaran Smith" in customer.say(text)


def test_who_asks_which_shop_it_was_has_named_none(customer: Customer) -> None:
    customer.say("my order is 123456789, which shop is that?")
    assert "Whatever the shop" not in customer.say("22122857")


@pytest.mark.parametrize(("language", "text"), said("person_wanted"))
def test_who_wants_a_person_in_the_form_stays_in_it(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    customer.say(text)
    assert where(customer) == (FORM, "purchase_date")
    assert not customer.conversation.slots["refused"]


@pytest.mark.parametrize(("language", "text"), said("person_wanted_outside"))
def test_who_wants_a_person_gets_one(customer: Customer, language: str, text: str) -> None:
    customer.say(text)
    assert where(customer)[0] == FORM


@pytest.mark.parametrize("text", ["解約できないので、担当者にお願いしたいです", "I can't cancel it, get me a person"])
def test_who_wants_a_person_after_the_seller_gets_one(customer: Customer, text: str) -> None:
    customer.say("20411223345")
    customer.say(text)
    assert where(customer)[0] == FORM


@pytest.mark.parametrize(("language", "text"), said("left_for_now"))
def test_a_form_can_be_left_for_now(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    customer.say(text)
    assert where(customer)[0] is None
    assert customer.conversation.slots["purchase_date"] is None


@pytest.mark.parametrize(("language", "text"), said("day_in_a_question"))
def test_a_day_in_a_question_is_no_day_of_purchase(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    customer.say(text)
    assert customer.conversation.slots["purchase_date"] is None
    assert where(customer) == (FORM, "purchase_date")


@pytest.mark.parametrize(("language", "text"), said("day_told"))
def test_an_unsure_day_is_a_day(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    customer.say(text)
    assert customer.conversation.slots["purchase_date"] is not None


@pytest.mark.parametrize(("language", "text"), said("seller_asked"))
def test_who_asks_for_the_seller_of_the_number_given_is_told(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "purchase_date", language))
    assert "Allsoft" in customer.say(text)
    assert where(customer) == (FORM, "purchase_date")


@pytest.mark.parametrize(("language", "text"), said("needed_asked"))
def test_who_asks_whether_it_is_needed_is_told_what_for(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "person_name", language))
    assert {"ja": "担当者がお返事に使います", "en": "address you"}[language] in customer.say(text)
    assert where(customer) == (FORM, "person_name")


@pytest.mark.parametrize(("language", "text"), said("corrected_back"))
def test_a_name_is_corrected_once_more(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say({"ja": "名前は山田花江です", "en": "my name is Hanae Yamada"}[language])
    customer.say(text)
    assert customer.conversation.slots["person_name"] == {"ja": "山田花代", "en": "Hanayo Yamada"}[language]
    assert where(customer) == (FORM, "confirmation")


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "注文番号はさっきの番号です"), ("en", "the order number is the same as before")]
)
def test_a_field_that_stays_as_told_changes_nothing(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    number = customer.conversation.slots["order_number"]
    customer.say(text)
    assert customer.conversation.slots["order_number"] == number
    assert where(customer) == (FORM, "confirmation")
