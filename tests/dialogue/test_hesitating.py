"""Who hesitates, asks how to go on or says only thanks is neither helped nor lost: what is unclear is asked."""

from __future__ import annotations

import pytest

from bot.dialogue import at_a_loss
from bot.dialogue.small_talk import asks_what_now, hesitates
from bot.dialogue.turn import Memory, Turn
from bot.knowledge import Knowledge
from bot.messages import Choices, Language, Message
from tests.dialogue.conftest import Customer
from tests.dialogue.places import Place, places
from tests.dialogue.test_feedback import stored
from tests.dialogue.test_repair_everywhere import go, where

GUIDE = {"ja": "更新登録のやり方を教えて", "en": "how do I register my renewal?"}
STEPS = {"ja": ["1つずつ進める", "担当者に相談する", "解決した"], "en": ["Step by step", "Ask a person", "That helped"]}
FILED = {
    "ja": ["はい"],
    "en": ["yes"],
}
FIELDS = [
    place
    for place in places(forms=("escalation_form",))
    if place.slot in ("problem", "purchase_date", "person_name", "email", "order_number")
]


@pytest.mark.parametrize(
    "text",
    [
        "うーん",
        "はあ",
        "はぁ…",
        "ふーん",
        "えー",
        "うーん、まあまあ",
        "hm",
        "Hmm...",
        "huh?",
        "um, so so",
        "meh",
        "微妙",
    ],
)
def test_a_sound_is_a_hesitation(text: str) -> None:
    assert hesitates(text)


@pytest.mark.parametrize(
    "text", ["うん", "はい", "ううん", "hm ok", "はあ、わかりました", "それで", "well done", "", "えいこです"]
)
def test_an_answer_is_no_hesitation(text: str) -> None:
    assert not hesitates(text)


@pytest.mark.parametrize(
    "text", ["で、どうすれば", "どうしたら…", "じゃあどうしたらいいんでしょうか", "それでどうすればいいの？", "で？", "so what do I do?", "ok, and then?", "now what"]
)  # fmt: skip
def test_how_to_go_on_is_asked_in_a_few_words(text: str) -> None:
    assert asks_what_now(text)


@pytest.mark.parametrize(
    "text", ["どうすればメールを変えられますか", "それで", "and my name is Ann", "どうやって解約するの"]
)
def test_a_question_of_its_own_is_more_than_that(text: str) -> None:
    assert not asks_what_now(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("ja", "うーん"), ("ja", "はあ"), ("ja", "うーん、まあまあ"), ("en", "hm"), ("en", "huh"), ("en", "kind of")],
)
def test_after_a_guide_it_is_asked_what_is_unclear(customer: Customer, language: str, text: str) -> None:
    customer.say(GUIDE[language])
    answer = customer.say(text)
    assert customer.labels == STEPS[language], answer
    assert where(customer)[0] is None
    assert not stored(customer)


@pytest.mark.parametrize(("language", "text"), [("ja", "うーん"), ("en", "hmm")])
def test_who_goes_on_hesitating_hears_something_else_each_time(customer: Customer, language: str, text: str) -> None:
    customer.say(GUIDE[language])
    answers = [customer.say(text) for _ in range(5)]
    assert all(before != after for before, after in zip(answers, answers[1:], strict=False))
    assert any("担当者" in answer or "person" in answer for answer in answers)


@pytest.mark.parametrize("place", FIELDS, ids=lambda place: place.name)
def test_a_sound_answers_no_question_of_the_form(customer: Customer, place: Place) -> None:
    go(customer, place)
    customer.say({"ja": "うーん", "en": "hmm"}[place.language])
    assert where(customer) == (place.form, place.slot)
    assert customer.conversation.slots[place.slot] is None
    assert place.slot not in (customer.conversation.slots["refused"] or ())


@pytest.mark.parametrize(
    ("language", "text", "step"),
    [
        ("ja", "どうしたら…", "手順 1/4"),
        ("ja", "で、どうすれば", "手順 1/4"),
        ("en", "so what do I do?", "step 1 of 4"),
    ],
)
def test_how_to_go_on_leads_through_the_guide_at_hand(customer: Customer, language: str, text: str, step: str) -> None:
    customer.say(GUIDE[language])
    assert step in customer.say(text)


def test_how_to_go_on_after_the_seller_is_known_shows_how_to_stop(customer: Customer) -> None:
    customer.say("カードに覚えのない請求があります")
    customer.say("22122857")
    assert "2Checkoutで購入した場合" in customer.say("で、どうすれば？")


@pytest.mark.parametrize(("language", "text"), [("ja", "どうも"), ("ja", "どもです"), ("en", "cheers")])
def test_thanks_after_a_case_is_no_greeting(customer: Customer, language: str, text: str) -> None:
    go(customer, Place("escalation_form", "confirmation", language))
    customer.say(FILED[language][0])
    answer = customer.say(text)
    assert "どういたしまして" in answer or "welcome" in answer
    assert not customer.labels


def test_the_same_word_greets_at_the_beginning(customer: Customer) -> None:
    assert "こんにちは" in customer.say("どうも")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_message_of_signs_alone_gets_topics_to_choose_from(language: Language, knowledge: Knowledge) -> None:
    """Rasa ranks no intent for it."""
    said = at_a_loss.stage(Turn("😢😢", "nlu_fallback"), Memory(language=language), knowledge).say
    (shown,) = (part for part in said if isinstance(part, Message))
    offered = [choice for block in shown.blocks if isinstance(block, Choices) for choice in block.items]
    assert [choice.payload for choice in offered[:2]] == ["/renew_registration", "/mail_not_received"]
    assert len(offered) == 4
