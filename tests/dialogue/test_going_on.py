"""Repeating and going on after something came in between, and the case number that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.dialogue.repeating import asked_for
from tests.dialogue.conftest import Customer
from tests.dialogue.places import HUMAN, PROBLEM, STATUS
from tests.dialogue.test_repair_everywhere import where

SAID = yaml.safe_load(Path(__file__).with_name("going_on.yml").read_text("utf-8"))
STOP = {
    "ja": "カスペルスキー プレミアムの自動更新を止めたい。注文番号は2B908FDA41Cです",
    "en": "need to cancel kaspersky plus, order no 3D778ACE10F",
}
ASIDE = {"ja": "自動更新とは何ですか？", "en": "What is auto-renewal?"}
FIRST_STEP = {"ja": "1. マイ カスペルスキーの[ライセンス]を開き", "en": "1. Open Licences"}
NUMBER_ASKED = {"ja": "受付番号を教えてください", "en": "What is your case number?"}
NAME_ASKED = {"ja": "お名前を教えて", "en": "May I have your name?"}
REGISTER = {"ja": "ESETの更新ユーザー登録のやり方を教えてください", "en": "How do I do the ESET renewal registration?"}
LATE_MAIL = {
    "ja": "登録したのに完了メールが届かないのですが、どうすればいいですか？",
    "en": "I registered but the completion mail never came, what should I do?",
}


def said(kind: str) -> list[pytest.param]:
    return [pytest.param(language, text, id=text) for language, texts in SAID[kind].items() for text in texts]


def paused_handover(customer: Customer, language: str) -> None:
    """Somebody at the question for their name, who then stops."""
    date = {"ja": "2026年1月12日です", "en": "12 January 2026"}[language]
    for text in (HUMAN[language], PROBLEM[language], date):
        customer.say(text)
    assert where(customer) == ("escalation_form", "person_name")
    customer.say({"ja": "やっぱりやめます", "en": "actually stop, forget it"}[language])
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), said("steps_again"))
def test_the_steps_come_again_after_a_question_in_between(customer: Customer, language: str, text: str) -> None:
    assert FIRST_STEP[language] in customer.say(STOP[language])
    assert FIRST_STEP[language] not in customer.say(ASIDE[language])
    answer = customer.say(text)
    assert FIRST_STEP[language] in answer
    assert where(customer)[0] is None


@pytest.mark.parametrize(("language", "text"), said("steps_again"))
def test_the_steps_come_again_after_an_empty_message(customer: Customer, language: str, text: str) -> None:
    customer.say(STOP[language])
    customer.say("\u3000")
    answer = customer.say(text)
    assert FIRST_STEP[language] in answer, answer
    assert customer.conversation.slots["awaiting"] != "stuck"


@pytest.mark.parametrize(("language", "text"), said("handover"))
def test_a_stopped_handover_goes_on_where_it_stopped(customer: Customer, language: str, text: str) -> None:
    paused_handover(customer, language)
    answer = customer.say(text)
    assert where(customer) == ("escalation_form", "person_name"), answer
    assert NAME_ASKED[language] in answer


@pytest.mark.parametrize("text", ["ほな続き頼む", "もう一回言うて", "もう一度お願いします", "続きをお願いします"])
def test_the_step_that_failed_comes_again(customer: Customer, text: str) -> None:
    for before in (STOP["ja"], "一つずつ教えて", "できました", "できない"):
        customer.say(before)
    assert customer.conversation.slots["awaiting"] == "stuck"
    answer = customer.say(text)
    assert "手順 2/5" in answer
    assert where(customer)[0] is None


@pytest.mark.parametrize("text", ["もう一回言うて", "ほな続き頼む", "もう一度お願いします"])
def test_asking_to_repeat_is_no_problem_for_a_person(customer: Customer, text: str) -> None:
    customer.say(HUMAN["ja"])
    customer.say(text)
    assert where(customer) == ("escalation_form", "problem")
    assert not customer.conversation.slots["problem"]


@pytest.mark.parametrize(
    "text",
    [
        "手続きの方法を教えてください",
        "もう一度[自動更新サービスをキャンセルする]を押すと戻ります",
        "続きません",
        "もう一度買いました",
        "さっきの手順でできません",
        "I bought it again in May",
        "the steps don't work",
        "continue with what I bought on 3 May",
        "続けられません",
        "さっきのメールアドレスです",
    ],
)
def test_words_with_something_new_in_them_are_no_wish_to_repeat(text: str) -> None:
    assert asked_for(text.lower()) is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_case_number_is_asked_at_most_twice(customer: Customer, language: str) -> None:
    answers = [customer.say(STATUS[language])]
    for text in {
        "ja": ["だから例のやつだってば", "だから例のやつだってば"],
        "en": ["the thing from before", "that thing"],
    }[language]:
        answers.append(customer.say(text))
    assert sum(NUMBER_ASKED[language] in answer for answer in answers) == 2
    assert customer.labels, "no person is offered"
    assert where(customer)[0] is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_another_wish_leaves_the_case_number_behind(customer: Customer, language: str) -> None:
    customer.say(STATUS[language])
    customer.say({"ja": "だから例のやつだってば", "en": "the thing from before"}[language])
    for wish in (REGISTER[language], LATE_MAIL[language]):
        answer = customer.say(wish)
        assert "2026-11-22" in answer
        assert NUMBER_ASKED[language] not in answer
        assert where(customer)[0] is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "長谷川千尋です。chihiro@example.jp、22119054"),
        ("ja", "chihiro@example.jp です"),
        ("ja", "注文番号は22119054です"),
        ("en", "Ama Boateng, ama.b@example.com, 22119054"),
        ("en", "my mail is ama.b@example.com"),
        ("en", "the order number is 22119054"),
    ],
)
def test_what_the_handover_needs_goes_to_it_and_not_to_the_case_number(
    customer: Customer, language: str, text: str
) -> None:
    paused_handover(customer, language)
    customer.say(STATUS[language])
    assert where(customer) == ("case_status_form", "ticket_number")
    answer = customer.say(text)
    assert where(customer)[0] == "escalation_form", answer
    assert NUMBER_ASKED[language] not in answer
    slots = customer.conversation.slots
    assert slots["email"] or slots["order_number"]
