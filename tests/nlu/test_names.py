"""Names in answer to "what is your name?"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Language
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


BARE = [
    "Taro Yamada", "taro yamada", "清水", "しまだ", "やまだ", "たけだ", "まえだ", "よしだ", "はまだ", "たつや", "もりや", "きよ", "Kimura", "O'Brien", "van der Berg",
    "Siobhán Ní Bhriain", "LI", "Jürgen Groß", "Mary-Jane Watson", "Will Smith", "渡邊真一", "渡辺 直美", "原",
]  # fmt: skip


@pytest.mark.parametrize("name", BARE)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_bare_name_is_kept_whole(name: str, language: Language) -> None:
    assert read_person_name(name, language) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("やまだです", "やまだ"),
        ("たけだだよ", "たけだ"),
        ("しまだだ", "しまだ"),
        ("よしだやで", "よしだ"),
        ("田中だ", "田中"),
        ("田中や", "田中"),
        ("安田だけど", "安田"),
        ("タナカだ", "タナカ"),
        ("鈴木じゃ", "鈴木"),
        ("田中でございます", "田中"),
        ("わたくし鈴木と申します", "鈴木"),
        ("私、田中です", "田中"),
        ("僕鈴木です", "鈴木"),
        ("自分は高橋です", "高橋"),
        ("わたし鈴木花子です", "鈴木花子"),
        ("名前は渡邊真一", "渡邊真一"),
        ("登録名は John Smith です", "John Smith"),
        ("the name is Mueller", "Mueller"),
        ("name Rosa Diaz", "Rosa Diaz"),
        ("I'm Anna Schmidt", "Anna Schmidt"),
    ],
)
def test_the_words_around_a_name_are_left_out(text: str, name: str) -> None:
    assert read_person_name(text, "ja") == read_person_name(text, "en") == name


@pytest.mark.parametrize(
    "text",
    ["it's KD-1234", "KD-1234", "きゅうがつついたち", "九月一日", "昨日", "先月", "DROP TABLE users", "null", "アップル", "Google Play", "そうだ", "いいよ", "だめだ", "うるさい", "ばか"],
)  # fmt: skip
def test_codes_days_commands_and_remarks_are_no_names(text: str) -> None:
    assert read_person_name(text, "ja") is None
    assert read_person_name(text, "en") is None
