"""Repair at every question of every form, in both languages; the places and questions come from the domain."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import is_question
from bot.knowledge import Knowledge
from tests.dialogue.conftest import Customer
from tests.dialogue.in_memory import domain_file
from tests.dialogue.places import ANSWERS, HUMAN, STATUS, STOP, WAYS, Place, places
from tests.dialogue.questions import QUESTIONS

EVERYWHERE = places()
FIELDS_ONLY = places(without=("confirmation", "correcting"))
READ = places(without=("confirmation", "correcting", "problem", "purchase_place"))
"""Questions to which not every sentence is an answer; any may be a problem, and any name a shop."""

SWITCHES = [
    (place, form)
    for place in places(without=("problem", "correcting"))  # there, another wish is the problem, or a field
    for form in WAYS
    if form not in (place.form, "escalation_form")  # a person takes a task over; it is not left for something else
]
AGAIN = {
    "ja": ["もう一度", "もう一度言ってもらえますか", "すみません、もう一回お願いします"],
    "en": ["say that again", "could you repeat that please?", "once more"],
}
CANCEL = {
    "ja": ["キャンセル", "やっぱりやめます", "もういいです、やめておきます"],
    "en": ["cancel", "never mind, stop this", "I changed my mind, cancel it"],
}
RESUME = {"ja": "やっぱり続けます", "en": "carry on"}
REFUSAL = {
    "ja": ["わかりません", "覚えてないです", "教えたくありません"],
    "en": ["I don't know", "I can't remember", "I'd rather not say"],
}
EMPTY = ["", "   ", "。。。", "？", "😀", "!!!"]
GIBBERISH = ["ほげほげふがふが", "qwrtzp xkcd blorp", "んんん"]
KEPT = ("problem", "purchase_date", "person_name", "email", "order_number", "ticket_number", "provider")
by_name = {"ids": lambda place: place.name if isinstance(place, Place) else None}


def go(customer: Customer, place: Place) -> str:
    """Lead the conversation to the place; the question asked there."""
    answer = ""
    for said in place.way:
        answer = customer.pick(said[1:-1]) if said.startswith("[") else customer.say(said)
    assert where(customer) == (place.form, place.slot), answer
    return answer


def where(customer: Customer) -> tuple[str | None, str | None]:
    return customer.conversation.form, customer.conversation.slots["requested_slot"]


def kept(customer: Customer) -> dict[str, object]:
    return {name: customer.conversation.slots[name] for name in KEPT}


def language_of(customer: Customer) -> str:
    return str(customer.conversation.slots["language"])


def test_every_slot_of_every_form_has_a_place_and_an_answer() -> None:
    declared = {form: set(options["required_slots"]) for form, options in domain_file()["forms"].items()}
    assert {form: set(ways) for form, ways in WAYS.items()} == declared
    assert set(ANSWERS) == set().union(*declared.values())


def test_every_question_of_the_desk_is_asked_here(knowledge: Knowledge) -> None:
    assert set(QUESTIONS) == {intent for intent in domain_file()["intents"] if is_question(intent, knowledge)}


@pytest.mark.parametrize("intent", QUESTIONS)
@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_a_question_in_between_is_answered_and_the_form_goes_on(customer: Customer, place: Place, intent: str) -> None:
    go(customer, place)
    before = kept(customer)
    answer = customer.say(QUESTIONS[intent][place.language])
    told_as_the_problem = place.slot == "problem" and customer.conversation.slots["problem"]
    if told_as_the_problem:
        assert where(customer) == ("escalation_form", "purchase_date")
        return
    assert "2026-11-22" in answer, f"no guide in:\n{answer}"
    if place.form == "auto_renew_form" and intent == "cannot_cancel":
        return  # a task of its own: it ends at a person
    slot = "confirmation" if place.slot == "correcting" else place.slot
    assert where(customer) == (place.form, slot), answer
    assert kept(customer) == before
    customer.say(ANSWERS[slot][place.language])
    assert where(customer) != (place.form, slot), "the answer to the question was not taken"


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
@pytest.mark.parametrize("variant", range(3))
def test_asked_to_repeat_it_repeats_the_question(customer: Customer, place: Place, variant: int) -> None:
    asked = go(customer, place).splitlines()[-1]
    answer = customer.say(AGAIN[place.language][variant])
    assert asked in answer
    assert where(customer) == (place.form, place.slot)


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
@pytest.mark.parametrize("variant", range(3))
def test_cancelled_anywhere_it_goes_on_there(customer: Customer, place: Place, variant: int) -> None:
    go(customer, place)
    before = kept(customer)
    customer.say(CANCEL[place.language][variant])
    assert customer.conversation.form is None
    customer.say({"ja": "こんにちは", "en": "hello"}[place.language])
    customer.say(RESUME[place.language])
    slot = "confirmation" if place.slot == "correcting" else place.slot
    assert where(customer) == (place.form, slot)
    assert kept(customer) == before


@pytest.mark.parametrize(("place", "form"), SWITCHES, **by_name)
def test_another_task_in_between_leads_back(customer: Customer, place: Place, form: str) -> None:
    go(customer, place)
    before = kept(customer)
    customer.say({"auto_renew_form": STOP, "case_status_form": STATUS}[form][place.language])
    if customer.conversation.form is None:  # all was known: the guide came at once, with the way back below it
        customer.pick("続ける|Carry on")
        assert where(customer) == (place.form, place.slot)
        return
    assert customer.conversation.form == form
    customer.say(CANCEL[place.language][0])
    assert customer.labels, "no button leads back"
    customer.say(RESUME[place.language])
    resumed = customer.conversation.form
    if resumed == form:  # the task that was cancelled last is the one to carry on
        customer.say(CANCEL[place.language][0])
        customer.pick("続ける|Carry on")
    assert {name: value for name, value in kept(customer).items() if value} == {
        name: value for name, value in before.items() if value
    }


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_a_person_is_never_further_than_two_turns(customer: Customer, place: Place) -> None:
    go(customer, place)
    before = kept(customer)
    for _ in range(2):
        if customer.conversation.form != "escalation_form":
            customer.say(HUMAN[place.language])
    assert customer.conversation.form == "escalation_form"
    assert all(
        customer.conversation.slots[name] == value
        for name, value in before.items()
        if value and name != "ticket_number"
    )


@pytest.mark.parametrize("place", FIELDS_ONLY, **by_name)
@pytest.mark.parametrize("variant", range(3))
def test_what_cannot_be_told_is_gone_without(customer: Customer, place: Place, variant: int) -> None:
    go(customer, place)
    answers = []
    for _ in range(2):
        if where(customer) == (place.form, place.slot):
            answers.append(customer.say(REFUSAL[place.language][variant]))
    assert where(customer) != (place.form, place.slot)
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
@pytest.mark.parametrize("text", EMPTY)
def test_a_message_without_words_is_asked_about_in_other_words(customer: Customer, place: Place, text: str) -> None:
    first = go(customer, place)
    before = kept(customer)
    answer = customer.say(text)
    assert answer != first
    assert customer.conversation.form == place.form
    assert kept(customer) == before


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_a_very_long_message_is_survived(customer: Customer, place: Place) -> None:
    go(customer, place)
    long = {
        "ja": "長い話なのですが昨日から画面がおかしくて困っております。",
        "en": "It is a long story and it began yesterday on my old screen. ",
    }
    answer = customer.say((long[place.language] * 200)[:3900])
    assert answer
    assert language_of(customer) == place.language


@pytest.mark.parametrize("place", READ, **by_name)
@pytest.mark.parametrize("text", GIBBERISH)
def test_what_stays_unread_is_explained_exemplified_and_got_round(customer: Customer, place: Place, text: str) -> None:
    said = [go(customer, place)]
    for _ in range(3):
        if where(customer) == (place.form, place.slot):
            said.append(customer.say(text))
    assert where(customer) != (place.form, place.slot), "no way round"
    assert len(set(said)) == len(said), "the same question twice"
    if len(said) == 4:
        assert any(word in "".join(said[1:]) for word in ("例", "たとえば", "example", "such as", "look"))


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_back_is_one_question_back(customer: Customer, place: Place) -> None:
    go(customer, place)
    answer = customer.say({"ja": "戻る", "en": "go back"}[place.language])
    form, slot = where(customer)
    assert form == place.form
    slots = [name for name in WAYS[place.form] if name not in ("confirmation", "correcting")]
    if place.slot == "confirmation":
        assert slot == "correcting"
    elif place.slot == "correcting":
        assert slot == "confirmation"
    elif place.slot == slots[0]:
        assert slot == place.slot
        assert "キャンセル" in answer or "cancel" in answer
    else:
        assert slot in slots[: slots.index(place.slot)]


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_after_an_agent_it_asks_before_it_goes_on(customer: Customer, place: Place) -> None:
    asked = go(customer, place).splitlines()[-1]
    before = kept(customer)
    answer = customer.conversation.say(
        {"ja": "ありがとうございます", "en": "thank you"}[place.language], after_agent=True
    )
    assert asked not in answer
    assert customer.conversation.form is None
    customer.say({"ja": "はい", "en": "yes"}[place.language])
    slot = "confirmation" if place.slot == "correcting" else place.slot
    assert where(customer) == (place.form, slot)
    assert kept(customer) == before
    assert customer.case_numbers == []


@pytest.mark.parametrize("place", EVERYWHERE, **by_name)
def test_after_an_agent_a_no_ends_it(customer: Customer, place: Place) -> None:
    go(customer, place)
    customer.conversation.say(
        {"ja": "さっきの方にやってもらいました", "en": "your colleague did it for me"}[place.language], after_agent=True
    )
    customer.say({"ja": "いいえ", "en": "no"}[place.language])
    assert customer.conversation.form is None
