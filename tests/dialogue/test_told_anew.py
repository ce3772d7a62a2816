"""What customers say to put something right, to get a person, or to end a guide, in many words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dialogue.conftest import Customer
from tests.dialogue.places import STOP, Place
from tests.dialogue.test_repair_everywhere import go, where

SAID: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("told_anew.yml").read_text("utf-8"))
FORM = "escalation_form"
NAMES = {"ja": ("松本健太郎です", "松本謙太郎"), "en": ("Rhys Pritchard", "Rhys Price")}
HUAWEI = {
    "ja": "Google Playの入っていないHuaweiのタブレットで、カスペルスキーの自動更新を止めたい",
    "en": "how do I stop Kaspersky auto-renewal on my Huawei tablet without Google Play",
}
STEPS = {"ja": "1つずつ教えてください", "en": "step by step please"}
ALLSOFT = {
    "ja": "カスペルスキーの自動更新を止めたい。注文番号はALLSOFT-22123406です",
    "en": "stop my Kaspersky renewal please, order number ALLSOFT-22123406",
}
IN_THE_APP_STORE = "iTunes"


def said(kind: str) -> list[Any]:
    return [pytest.param(language, text, id=text) for language, texts in SAID[kind].items() for text in texts]


def slot(customer: Customer, name: str) -> Any:
    return customer.conversation.slots[name]


@pytest.mark.parametrize(("language", "text"), said("name_contrast"))
def test_a_name_put_right_by_what_it_is_not_keeps_its_other_half(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "person_name", language))
    given, right = NAMES[language]
    customer.say(given)
    answer = customer.say(text)
    assert slot(customer, "person_name") == right
    assert right in answer


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_name_is_put_right_at_the_summary_too(customer: Customer, language: str) -> None:
    go(customer, Place(FORM, "person_name", language))
    given, right = NAMES[language]
    for text in (given, "hanako@example.com", "20564778810", SAID["name_contrast"][language][1]):
        customer.say(text)
    assert slot(customer, "person_name") == right


@pytest.mark.parametrize(("language", "text"), said("number_last"))
def test_of_a_number_taken_back_the_last_one_counts(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "order_number", language))
    customer.say(text)
    assert slot(customer, "order_number") == "21774490"
    assert where(customer) == (FORM, "confirmation")


def test_two_numbers_that_may_both_be_meant_are_still_asked_about(customer: Customer) -> None:
    go(customer, Place(FORM, "order_number", "ja"))
    customer.say("21774409か、21774490のどちらかです")
    assert where(customer) == (FORM, "which_number")


@pytest.mark.parametrize(("language", "text"), said("mail_corrected"))
def test_a_remark_about_the_mail_is_not_filed_as_the_problem(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "problem", language))
    customer.say("hanako@example.com")
    customer.say(text)
    assert slot(customer, "email") == "hanako.b@example.jp"
    assert slot(customer, "problem") is None
    assert where(customer) == (FORM, "problem")


@pytest.mark.parametrize(("language", "text"), said("person_at_the_end"))
def test_a_wish_for_a_person_behind_the_problem_is_heard(customer: Customer, language: str, text: str) -> None:
    customer.say(text)
    assert where(customer) == (FORM, "purchase_date")
    assert slot(customer, "problem")[:8] in text


@pytest.mark.parametrize(("language", "text"), said("not_for_a_person"))
def test_another_person_than_an_agent_is_no_wish_for_one(customer: Customer, language: str, text: str) -> None:
    customer.say(text)
    assert customer.conversation.form != FORM


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_problem_told_before_the_guide_is_not_asked_again(customer: Customer, language: str) -> None:
    told = {
        "ja": "マイ カスペルスキーで自動更新を止めたいのに、解約ボタンを押しても何も起きません",
        "en": "I want to stop auto-renewal in My Kaspersky but nothing happens when I press the button",
    }
    customer.say(told[language])
    customer.say({"ja": "担当者と話したい", "en": "I want to talk to a person"}[language])
    assert where(customer) == (FORM, "purchase_date")
    assert slot(customer, "problem")


@pytest.mark.parametrize(("language", "text"), said("named_with_a_lead"))
def test_a_name_behind_a_lead_in_is_read(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "person_name", language))
    customer.say(text)
    assert slot(customer, "person_name") == {"ja": "長谷川千尋", "en": "Chihiro Hasegawa"}[language]
    assert where(customer) == (FORM, "email")


@pytest.mark.parametrize(("language", "text"), said("mail_refused"))
def test_who_heard_why_the_mail_is_asked_may_refuse_it_at_once(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "email", language))
    customer.say(SAID["why_the_mail"][language])
    customer.say(text)
    assert where(customer) == (FORM, "order_number")
    assert "email" in slot(customer, "refused")


@pytest.mark.parametrize(("language", "text"), said("mail_declined_again"))
def test_after_one_explanation_the_mail_is_not_asked_again(customer: Customer, language: str, text: str) -> None:
    go(customer, Place(FORM, "email", language))
    customer.say(SAID["mail_refused"][language][0])
    customer.say(text)
    assert where(customer)[1] in ("order_number", "confirmation")
    assert "email" in slot(customer, "refused")


@pytest.mark.parametrize(("language", "text"), said("off_amid_the_steps"))
def test_what_is_off_amid_the_steps_ends_them(customer: Customer, language: str, text: str) -> None:
    customer.say(HUAWEI[language])
    customer.say(STEPS[language])
    answer = customer.say(text)
    assert slot(customer, "guide_step") is None
    assert {"ja": "よかった", "en": "lad"}[language] in answer


@pytest.mark.parametrize(("language", "text"), said("not_off_yet"))
def test_what_is_not_off_yet_ends_nothing(customer: Customer, language: str, text: str) -> None:
    customer.say(HUAWEI[language])
    customer.say(STEPS[language])
    assert {"ja": "よかった", "en": "lad it"}[language] not in customer.say(text)


@pytest.mark.parametrize(("language", "text"), said("not_bought_there"))
def test_a_shop_named_to_rule_it_out_changes_nothing(customer: Customer, language: str, text: str) -> None:
    customer.say(ALLSOFT[language])
    answer = customer.say(text)
    assert slot(customer, "provider") == "allsoft"
    assert IN_THE_APP_STORE not in answer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "娘のカスペルスキー インターネット セキュリティだとどうなりますか"),
        ("en", "and for my Kaspersky Internet Security?"),
    ],
)
def test_another_product_bought_at_nexway_gets_its_own_guide(customer: Customer, language: str, text: str) -> None:
    customer.say(STOP[language])
    customer.say({"ja": "Nexwayで買いました", "en": "I bought it from Nexway"}[language])
    customer.say({"ja": "カスペルスキー プラスです", "en": "Kaspersky Plus"}[language])
    assert slot(customer, "guide") == "off_nexway_my_kaspersky"
    customer.say(text)
    assert slot(customer, "guide") == "off_nexway_account"
