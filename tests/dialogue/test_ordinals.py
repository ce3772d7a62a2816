"""Which of several things a customer points at, and which problem a message tells beside the wish for a person."""

from __future__ import annotations

import pytest

from bot.dialogue.on_the_table import picked
from bot.dialogue.ordinals import described, number_pointed_at, pointed_at
from bot.dialogue.told_problem import told_problem
from bot.messages import Choice

NUMBERS = tuple(
    Choice(label=number, payload=f'/inform{{"order_number": "{number}"}}')
    for number in ("22154331", "ALLSOFT-22998877")
)
BUTTONS = (Choice(label="Where is it?", payload="/where"), *NUMBERS)
BOTH = Choice(label="Both", payload='/inform{"order_number": "22154331, ALLSOFT-22998877"}')


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        ("二つ目のほうです", 1, False), ("the second one is the order number", 1, False), ("一つ目で", 0, False),
        ("たぶん二つ目の番号だと思います", 1, True), ("it's the first one I think", 0, False), ("the second number", 1, True),
        ("後に書いたほうです", 1, False), ("あとのほう", 1, False), ("最後の番号", -1, True),
    ],
)  # fmt: skip
def test_a_place_is_read_with_the_words_around_it(text: str, place: int, number: bool) -> None:
    pointed = pointed_at(text)
    assert pointed is not None
    assert (pointed.place, pointed.number) == (place, number)


@pytest.mark.parametrize(
    "text", ["あとで", "先に", "最初からお願いします", "second thoughts", "2番目の手順がわからない", "その番号"]
)
def test_other_sentences_point_at_nothing(text: str) -> None:
    assert pointed_at(text) is None


@pytest.mark.parametrize("text", ["二つ目の番号で自動更新を止めて", "stop it for the second number please"])
def test_a_number_is_pointed_at_in_a_longer_wish(text: str) -> None:
    pointed = number_pointed_at(text)
    assert pointed is not None
    assert pointed.place == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [("Aで始まるほう", 1), ("ALLSOFTのほう", 1), ("8桁のほう", 0), ("the one starting with ALLSOFT", 1), ("長いほうです", 1), ("番号", None)],
)  # fmt: skip
def test_a_number_is_described_by_its_looks(text: str, place: int | None) -> None:
    assert described(text, [choice.label for choice in NUMBERS]) == place


def test_an_ordinal_counts_the_numbers_where_there_are_some() -> None:
    assert picked("二つ目のほうです", BUTTONS) == NUMBERS[1].payload
    assert picked("the second number", (Choice(label="A", payload="/a"), Choice(label="B", payload="/b"))) is None


@pytest.mark.parametrize("text", ["both of them", "両方です", "二つとも", "both please"])
def test_all_of_them_is_the_button_for_all(text: str) -> None:
    assert picked(text, (*NUMBERS, BOTH)) == BOTH.payload


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("I need help from a human, the cancel button is greyed out", "the cancel button is greyed out"),
        ("うまく解約できないので担当の方に引き継いでほしい", "うまく解約できない"),
        ("talk to a human about being charged twice", "being charged twice"),
        ("human please. charged wrong amount. bought Oct 1 2026, Ken Sato", "charged wrong amount"),
        (
            "担当者に代わって。オフにしたのに11月3日にまた請求されました。購入日は2025年11月3日です",
            "オフにしたのに11月3日にまた請求されました",
        ),
        ("人間のサポートお願いします", None),
        ("then i'd rather ask someone", None),
        ("I don't want a bot, give me a human", None),
        ("お世話になっております。更新の件で担当者様とお話ししたいです。よろしくお願いいたします。", None),
    ],
)
def test_the_problem_is_told_apart_from_the_wish_for_a_person(text: str, problem: str | None) -> None:
    assert told_problem(text) == problem
