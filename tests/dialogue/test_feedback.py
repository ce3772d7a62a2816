"""What customers say about guides and steps is stored with the turn in which they were shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.store.models import FeedbackRow
from tests.dialogue.conftest import Customer

GUIDE = {"ja": "iPhoneで自動更新を止めたい", "en": "I want to stop auto-renewal on my iPhone"}
OTHER = {"ja": "購入コードはどこに書いてありますか？", "en": "Where can I find the purchase code?"}


def stored(customer: Customer) -> list[tuple[str, int | None, bool]]:
    """The conversation's feedback in the order of the turns that were shown."""
    talk = customer.conversation
    rows: list[Any] = talk.services.store._database.read(
        lambda connection: connection.execute(
            select(FeedbackRow.guide_id, FeedbackRow.step, FeedbackRow.helped, FeedbackRow.message_id).where(
                FeedbackRow.conversation_id == talk.name
            )
        ).all()
    )
    return [(row.guide_id, row.step, row.helped) for row in sorted(rows, key=lambda row: int(row.message_id[1:]))]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("label", "helped"), [("解決した|That helped", True), ("解決しない|It didn't help", False)])
def test_a_button_says_whether_the_guide_helped(customer: Customer, language: str, label: str, helped: bool) -> None:
    customer.say(GUIDE[language])
    customer.pick(label)
    assert stored(customer) == [("off_ios", None, helped)]


@pytest.mark.parametrize(
    ("text", "helped"), [("解決しました", True), ("だめでした、解決しません", False), ("はい", True), ("いいえ", False)]
)
def test_words_say_whether_the_guide_helped(customer: Customer, text: str, helped: bool) -> None:
    customer.say(GUIDE["ja"])
    customer.say(text)
    assert stored(customer) == [("off_ios", None, helped)]


def test_each_step_has_its_own_feedback(customer: Customer) -> None:
    for said in (GUIDE["ja"], "一つずつ教えて", "できた", "次へ"):
        customer.say(said)
    customer.pick("できない")
    assert stored(customer) == [("off_ios", 1, True), ("off_ios", 2, True), ("off_ios", 3, False)]


def test_looking_back_says_nothing_about_a_step(customer: Customer) -> None:
    for said in (GUIDE["ja"], "一つずつ教えて", "次へ", "戻る", "もう一度"):
        customer.say(said)
    assert stored(customer) == [("off_ios", 1, True)]


def test_a_changed_mind_replaces_what_was_said(customer: Customer) -> None:
    customer.say(GUIDE["ja"])
    table = customer.conversation.last
    customer.pick("解決した")
    customer.conversation.last = table
    customer.pick("解決しない")
    assert stored(customer) == [("off_ios", None, False)]


def test_an_old_button_counts_for_the_guide_it_stood_under(customer: Customer) -> None:
    customer.say(GUIDE["ja"])
    table = customer.conversation.last
    customer.say(OTHER["ja"])
    customer.pick("解決した")
    customer.conversation.last = table
    answer = customer.pick("解決しない")
    assert stored(customer) == [("off_ios", None, False), ("purchase_code", None, True)]
    assert customer.conversation.form is None
    assert "担当者" in answer


def test_an_old_button_inside_a_form_counts_and_keeps_the_question(customer: Customer) -> None:
    customer.say(GUIDE["ja"])
    table = customer.conversation.last
    customer.say("担当者と話したい")
    asked = customer.conversation.slots["requested_slot"]
    customer.conversation.last = table
    customer.pick("解決した")
    assert stored(customer) == [("off_ios", None, True)]
    assert customer.conversation.slots["requested_slot"] == asked


def test_an_old_step_button_goes_on_from_its_own_step(customer: Customer) -> None:
    for said in (GUIDE["ja"], "一つずつ教えて"):
        customer.say(said)
    table = customer.conversation.last
    for _ in range(3):
        customer.say("次へ")
    customer.conversation.last = table
    assert "手順 2/" in customer.pick("できた")
    assert [step for _, step, _ in stored(customer)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "step"),
    [("手順3を見せて", 3), ("3番目の手順", 3), ("the second step please", 2), ("show me step 4", 4)],
)
def test_a_step_is_found_by_its_number(customer: Customer, text: str, step: int) -> None:
    for said in (GUIDE["ja"], "一つずつ教えて"):
        customer.say(said)
    answer = customer.say(text)
    assert f"手順 {step}/" in answer or f"step {step} of" in answer


def test_a_step_that_fails_is_found_by_its_number(customer: Customer) -> None:
    for said in (GUIDE["ja"], "一つずつ教えて"):
        customer.say(said)
    assert "手順3" in customer.say("手順3の画面が出ません")
    assert stored(customer) == [("off_ios", 3, False)]
