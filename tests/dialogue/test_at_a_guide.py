"""What customers say while a guide or a step is on the table, in many words, means what it means there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.dialogue.conftest import Customer
from tests.dialogue.test_repair_everywhere import where

SAID: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_suffix("").with_name("at_a_guide.yml").read_text("utf-8")
)
HUAWEI = {
    "ja": "Google Playの入っていないHuaweiのタブレットで、カスペルスキーの自動更新を止めたい",
    "en": "how do I stop Kaspersky auto-renewal on my Huawei tablet without Google Play",
}
STEPS = {"ja": "1つずつ教えてください", "en": "step by step please"}
SECOND_STEP = {"ja": "[支払と購入]", "en": "Payments and purchases"}
THIRD_STEP = {"ja": "やめたい定期購入を選びます", "en": "Choose the subscription you want to end"}
PERSON = {"ja": "担当者", "en": "person"}
TWO = {
    "ja": "更新登録の完了メールが来ないのと、あと妻がApp Storeで買ったカスペルスキーの自動更新も切りたい。両方教えてください",
    "en": "the eset completion mail hasn't come, and also how do I stop the Kaspersky auto-renewal my wife bought in the App Store?",
}
LINES = {
    "ja": [
        "カードに2件あって、「KASPERSKYLAB」と「DR*KASPERSKY LAB」なんですが、それぞれどこですか",
        "二つ目のを止めたいです",
    ],
    "en": ["two lines on my card: KASPERSKYLAB and DR*Kaspersky Lab, who are they?", "I want to stop the second one"],
}
DEVICES = {
    "ja": ["カスペルスキーの自動更新を、AndroidのスマホとiPhoneの両方で止めたいです"],
    "en": ["I want to stop Kaspersky auto-renewal on my Android phone and on my iPhone"],
}
CODE = {"ja": ["ESETの購入コードはどこに書いてありますか"], "en": ["where is the ESET purchase code printed?"]}
SERIAL = {"ja": ["ESETの今のシリアル番号がわかりません"], "en": ["I don't know the serial number of my ESET"]}
NINE_DIGITS = {
    "ja": ["注文番号は412233445です。どこで買ったことになりますか"],
    "en": ["my order number is 412233445, who sold it?"],
}
SMALL_BUSINESS = {
    "ja": ["ESETのスモールビジネスセキュリティです。どこに問い合わせればいいですか"],
    "en": ["which desk is for ESET Small Business Security?"],
}
NEXWAY = {
    "ja": ["カスペルスキーの自動更新を止めたい。注文番号は2A123BEC45Dです", "わからない"],
    "en": ["stop my Kaspersky renewal, order number 2A123BEC45D", "I'm not sure"],
}
REGISTERING = {
    "ja": ["ESETの更新登録の手順を教えてください"],
    "en": ["how do I do the ESET renewal registration?"],
}
LINE = {"ja": ["明細の DR*EFMSPL って何ですか"], "en": ["what is DR*EFMSPL on my card statement?"]}
ALLSOFT = {
    "ja": ["カスペルスキーの自動更新を止めたい。注文番号はALLSOFT-22123406です"],
    "en": ["stop my Kaspersky renewal please, order number ALLSOFT-22123406"],
}
ORDER_NUMBER = {
    "ja": ["カスペルスキーの注文番号はどこに書いてありますか"],
    "en": ["where do I find my Kaspersky order number?"],
}
BEFORE: dict[str, dict[str, list[str]]] = {
    "second_guide": {language: [text] for language, text in TWO.items()},
    "first_guide": {language: [text] for language, text in TWO.items()},
    "other_number": LINES,
    "other_device": DEVICES,
    "what_else": CODE,
    "no_box": CODE,
    "prepared": SERIAL,
    "opened_of_whole": {language: [text] for language, text in HUAWEI.items()},
    "all_done": {language: [text] for language, text in HUAWEI.items()},
    "vague": {language: [text] for language, text in HUAWEI.items()},
    "closing": {language: [text] for language, text in HUAWEI.items()},
    "slipped": {language: [HUAWEI[language], STEPS[language]] for language in HUAWEI},
    "slipped_of_whole": {language: [text] for language, text in HUAWEI.items()},
    "up_to": {language: [text] for language, text in HUAWEI.items()},
    "partly": {language: [text] for language, text in HUAWEI.items()},
    "rest_alone": {language: [HUAWEI[language], STEPS[language]] for language in HUAWEI},
    "in_progress": {language: [HUAWEI[language], STEPS[language]] for language in HUAWEI},
    "asked_before": {language: [HUAWEI[language], STEPS[language]] for language in HUAWEI},
    "left_out": NINE_DIGITS,
    "home_desk": SMALL_BUSINESS,
    "nexway_second": NEXWAY,
    "number_given": ORDER_NUMBER,
    "some_number": {"ja": [], "en": []},
    "at_a_loss_for_words": {"ja": ["あれがあれでして"], "en": ["the thing with the thing"]},
    "not_a_no": REGISTERING,
    "stops_at_the_second": REGISTERING,
    "pressed_renew": REGISTERING,
    "found_again": LINE,
    "who_does_it": LINE,
    "sellers_contact": ALLSOFT,
    "mail_gone": ORDER_NUMBER,
    "another_question": {language: [HUAWEI[language], STEPS[language]] for language in HUAWEI},
}
FIRST_STEP = {"ja": "Huawei端末の[設定]", "en": "Open Settings"}
HOLDS: dict[str, Callable[[Customer, str, str], bool]] = {
    "second_guide": lambda customer, answer, language: "Apple ID" in answer or "iTunes" in answer,
    "first_guide": lambda customer, answer, language: (
        {"ja": "迷惑メール", "en": "spam"}[language] in answer and "Apple ID" not in answer
    ),
    "other_number": lambda customer, answer, language: (
        "Allsoft" in answer and {"ja": "サポート", "en": "support"}[language] in answer
    ),
    "other_device": lambda customer, answer, language: "Android" in answer and "Apple ID" not in answer,
    "what_else": lambda customer, answer, language: (
        {"ja": "シリアル番号", "en": "serial number"}[language] in answer
        and {"ja": "メールアドレス", "en": "mail address"}[language] in answer
    ),
    "no_box": lambda customer, answer, language: (
        PERSON[language] in answer or {"ja": "サポート", "en": "support"}[language] in answer
    ),
    "prepared": lambda customer, answer, language: (
        {"ja": "更新ユーザー登録", "en": "registration"}[language] in answer
        and customer.conversation.slots["guide"] == "renewal_registration"
    ),
    "opened_of_whole": lambda customer, answer, language: customer.conversation.slots["guide_step"] == 2,
    "all_done": lambda customer, answer, language: {"ja": "よかった", "en": "Glad"}[language] in answer,
    "vague": lambda customer, answer, language: {"ja": "どのあたり", "en": "Which part"}[language] in answer,
    "closing": lambda customer, answer, language: (
        customer.conversation.intent in ("thank", "goodbye", "problem_solved", "affirm") and where(customer)[0] is None
    ),
    "slipped": lambda customer, answer, language: (
        FIRST_STEP[language] in answer and PERSON[language] in answer and customer.conversation.slots["guide_step"] == 1
    ),
    "slipped_of_whole": lambda customer, answer, language: (
        FIRST_STEP[language] in answer and PERSON[language] in answer
    ),
    "up_to": lambda customer, answer, language: customer.conversation.slots["guide_step"] == 2,
    "partly": lambda customer, answer, language: {"ja": "どのあたり", "en": "Which part"}[language] in answer,
    "rest_alone": lambda customer, answer, language: SECOND_STEP[language] not in answer and where(customer)[0] is None,
    "in_progress": lambda customer, answer, language: (
        {"ja": "ごゆっくり", "en": "time"}[language] in answer and customer.conversation.slots["guide_step"] == 1
    ),
    "asked_before": lambda customer, answer, language: (
        customer.conversation.slots["guide_step"] == 1 and customer.conversation.slots["awaiting"] in ("step", "stuck")
    ),
    "left_out": lambda customer, answer, language: "A412233445" in answer and "Allsoft" in answer,
    "home_desk": lambda customer, answer, language: (
        {"ja": "SOHO", "en": "small"}[language] in answer and where(customer)[0] is None
    ),
    "nexway_second": lambda customer, answer, language: customer.conversation.slots["guide"] == "off_nexway_account",
    "number_given": lambda customer, answer, language: "Digital River" in answer and where(customer)[0] is None,
    "some_number": lambda customer, answer, language: len(customer.labels) == 4 and where(customer)[0] is None,
    "at_a_loss_for_words": lambda customer, answer, language: PERSON[language] in answer,
    "not_a_no": lambda customer, answer, language: (
        where(customer)[0] is None and customer.conversation.slots["awaiting"] != "erasure"
    ),
    "stops_at_the_second": lambda customer, answer, language: (
        customer.conversation.slots["awaiting"] != "erasure"
        and (customer.conversation.slots["guide_step"] == 2 or PERSON[language] in answer)
    ),
    "pressed_renew": lambda customer, answer, language: customer.conversation.slots["guide_step"] == 4,
    "found_again": lambda customer, answer, language: "Digital River" in answer and where(customer)[0] is None,
    "who_does_it": lambda customer, answer, language: (
        "Digital River" in answer and re.search("アカウント|サポート|account|support", answer) is not None
    ),
    "sellers_contact": lambda customer, answer, language: (
        "Allsoft" in answer and {"ja": "サポート", "en": "support"}[language] in answer
    ),
    "mail_gone": lambda customer, answer, language: (
        {"ja": "明細", "en": "statement"}[language] in answer and where(customer)[0] is None
    ),
    "another_question": lambda customer, answer, language: (
        FIRST_STEP[language] in answer and len(answer) > 150 and customer.conversation.slots["guide_step"] == 1
    ),
}


def said(kind: str) -> list[pytest.param]:
    return [pytest.param(language, text, id=text) for language, texts in SAID[kind].items() for text in texts]


def at_a_step(customer: Customer, language: str) -> None:
    customer.say(HUAWEI[language])
    customer.say(STEPS[language])
    assert customer.conversation.slots["guide_step"] == 1


@pytest.mark.parametrize(("language", "text"), said("done"))
def test_a_step_that_is_done_leads_to_the_next(customer: Customer, language: str, text: str) -> None:
    at_a_step(customer, language)
    answer = customer.say(text)
    assert SECOND_STEP[language] in answer
    assert customer.conversation.slots["guide_step"] == 2


@pytest.mark.parametrize(("language", "text"), said("trouble"))
def test_a_step_that_fails_leads_to_a_person(customer: Customer, language: str, text: str) -> None:
    at_a_step(customer, language)
    answer = customer.say(text)
    assert PERSON[language] in answer
    assert customer.conversation.slots["awaiting"] == "stuck", answer


@pytest.mark.parametrize(("language", "text"), said("not_helped"))
def test_a_guide_that_fails_leads_to_a_person(customer: Customer, language: str, text: str) -> None:
    customer.say(HUAWEI[language])
    answer = customer.say(text)
    assert PERSON[language] in answer or where(customer)[0] == "escalation_form", answer


@pytest.mark.parametrize(("language", "text"), [*said("ask_words"), *said("ask_number")])
def test_the_step_that_is_asked_for_is_shown(customer: Customer, language: str, text: str) -> None:
    customer.say(HUAWEI[language])
    answer = customer.say(text)
    assert SECOND_STEP[language] in answer
    assert THIRD_STEP[language] not in answer


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [pytest.param(kind, *param.values, id=f"{kind}: {param.id}") for kind in HOLDS for param in said(kind)],
)
def test_other_replies_mean_what_they_mean_here(customer: Customer, kind: str, language: str, text: str) -> None:
    for before in BEFORE[kind][language]:
        customer.say(before)
    answer = customer.say(text)
    assert HOLDS[kind](customer, answer, language), answer


@pytest.mark.parametrize(
    "text",
    [
        "シリアル番号と製品認証キーは同じものですか？",
        "購入コードとシリアル番号って違うんですか",
        "is the serial number the same as the purchase code?",
    ],
)
def test_codes_that_are_compared_are_told_apart_first(customer: Customer, text: str) -> None:
    assert re.search("それぞれ別のもの|three different things", customer.say(text).splitlines()[0])


def test_a_line_that_was_identified_is_told_once(customer: Customer) -> None:
    customer.say("I want to stop the Kaspersky auto-renewal, order number 20564778810")
    answer = customer.say("my wife's card has a line Kaspersky Lab 2Checkout, who is that?")
    assert answer.count("on a card statement stands for 2Checkout") == 1
