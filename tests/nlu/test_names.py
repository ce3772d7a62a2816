"""Names in answer to "what is your name?"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.names import read_person_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("山田太郎", "山田太郎"),
        ("山田 太郎です", "山田 太郎"),
        ("ヤマダ タロウ", "ヤマダ タロウ"),
        ("ｻﾄｳ ｹﾝｼﾞ", "サトウ ケンジ"),
        ("やまだたろう", "やまだたろう"),
        ("名前は高橋と申します", "高橋"),
        ("田中様", "田中"),
        ("佐藤さん", "佐藤"),
        ("山田太郎(やまだたろう)です", "山田太郎"),
        ("はじめまして林です", "林"),
        ("妻の花子です", "花子"),
        ("髙橋 花子でございます", "髙橋 花子"),
        ("グエン・ティ・ランです", "グエン・ティ・ラン"),
        ("氏名は「島崎」でお願いします", "島崎"),
        ("John Smith", "John Smith"),
        ("Smith, John", "Smith, John"),
        ("My name is Bob and my order number is 22122857", "Bob"),
        ("Mr. O'Brien", "O'Brien"),
        ("This is Tom speaking", "Tom"),
        ("José García", "José García"),
    ],
)
def test_the_name_is_left_without_courtesy(text: str, name: str) -> None:
    assert read_person_name(text, "ja") == name


@pytest.mark.parametrize(
    "text",
    [
        "わかりません", "なぜ名前が必要ですか?", "教えたくないです", "22122857", "taro@example.com", "解約したい", "自動更新", "キャンセル", "はい", "2026年5月3日",
        "カスペルスキー プラス", "今日はいい天気ですね", "Why do you need my name?", "I don't want to say", "cancel", "hello", "2A123BEC45D", "", "👍", "購入したのは私です",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(text: str) -> None:
    assert read_person_name(text, "ja") is None
    assert read_person_name(text, "en") is None


def test_a_name_within_a_sentence_is_found() -> None:
    assert read_person_name("注文したのは母なので松本きよ子でお願いします", "ja") == "松本きよ子"


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_any_text_is_survived(text: str) -> None:
    name = read_person_name(text, "ja")
    assert name is None or 0 < len(name) <= 40
