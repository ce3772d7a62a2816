"""Short phrases are recognised in the ways people write them, and long sentences are not taken for them."""

from __future__ import annotations

import pytest

from bot.dialogue.phrases import command, named_fields, says


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("次へ", "next"),
        ("次お願いします。", "next"),
        ("Next!", "next"),
        ("もう一度お願いします", "again"),
        ("もう一回教えてもらえますか", "again"),
        ("could you repeat that", "again"),
        ("一つずつ教えてください", "steps"),
        ("Step by step please", "steps"),
        ("戻る", "back"),
        ("全部まとめて見せて", "whole"),
        ("続ける", "resume"),
        ("自動更新を止めたい", None),
        ("次回の請求はいつですか", None),
        ("Where is the next charge date shown in my account?", None),
    ],
)
def test_walking_commands(text: str, expected: str | None) -> None:
    assert command(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "わかりません",
        "ちょっと覚えてないです",
        "注文番号は手元にありません",
        "不明",
        "ｽｷｯﾌﾟ",
        "I don’t know",
        "no idea",
        "I can't find it",
        "教えたくないです",
    ],
)
def test_refusals(text: str) -> None:
    assert says("refuse", text)


@pytest.mark.parametrize("text", ["山田太郎です", "2026年5月3日", "taro@example.com", "May 3rd", "Nadia Nakamura"])
def test_values_are_no_refusals(text: str) -> None:
    assert not says("refuse", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("メールアドレスが違います", "email"),
        ("名前を間違えました", "person_name"),
        ("購入日を直したい", "purchase_date"),
        ("注文番号を訂正します", "order_number"),
        ("the order number is wrong", "order_number"),
        ("my name is misspelt", "person_name"),
    ],
)
def test_fields_are_recognised_by_name(text: str, expected: str) -> None:
    assert named_fields(text)[0] == expected
