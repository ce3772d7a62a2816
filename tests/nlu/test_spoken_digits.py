"""Numbers dictated word by word are read as if they had been typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import Knowledge, load_knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.spoken_digits import in_digits, written_out
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
KANA = ("ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
KANJI = "〇一二三四五六七八九"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@given(st.text("0123456789", min_size=7, max_size=16), st.sampled_from([" ", ", ", "-", " ... "]))
def test_any_number_can_be_dictated_in_english(number: str, pause: str) -> None:
    said = pause.join(ENGLISH[int(digit)] for digit in number)
    assert in_digits(f"my order number is {said} thanks") == f"my order number is {number} thanks"


@given(st.text("0123456789", min_size=7, max_size=16), st.sampled_from(["", " ", "、"]))
def test_any_number_can_be_dictated_in_japanese(number: str, pause: str) -> None:
    assert in_digits("番号は" + pause.join(KANA[int(digit)] for digit in number) + "です") == f"番号は{number}です"
    assert in_digits("".join(KANJI[int(digit)] for digit in number)) == number


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("double two one double two eight five seven", "22122857"),
        ("treble seven double oh seven one two", "77700712"),
        ("twenty two twelve twenty-eight fifty seven", "22122857"),
        ("two to one two to eight five seven", "22122857"),
        ("ALLSOFT dash two two one two three four oh six", "ALLSOFT-22123406"),
        ("It's A two two one two three four zero six five", "It's A221234065"),
        ("two A one two three B E C four five D", "2A123BEC45D"),
        ("K D dash four nine one two two one four six", "KD-49122146"),
        ("2 zero 5 6 four 7 7 eight eight 1 oh", "20564778810"),
        ("oh, two oh five six four seven seven eight eight one oh, oh and hurry", "oh, 20564778810, oh and hurry"),
        ("にエーいちにさんビーイーシーよんごディー", "2A123BEC45D"),
        ("ツー ツー ワン ツー ツー エイト ファイブ セブン", "22122857"),
        ("田中さん、ににいちににはちごなな になります", "田中さん、22122857 になります"),
        ("にいにいいちにいにいはちごおななにしました", "22122857にしました"),
        ("ぜろはちぜろの いちにさんよんの ごろくななはち", "080-1234-5678"),
    ],
)
def test_people_dictate_in_many_ways(said: str, written: str) -> None:
    assert in_digits(said) == written


@pytest.mark.parametrize(
    "text",
    [
        "step one, then two, then three",
        "charged one two three times on May third twenty twenty six",
        "I have two licences, one for me and one for my wife, so 2 to 3 devices",
        "二〇二六年五月三日に買いました",
        "一つ目の手順、二つ目の手順、三つ目の手順",
        "22122857 two times",
        "注文番号は22122857で、に、さん日前に買いました",
        "one or two or three or four or five or six or seven",
    ],
)
def test_counts_days_and_typed_numbers_stay(text: str) -> None:
    assert in_digits(text) == text


@pytest.mark.parametrize(
    ("text", "entity", "value", "raw"),
    [
        ("order number is two zero five six four seven seven eight eight one oh ok?", "order_number", "20564778810",
         "two zero five six four seven seven eight eight one oh"),
        ("注文番号はニニイチニニハチゴナナです", "order_number", "22122857", "ニニイチニニハチゴナナ"),
        ("case K D dash four nine one two two one four six", "ticket_number", "KD-49122146",
         "K D dash four nine one two two one four six"),
        ("serial number is A B one two dash C D three four dash five six seven eight", "serial_number",
         "AB12-CD34-5678", "A B one two dash C D three four dash five six seven eight"),
    ],
)  # fmt: skip
def test_a_dictated_number_stands_where_it_was_said(
    knowledge: Knowledge, text: str, entity: str, value: str, raw: str
) -> None:
    found = [item for item in extract_entities(text, knowledge, TODAY) if item.entity == entity]
    assert [(item.value, item.raw) for item in found] == [(value, raw)]
    assert text[found[0].start : found[0].end] == raw


@pytest.mark.parametrize(
    "text",
    ["zero nine zero one two three four five six seven eight", "ゼロきゅうゼロいちにさんよんごろくななはち"],
)
def test_a_dictated_telephone_number_is_no_order_number(knowledge: Knowledge, text: str) -> None:
    assert not [item for item in extract_entities(text, knowledge, TODAY) if item.entity == "order_number"]


@given(st.text(max_size=60))
def test_every_text_is_survived(text: str) -> None:
    written = written_out(text)
    assert len(written.text) == len(written.starts) == len(written.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(written.starts, written.ends, strict=True))
