"""Which code a customer holds: told by shape, by words, by the place it was read, or left open."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu.code_kinds import LICENCE_CODES, CodeKind, code_kind, code_kinds

SHAPED: dict[CodeKind, tuple[str, ...]] = {
    "order_number": ("ALLSOFT-22123406", "2A123BEC45D", "3b123fac76f", "ＡＬＬＳＯＦＴー２２１２３４０６"),
    "ticket_number": ("KD-20391846", "kd20391846", "ＫＤ－２０３９１８４６"),
}
"""Codes that only one kind looks like."""

UNSHAPED = ("S05-10293847", "EF56-GH78-IJ90-KL12", "ef56gh78ij90kl12", "1A2B-3C4D-5E6F-7G8H-9J0K")
"""Codes that may be any of the licence codes."""

CALLED: dict[CodeKind, tuple[str, ...]] = {
    "order_number": ("注文番号は{}です", "my order number is {}", "{}が注文番号です"),
    "purchase_code": ("購入コードは{}です", "the purchase code is {}", "こうにゅうこーど {}"),
    "serial_number": ("シリアル番号は{}です", "serial number: {}", "シリアルが{}"),
    "authentication_key": ("製品認証キーは{}です", "the product authentication key is {}", "認証キー {}"),
    "ticket_number": ("受付番号は{}です", "my case number is {}", "チケット番号 {}"),
}
PAIRS = [(held, called) for held in CALLED for called in CALLED]


@pytest.mark.parametrize(("held", "called"), [pair for pair in PAIRS if pair[0] in SHAPED])
def test_a_shape_goes_before_the_name_the_customer_gives_it(
    held: CodeKind, called: CodeKind, knowledge: Knowledge
) -> None:
    for code in SHAPED[held]:
        for words in CALLED[called]:
            found = code_kind(words.format(code), knowledge)
            assert found is not None, words.format(code)
            assert (found.kind, found.mixed_up) == (held, held != called), words.format(code)


@pytest.mark.parametrize(("held", "called"), [pair for pair in PAIRS if pair[0] in LICENCE_CODES])
def test_licence_codes_are_what_the_customer_calls_them(held: CodeKind, called: CodeKind, knowledge: Knowledge) -> None:
    for code in UNSHAPED:
        for words in CALLED[called]:
            found = code_kind(words.format(code), knowledge)
            assert found is not None, words.format(code)
            if called in LICENCE_CODES:
                assert (found.kind, found.why, found.mixed_up) == (called, "words", False), words.format(code)
            else:
                assert found.kind in (None, called), words.format(code)
                assert found.kind != "order_number", words.format(code)


@pytest.mark.parametrize("code", UNSHAPED)
def test_a_bare_licence_code_stays_open_between_the_three(code: str, knowledge: Knowledge) -> None:
    found = code_kind(code, knowledge)
    assert found is not None
    assert (found.kind, found.candidates, found.sure) == (None, LICENCE_CODES, "open")


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("箱に入ってた紙に EF56-GH78-IJ90-KL12 とあります", ("purchase_code", "serial_number")),
        ("ご利用ガイドにEF56-GH78-IJ90-KL12って書いてある", ("purchase_code", "serial_number")),
        ("it says EF56-GH78-IJ90-KL12 on the leaflet in the box", ("purchase_code", "serial_number")),
        ("登録完了メールにS05-10293847がありました", ("serial_number", "authentication_key")),
        ("現在使っているのはS05-10293847です", ("serial_number",)),
    ],
)
def test_the_place_narrows_it_down(text: str, candidates: tuple[CodeKind, ...], knowledge: Knowledge) -> None:
    found = code_kind(text, knowledge)
    assert found is not None
    assert (found.candidates, found.why) == (candidates, "place")


def test_what_was_asked_for_decides_when_nothing_else_does(knowledge: Knowledge) -> None:
    for kind in LICENCE_CODES:
        found = code_kind("S05-10293847です", knowledge, expected=kind)
        assert found is not None
        assert (found.kind, found.why, found.sure) == (kind, "asked", "likely")


def test_an_order_number_given_for_a_serial_number_is_noticed(knowledge: Knowledge) -> None:
    lettered = code_kind("2A123BEC45D", knowledge, expected="serial_number")
    digits = code_kind("22122857", knowledge, expected="serial_number")
    assert lettered is not None
    assert (lettered.kind, lettered.provider) == ("order_number", "nexway")
    assert digits is not None
    assert (digits.kind, digits.candidates) == (None, ("serial_number", "order_number"))


@pytest.mark.parametrize("text", ["S05-10293847って購入コードですか？", "Is S05-10293847 the purchase code or the serial?", "EF56-GH78-IJ90-KL12は購入コード？"])  # fmt: skip
def test_a_question_about_a_code_is_not_an_answer(text: str, knowledge: Knowledge) -> None:
    found = code_kind(text, knowledge)
    assert found is not None
    assert (found.kind, set(found.candidates)) == (None, set(LICENCE_CODES))


@pytest.mark.parametrize(
    "text", ["090-1234-5678", "4111 1111 1111 1111", "2026-05-03", "20250708", "abc1234def@example.com", "Windows11", "シリアル番号はどこ？", "V17.2", ""]
)  # fmt: skip
def test_other_things_are_no_codes(text: str, knowledge: Knowledge) -> None:
    assert code_kinds(text, knowledge) == ()


def test_two_codes_are_told_apart_in_one_message(knowledge: Knowledge) -> None:
    text = "今のシリアル番号がS05-10293847で、購入コードはEF56-GH78-IJ90-KL12、注文番号は22122857です"
    assert [(code.kind, text[code.start : code.end]) for code in code_kinds(text, knowledge)] == [
        ("serial_number", "S05-10293847"),
        ("purchase_code", "EF56-GH78-IJ90-KL12"),
        ("order_number", "22122857"),
    ]
