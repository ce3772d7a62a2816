"""Corrections in the case form: every field, at every later question, in the ways people make them."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.in_memory import domain_file
from tests.dialogue.places import LANGUAGES, Place, places
from tests.dialogue.test_repair_everywhere import by_name, go, where

FORM = "escalation_form"
ORDER = [
    slot
    for slot in domain_file()["forms"][FORM]["required_slots"]
    if slot not in ("confirmation", "correcting", "which_number")
]
TRUE = {
    "problem": "解約ページが英語で読めません",
    "purchase_date": "2026-06-14",
    "person_name": "佐藤次郎",
    "email": "jiro@example.org",
    "order_number": "22122857",
}
BY_VALUE = {
    "problem": {
        "ja": ["お困りの内容を直したいです。正しくは、解約ページが英語で読めません"],
        "en": ["the problem is wrong, it should be: 解約ページが英語で読めません"],
    },
    "purchase_date": {
        "ja": [
            "購入日が違いました、2026年6月14日です",
            "5月3日じゃなくて6月14日でした",
            "すみません、正しくは2026年6月14日です",
        ],
        "en": [
            "the date is wrong, it was 14 June 2026",
            "not May 3rd but June 14th 2026",
            "sorry, the purchase date should be 2026-06-14",
        ],
    },
    "person_name": {
        "ja": [
            "名前を間違えました、佐藤次郎です",
            "山田花子ではなく佐藤次郎です",
            "すみません、名前は佐藤次郎に直してください",
        ],
        "en": [
            "my name is wrong, it should be 佐藤次郎",
            "not Hanako Yamada but 佐藤次郎",
            "please change my name to 佐藤次郎",
        ],
    },
    "email": {
        "ja": [
            "メールが違います、jiro@example.org です",
            "hanako@example.comじゃなくてjiro@example.orgです",
            "アドレスはjiro@example.orgに変えてください",
        ],
        "en": [
            "my email is wrong, it's jiro@example.org",
            "not hanako@example.com but jiro@example.org",
            "change the address to jiro@example.org please",
        ],
    },
    "order_number": {
        "ja": [
            "注文番号を間違えました、22122857です",
            "20564778810じゃなくて22122857です",
            "番号は22122857に訂正します",
        ],
        "en": [
            "the order number is wrong, it is 22122857",
            "not 20564778810 but 22122857",
            "correct the order number to 22122857",
        ],
    },
}
BY_NAME = {
    "problem": {"ja": ["お困りの内容が違います"], "en": ["the problem is wrong"]},
    "purchase_date": {
        "ja": ["購入日が違います", "日付を間違えました"],
        "en": ["the date is wrong", "I made a mistake with the purchase date"],
    },
    "person_name": {
        "ja": ["名前が違います", "氏名を直したいです"],
        "en": ["the name is wrong", "I need to change my name"],
    },
    "email": {
        "ja": ["メールアドレスが間違っています", "アドレスを直したい"],
        "en": ["the email is wrong", "my mail address has a typo"],
    },
    "order_number": {
        "ja": ["注文番号が違います", "注文番号を訂正したい"],
        "en": ["the order number is wrong", "the order id isn't correct"],
    },
}
NO = {"ja": ["いいえ", "違います", "だめです"], "en": ["no", "that's not right", "nope"]}


def later_places(field: str) -> list[Place]:
    """The questions that come after a field was given."""
    before = [*ORDER[: ORDER.index(field) + 1], *(["which_number"] if field == "order_number" else [])]
    return [place for place in places(forms=(FORM,)) if place.slot not in before]


def cases(table: dict[str, dict[str, list[str]]]) -> list[tuple[Place, str, str]]:
    return [
        (place, field, text)
        for field in ORDER
        for place in later_places(field)
        for text in table[field][place.language]
    ]


def test_the_tables_speak_of_every_field() -> None:
    assert set(TRUE) == set(BY_VALUE) == set(BY_NAME) == set(ORDER)


def others(customer: Customer, field: str) -> dict[str, object]:
    return {name: customer.conversation.slots[name] for name in ORDER if name != field}


@pytest.mark.parametrize(("place", "field", "text"), cases(BY_VALUE), **by_name)
def test_a_value_given_anew_replaces_that_field_alone(customer: Customer, place: Place, field: str, text: str) -> None:
    go(customer, place)
    before = others(customer, field)
    answer = customer.say(text)
    assert customer.conversation.slots[field] == TRUE[field], answer
    assert others(customer, field) == before
    slot = "confirmation" if place.slot == "correcting" else place.slot
    assert where(customer) == (FORM, slot), answer


@pytest.mark.parametrize(("place", "field", "text"), cases(BY_NAME), **by_name)
def test_a_field_named_as_wrong_is_asked_and_the_form_goes_on(
    customer: Customer, place: Place, field: str, text: str
) -> None:
    go(customer, place)
    before = others(customer, field)
    customer.say(text)
    assert where(customer) == (FORM, field)
    customer.say(TRUE[field] if field != "person_name" else "佐藤次郎")
    assert customer.conversation.slots[field] == TRUE[field]
    assert others(customer, field) == before
    slot = "confirmation" if place.slot == "correcting" else place.slot
    assert where(customer) == (FORM, slot)


@pytest.mark.parametrize("field", ORDER)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", range(3))
def test_a_no_to_the_summary_finds_the_field_and_comes_back(
    customer: Customer, language: str, field: str, variant: int
) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(NO[language][variant])
    assert where(customer) == (FORM, "correcting")
    customer.say(BY_NAME[field][language][0])
    assert where(customer) == (FORM, field)
    answer = customer.say(TRUE[field])
    assert where(customer) == (FORM, "confirmation")
    assert customer.conversation.slots[field] == TRUE[field]
    assert customer.case_numbers == []
    assert "KD-" in customer.say({"ja": "はい", "en": "yes"}[language]), answer


@pytest.mark.parametrize("field", ["purchase_date", "person_name", "email", "order_number"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_of_two_corrections_in_a_row_holds(customer: Customer, language: str, field: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    first = customer.conversation.slots[field]
    customer.say(BY_VALUE[field][language][0])
    customer.say({"ja": f"やっぱり{first}が正しいです", "en": f"sorry, actually it is {first}"}[language])
    assert customer.conversation.slots[field] == first
    assert where(customer) == (FORM, "confirmation")


PAIRS = [(one, two) for one in ORDER for two in ORDER if one != two and "problem" not in (one, two)]
BOTH = {
    "ja": ["{0}も{1}も違います", "{0}と{1}を間違えました", "{0}が違います。あと{1}も間違いです"],
    "en": [
        "the {0} and the {1} are both wrong",
        "I got the {0} and the {1} wrong",
        "the {0} is wrong and so is the {1}",
    ],
}
NAMES = {
    "purchase_date": {"ja": "購入日", "en": "date"},
    "person_name": {"ja": "名前", "en": "name"},
    "email": {"ja": "メール", "en": "email"},
    "order_number": {"ja": "注文番号", "en": "order number"},
}


@pytest.mark.parametrize(("one", "two"), PAIRS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", range(3))
def test_two_wrong_fields_are_both_asked_in_order(
    customer: Customer, language: str, variant: int, one: str, two: str
) -> None:
    go(customer, Place(FORM, "confirmation", language))
    customer.say(BOTH[language][variant].format(NAMES[one][language], NAMES[two][language]))
    for field in (one, two):
        assert where(customer) == (FORM, field)
        customer.say(TRUE[field])
        assert customer.conversation.slots[field] == TRUE[field]
    assert where(customer) == (FORM, "confirmation")


@pytest.mark.parametrize("place", [place for place in places(forms=(FORM,)) if place.slot in ORDER[2:]], **by_name)
def test_what_was_just_said_can_be_taken_back_without_its_name(customer: Customer, place: Place) -> None:
    go(customer, place)
    customer.say({"ja": "すみません、今のは間違いです", "en": "sorry, that was wrong"}[place.language])
    assert where(customer) == (FORM, ORDER[ORDER.index(place.slot) - 1])


@pytest.mark.parametrize("field", ORDER)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["そのままで", "さっきのでお願いします", "never mind", "use the one I gave you before"]
)
def test_a_correction_begun_can_be_left_as_it_was(customer: Customer, language: str, field: str, text: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    before = customer.conversation.slots[field]
    customer.say(BY_NAME[field][language][0])
    customer.say(text)
    assert customer.conversation.slots[field] == before
    assert where(customer) == (FORM, "confirmation")


@pytest.mark.parametrize("field", ORDER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelled_during_a_correction_nothing_is_lost(customer: Customer, language: str, field: str) -> None:
    go(customer, Place(FORM, "confirmation", language))
    before = {name: customer.conversation.slots[name] for name in ORDER}
    customer.say(BY_NAME[field][language][0])
    customer.say({"ja": "キャンセル", "en": "cancel"}[language])
    assert customer.conversation.form is None
    customer.say({"ja": "続ける", "en": "carry on"}[language])
    assert {name: customer.conversation.slots[name] for name in ORDER} == before
    assert customer.conversation.form == FORM


@pytest.mark.parametrize(
    "text",
    [
        "解約ボタンを押すとエラーになります。山田花子、hanako@example.com、2026年5月3日購入、注文番号は20564778810です",
        "The cancel button shows an error. Hanako Yamada, hanako@example.com, bought on May 3rd 2026, order number 20564778810",
    ],
)
def test_all_fields_at_once_need_no_question_more(customer: Customer, text: str) -> None:
    customer.say({True: "I want to talk to a person", False: "担当者と話したい"}[text.isascii()])
    customer.say(text)
    slots = customer.conversation.slots
    assert slots["requested_slot"] == "confirmation"
    assert (slots["email"], slots["purchase_date"], slots["order_number"]) == (
        "hanako@example.com",
        "2026-05-03",
        "20564778810",
    )
    assert slots["person_name"] in ("山田花子", "Hanako Yamada")
    assert slots["problem"]
