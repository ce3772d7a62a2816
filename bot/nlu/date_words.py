"""The words of dates in Japanese and English, with what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
"""The year before the first of each era."""

ERA_LETTERS = {"r": "令和", "h": "平成", "s": "昭和"}
ERA_DAYS = {
    "昭和": ("1926-12-25", "1989-01-07"),
    "平成": ("1989-01-08", "2019-04-30"),
    "令和": ("2019-05-01", "9999-12-31"),
}

YEARS_BACK = {
    "今年": 0, "本年": 0, "ことし": 0, "去年": 1, "昨年": 1, "きょねん": 1, "さくねん": 1, "前年": 1,
    "一昨年": 2, "おととし": 2, "来年": -1, "らいねん": -1, "再来年": -2, "this year": 0, "last year": 1, "next year": -1,
}  # fmt: skip
MONTHS_BACK = {
    "今月": 0, "こんげつ": 0, "当月": 0, "先月": 1, "せんげつ": 1, "前月": 1, "先々月": 2, "せんせんげつ": 2,
    "来月": -1, "らいげつ": -1, "再来月": -2, "this month": 0, "last month": 1, "next month": -1,
}  # fmt: skip
WEEKS_BACK = {
    "今週": 0, "こんしゅう": 0, "先週": 1, "せんしゅう": 1, "前の週": 1, "先々週": 2, "last week": 1, "last week's": 1, "this week": 0,
    "来週": -1, "らいしゅう": -1, "再来週": -2, "next week": -1,
}  # fmt: skip
DAYS_BACK = {
    "一昨々日": 3, "一昨日": 2, "おととい": 2, "おとつい": 2, "昨日": 1, "きのう": 1, "昨夜": 1, "昨晩": 1, "ゆうべ": 1,
    "今日": 0, "きょう": 0, "本日": 0, "今朝": 0, "けさ": 0, "明日": -1, "あした": -1, "明後日": -2, "あさって": -2,
    "the day before yesterday": 2, "day before yesterday": 2, "yesterday": 1, "last night": 1, "today": 0, "this morning": 0, "tomorrow": -1,
}  # fmt: skip
FIXED_DAYS = {
    "元日": (1, 1), "元旦": (1, 1), "正月": (1, 1), "大晦日": (12, 31), "おおみそか": (12, 31), "クリスマス": (12, 25), "クリスマスイブ": (12, 24),
    "クリスマスイヴ": (12, 24), "クリスマス・イブ": (12, 24), "くりすます": (12, 25), "バレンタインデー": (2, 14),
    "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new years day": (1, 1), "new year's eve": (12, 31), "new years eve": (12, 31), "valentine's day": (2, 14), "halloween": (10, 31),
}  # fmt: skip
KANA_MONTHS = {
    f"{name}がつ": month
    for month, name in enumerate(
        ("いち", "に", "さん", "し", "ご", "ろく", "しち", "はち", "く", "じゅう", "じゅういち", "じゅうに"), start=1
    )
} | {"よんがつ": 4, "なながつ": 7, "きゅうがつ": 9}
_KANA_UNITS = ("いち", "に", "さん", "よっか", "ご", "ろく", "しち", "はち", "く")
KANA_DAYS = {
    "ついたち": 1, "ふつか": 2, "みっか": 3, "よっか": 4, "いつか": 5, "むいか": 6, "なのか": 7, "ようか": 8,
    "ここのか": 9, "とおか": 10, "はつか": 20, "さんじゅうにち": 30, "さんじゅういちにち": 31,
    **{f"じゅう{name}" + ("" if name == "よっか" else "にち"): 10 + unit for unit, name in enumerate(_KANA_UNITS, start=1)},
    **{f"にじゅう{name}" + ("" if name == "よっか" else "にち"): 20 + unit for unit, name in enumerate(_KANA_UNITS, start=1)},
}  # fmt: skip
WEEKDAYS = {
    **{f"{kanji}曜{tail}": index for index, kanji in enumerate("月火水木金土日") for tail in ("", "日")},
    **{
        f"{kana}よう{tail}": index
        for index, kana in enumerate(("げつ", "か", "すい", "もく", "きん", "ど", "にち"))
        for tail in ("び",)
    },
    **{
        name: index
        for index, names in enumerate(
            (
                ("monday", "mon"),
                ("tuesday", "tues"),
                ("wednesday", "wed"),
                ("thursday", "thurs"),
                ("friday", "fri"),
                ("saturday",),
                ("sunday",),
            )
        )
        for name in names
    },
}
ENGLISH_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
            ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
ORDINALS = {
    word: index
    for index, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
            "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
            "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
        ).split(),
        start=1,
    )
}

_KANJI_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def number(text: str) -> int:
    """The value of Arabic digits, of 二〇二六 or of 二十三."""
    if text.isdigit():
        return int(text)
    if not any(char in _KANJI_UNITS for char in text):
        return int("".join(str(_KANJI_DIGITS[char]) for char in text))
    total, unit = 0, 0
    for char in text:
        if char in _KANJI_UNITS:
            total += max(unit, 1) * _KANJI_UNITS[char]
            unit = 0
        else:
            unit = _KANJI_DIGITS[char]
    return total + unit
