"""Personal data in the channel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.masking import masked, masked_saying, masked_text

KNOWN = ("山田太郎", "taro.yamada@example.com", "ALLSOFT-22123406")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("taro.yamada@example.com", "t***@example.com"),
        ("山田太郎", "山***"),
        ("John Smith", "J***"),
        ("ALLSOFT-22123406", "A***06"),
        ("20564778810", "2***10"),
        (None, ""),
        ("", ""),
    ],
)
def test_enough_is_left_to_tell_one_from_another(value: str | None, shown: str) -> None:
    assert masked(value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("山田 太郎といいます", "山***といいます"),
        ("TARO.YAMADA@EXAMPLE.COM です", "T***@EXAMPLE.COM です"),
        ("別の人は a-b_c@mail.example.co.jp", "別の人は a***@mail.example.co.jp"),
        ("注文番号はALLSOFT-22123406です", "注文番号はA***06です"),
        ("番号 2A123BEC45D", "番号 2***5D"),
        ("電話は090-1234-5678", "電話は0***78"),
        ("電話は０９０－１２３４－５６７８", "電話は０***７８"),
        ("電話は 090 1234 5678 か 03 1234 5678", "電話は 0***78 か 0***78"),
        ("+81 90 1234 5678", "+8***78"),
        ("taro＠example．com へ", "t***@example．com へ"),
        ("コードは ABCD-1234-EFGH-5678", "コードは A***78"),
        ("2026-11-22に受付番号KD-12345674をもらった", "2026-11-22に受付番号KD-12345674をもらった"),
        ("Windows 11 で ESET Internet Security 17 を使う", "Windows 11 で ESET Internet Security 17 を使う"),
        ("3台 5台 10台、2024年と2025年", "3台 5台 10台、2024年と2025年"),
        ("10.0.19045.3803 の Windows", "10.0.19045.3803 の Windows"),
    ],
)
def test_only_what_is_personal_is_masked(text: str, shown: str) -> None:
    assert masked_text(text, KNOWN) == shown


@pytest.mark.parametrize(
    ("text", "hidden"), [("佐々木花子です", "佐々木花子"), ("鈴木一郎", "鈴木一郎"), ("My name is John Smith", "Smith")]
)
def test_a_name_in_an_answer_is_masked_before_the_desk_knows_it(text: str, hidden: str) -> None:
    language = "en" if text.isascii() else "ja"
    assert hidden not in masked_saying(text, language)  # type: ignore[arg-type]


@given(
    before=st.text(alphabet="これは です。", max_size=8),
    after=st.text(alphabet="、です。 でした", max_size=8),
    known=st.sampled_from(KNOWN),
)
def test_what_is_known_never_shows(before: str, after: str, known: str) -> None:
    assert known not in masked_text(before + known + after, KNOWN)
