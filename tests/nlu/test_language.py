"""The conversation goes on in the customer's language."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu.language import detect_language, requested_language


@pytest.mark.parametrize("text", ["解約したい", "かいやく", "ｶｲﾔｸ", "Kaspersky解約", "How do Iの意味", "はい"])
def test_kana_or_kanji_is_japanese(text: str, knowledge: Knowledge) -> None:
    assert detect_language(text, knowledge) == "ja"


@pytest.mark.parametrize(
    "text",
    ["How do I renew?", "unsubscribe", "ｈｅｌｐ ｍｅ", "cancel my Kaspersky subscription", "cancle subscribtion"],
)
def test_latin_words_are_english(text: str, knowledge: Knowledge) -> None:
    assert detect_language(text, knowledge) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "22122857",
        "ALLSOFT-22123406",
        "taro@example.com",
        "Kaspersky Plus",
        "iPhone",
        "ok",
        "👍",
        "a",
        "",
        "...",
        "DR*Kaspersky Lab",
        "YAMADA TARO",
        "John Smith",
        "Digital River",
    ],
)
def test_codes_names_and_signs_leave_the_language_as_it_was(text: str, knowledge: Knowledge) -> None:
    assert detect_language(text, knowledge) is None


@pytest.mark.parametrize(
    "text",
    [
        "英語でお願いします",
        "English",
        "english please",
        "can you speak english?",
        "日本語は苦手です、英語でもいいですか",
        "I can't read Japanese",
        "えいごで",
        "Could you reply in English?",
    ],
)
def test_english_can_be_asked_for(text: str) -> None:
    assert requested_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["日本語で", "in Japanese please", "英語わからん、日本語にして", "英語じゃなくて日本語で", "ﾆﾎﾝｺﾞﾃﾞ", "Japanese?"],
)
def test_japanese_can_be_asked_for(text: str) -> None:
    assert requested_language(text) == "ja"


@pytest.mark.parametrize(
    "text",
    [
        "英語のメールが届いた",
        "The mail is in English",
        "更新したい",
        "明細に英語で書いてあります",
        "",
        "説明書が英語で読めません",
    ],
)
def test_speaking_of_a_language_is_no_wish(text: str) -> None:
    assert requested_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("日本語通じますか", "ja"),
        ("日本語話せますか", "ja"),
        ("英語通じますか", "en"),
        ("can we speak english? 自動更新を止めたい", "en"),
        ("英語は通じませんか、日本語でお願いします", "ja"),
    ],
)
def test_whether_a_language_is_understood_asks_for_it(text: str, language: str) -> None:
    assert requested_language(text) == language


@pytest.mark.parametrize(
    "text",
    ["watanabe@", "@example.com", "watanabe@example", "watanabe.example.com", "example.com", "norton", "kaspersky", "softbank", "PAYU*NILTASOFT"],
)  # fmt: skip
def test_a_piece_of_an_address_or_a_brand_is_no_language(text: str, knowledge: Knowledge) -> None:
    assert detect_language(text, knowledge) is None


def test_a_sentence_with_an_address_keeps_its_language(knowledge: Knowledge) -> None:
    assert detect_language("please write to watanabe@example.com", knowledge) == "en"
