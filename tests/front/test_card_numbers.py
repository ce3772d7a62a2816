"""Card numbers go, everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot import luhn
from bot.card_numbers import MARKERS, mask_card_numbers

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ISSUED = st.sampled_from(["4", "51", "55", "34", "37", "6011", "3528", "2221"])


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.integers(13, 19))
    start = draw(ISSUED)
    body = start + draw(st.text("0123456789", min_size=length - 1 - len(start), max_size=length - 1 - len(start)))
    return body + luhn.check_digit(body)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A card number and one way to write it."""
    card = draw(cards())
    gap = draw(st.sampled_from(["", " ", "-", "－", "　", "ー", " - ", "‐"]))
    size = draw(st.sampled_from([4, 4, 4, 5, 6, 1, 19]))
    text = gap.join(card[start : start + size] for start in range(0, len(card), size))
    return card, text.translate(WIDE) if draw(st.booleans()) else text


@given(
    written(),
    st.sampled_from(["", "カード番号は", "my card ", "番号：", "a"]),
    st.sampled_from(["", "です", " thanks", "。", "x"]),
)
@example(("4111111111111111", "4111 1111 1111 1111"), "", "")
def test_a_card_number_goes_however_it_is_written(card: tuple[str, str], before: str, after: str) -> None:
    digits, text = card
    masked = mask_card_numbers(before + text + after, "ja")
    assert text not in masked
    assert masked.startswith(before + "*" * 12 + digits[-4:] + " [")
    assert masked.endswith("]" + after)
    assert mask_card_numbers(masked, "ja") == masked


@given(st.text("0123456789", min_size=1, max_size=12), st.sampled_from(["", "注文番号は", "order "]))
def test_up_to_twelve_digits_stay(digits: str, before: str) -> None:
    assert mask_card_numbers(before + digits, "ja") == before + digits


@given(st.text("0123456789", min_size=13, max_size=19))
def test_without_a_right_check_digit_digits_stay(digits: str) -> None:
    assume(not luhn.is_valid(digits))
    assert mask_card_numbers(digits, "ja") == digits


@given(st.text(max_size=200))
def test_other_text_is_never_changed(text: str) -> None:
    assume(sum(character.isdigit() for character in text) < 13)
    assert mask_card_numbers(text, "en") == text


@pytest.mark.parametrize(
    "text",
    [
        "20564778810",
        "注文番号 20564778810 購入日 20250708",
        "22122857 20250708",
        "2A123BEC45D",
        "ALLSOFT-22123406",
        "電話 090-1234-5678 と 03-1234-5678",
        "41111111111111111111",
    ],
)
def test_order_numbers_dates_and_telephone_numbers_stay(text: str) -> None:
    assert mask_card_numbers(text, "ja") == text


@pytest.mark.parametrize(
    ("text", "language", "marker"),
    [
        ("カード 4111111111111111", "en", "ja"),
        ("my card 4111111111111111", "ja", "en"),
        ("4111111111111111", "en", "en"),
        ("4111111111111111", "ja", "ja"),
    ],
)
def test_the_marker_speaks_the_language_of_the_text(text: str, language: str, marker: str) -> None:
    assert MARKERS[marker] in mask_card_numbers(text, language)  # type: ignore[index, arg-type]


def test_an_order_number_beside_a_card_number_stays() -> None:
    masked = mask_card_numbers("20564778810 4111-1111-1111-1111", "en")
    assert masked == "20564778810 ************1111 [card number removed]"


@pytest.mark.parametrize("text", ["1 " * 1000, "4" * 2000, "4 -" * 600, "٤" * 2000, "①" * 2000])
def test_hostile_texts_take_no_time(text: str) -> None:
    import time

    began = time.process_time()
    mask_card_numbers(text, "ja")
    assert time.process_time() - began < 1
