"""Folding keeps what was meant and knows the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text import fold, fold_with_offsets

ANY_TEXT = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＫＡＳＰＥＲＳＫＹ", "kaspersky"),
        ("ｶｽﾍﾟﾙｽｷｰ", "カスペルスキー"),
        ("ALLSOFTー22123406", "allsoft-22123406"),
        ("22‐12－34―56", "22-12-34-56"),
        ("ファーウェイ", "ファーウェイ"),
        ("ファ―ウェイ", "ファーウェイ"),
        ("すご〜〜い", "すごーい"),
        ("　多い　　空白 ", "多い 空白"),
        ("か\u3099", "が"),
    ],
)
def test_widths_dashes_and_blanks_become_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_digits_can_be_made_alike() -> None:
    assert fold("注文 １２３", digits=True) == "注文 000"


@given(ANY_TEXT)
def test_every_folded_character_points_into_the_original(text: str) -> None:
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(folded.cased) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(folded.starts) == sorted(folded.starts)


@given(ANY_TEXT)
def test_folding_twice_changes_no_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
