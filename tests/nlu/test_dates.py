"""Purchase dates: understood in every usual form, and asked back when they can't be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Language
from bot.nlu.dates import complete_date, read_purchase_date

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1997, 1, 1), TODAY)
REIWA = st.dates(date(2019, 5, 1), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2026年5月3日", "令和8年5月3日", "R8.5.3", "5/3", "5月3日", "２０２６年５月３日", "二〇二六年五月三日", "令和八年五月三日に買いました", "20260503",
        "購入日は20260503", "2026/5/3", "2026-05-03", "26/5/3", "26年5月3日", "8年5月3日", "ごがつみっか", "㋿8年5月3日", "5-3", "五月三日です", "５／３",
        "2026年の5月3日(日)頃", "2026. 5. 3",
    ],
)  # fmt: skip
def test_japanese_forms(text: str) -> None:
    assert read_purchase_date(text, TODAY, "ja").value == date(2026, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "May 3rd 2026", "3 May", "3rd of May", "May 3, 2026", "the third of May", "May the 3rd", "3-May-26", "2026-05-03", "on 3 May 2026", "05/03/2026, month first",
        "I bought it on May 3 and it expired on May 9",
    ],
)  # fmt: skip
def test_english_forms(text: str) -> None:
    assert read_purchase_date(text, TODAY, "en").value == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("昨日", "ja", date(2026, 11, 21)),
        ("おとといです", "ja", date(2026, 11, 20)),
        ("先月20日", "ja", date(2026, 10, 20)),
        ("先週の金曜", "ja", date(2026, 11, 13)),
        ("3日前", "ja", date(2026, 11, 19)),
        ("二週間ほど前", "ja", date(2026, 11, 8)),
        ("去年の12月1日", "ja", date(2025, 12, 1)),
        ("20日です", "ja", date(2026, 11, 20)),
        ("30日です", "ja", date(2026, 10, 30)),
        ("12月25日", "ja", date(2025, 12, 25)),
        ("2月29日", "ja", date(2024, 2, 29)),
        ("けさ", "ja", TODAY),
        ("yesterday", "en", date(2026, 11, 21)),
        ("the day before yesterday", "en", date(2026, 11, 20)),
        ("last Friday", "en", date(2026, 11, 20)),
        ("friday last week", "en", date(2026, 11, 13)),
        ("two weeks ago", "en", date(2026, 11, 8)),
        ("Nov. 9th last year", "en", date(2025, 11, 9)),
        ("20th of last month", "en", date(2026, 10, 20)),
    ],
)
def test_relative_dates_count_from_today(text: str, language: Language, day: date) -> None:
    assert read_purchase_date(text, TODAY, language).value == day


@pytest.mark.parametrize(
    ("text", "language", "problem"),
    [
        ("わかりません", "ja", "missing"),
        ("I don't know", "en", "missing"),
        ("24/7", "en", "missing"),
        ("明日", "ja", "future"),
        ("2027年1月1日", "ja", "future"),
        ("tomorrow", "en", "future"),
        ("1990年1月1日", "ja", "too_early"),
        ("2月30日", "ja", "impossible"),
        ("Feb 30 2026", "en", "impossible"),
        ("平成35年1月1日", "ja", "impossible"),
        ("令和元年3月1日", "ja", "impossible"),
        ("2026年13月1日", "ja", "impossible"),
        ("先月", "ja", "incomplete"),
        ("2026年5月", "ja", "incomplete"),
        ("半年前", "ja", "incomplete"),
        ("May 2026", "en", "incomplete"),
        ("last month", "en", "incomplete"),
        ("a few days ago", "en", "incomplete"),
        ("05/03/2026", "en", "ambiguous"),
        ("5/3", "en", "ambiguous"),
        ("5月3日か5月8日", "ja", "ambiguous"),
    ],
)
def test_what_can_not_be_told_names_its_problem(text: str, language: Language, problem: str) -> None:
    reading = read_purchase_date(text, TODAY, language)
    assert (reading.value, reading.problem) == (None, problem)


def test_an_ambiguous_date_offers_both_days() -> None:
    assert read_purchase_date("05/03/2026", TODAY, "en").candidates == (date(2026, 5, 3), date(2026, 3, 5))


def test_a_day_that_has_not_been_is_no_candidate() -> None:
    assert read_purchase_date("03/12/2026", TODAY, "en").value == date(2026, 3, 12)


@pytest.mark.parametrize(
    "text", ["5/3じゃなくて5/8です", "5月3日ではなく5月8日", "not May 3 but May 8", "5月3日は間違いで、正しくは5月8日"]
)
def test_the_date_that_is_ruled_out_is_not_taken(text: str) -> None:
    assert read_purchase_date(text, TODAY, "ja").value == date(2026, 5, 8)


def test_the_earliest_day_can_be_moved() -> None:
    assert read_purchase_date("2020年1月1日", TODAY, "ja", earliest=date(2023, 1, 1)).problem == "too_early"


@given(REIWA)
def test_every_reiwa_day_is_read_in_every_spelling(day: date) -> None:
    era = day.year - 2018
    for text in (
        f"令和{era}年{day.month}月{day.day}日",
        f"R{era}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert read_purchase_date(text, TODAY, "ja").value == day


@given(DAYS)
def test_english_month_names_are_never_ambiguous(day: date) -> None:
    assert read_purchase_date(f"{day:%B} {day.day}, {day.year}", TODAY, "en").value == day
    assert read_purchase_date(f"{day.day} {day:%b} {day.year}", TODAY, "en").value == day


@given(DAYS)
def test_numbers_with_slashes_are_the_day_or_offer_it(day: date) -> None:
    assert day in read_purchase_date(f"{day:%m/%d/%Y}", TODAY, "en").candidates


@given(st.integers(0, 300))
def test_days_ago(days: int) -> None:
    assert read_purchase_date(f"{days}日前", TODAY, "ja").value == TODAY - timedelta(days=days)


@given(st.text(st.characters(), max_size=60), st.sampled_from(["ja", "en"]))
def test_no_text_gives_a_day_to_come_or_a_span_outside_of_it(text: str, language: Language) -> None:
    reading = read_purchase_date(text, TODAY, language)
    assert reading.value is None or date(1997, 1, 1) <= reading.value <= TODAY
    assert (reading.problem == "missing") == (reading.start < 0)
    assert reading.end <= len(text)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Christmas 2025", "en", date(2025, 12, 25)),
        ("on Christmas Day", "en", date(2025, 12, 25)),
        ("New Year's Eve 2024", "en", date(2024, 12, 31)),
        ("去年のクリスマス", "ja", date(2025, 12, 25)),
        ("元日", "ja", date(2026, 1, 1)),
        ("きゅうがつついたち", "ja", date(2026, 9, 1)),
        ("25/12/25", "en", date(2025, 12, 25)),
        ("26/05/30", "ja", date(2026, 5, 30)),
    ],
)
def test_named_days_and_short_years(text: str, language: Language, day: date) -> None:
    assert read_purchase_date(text, TODAY, language).value == day


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("03/04/05", "en", {date(2005, 3, 4), date(2005, 4, 3)}),
        ("03/04/05", "ja", {date(2003, 4, 5), date(2005, 3, 4)}),
        ("26/05/03", "en", {date(2026, 5, 3), date(2003, 5, 26)}),
        ("3.5.2026", "en", {date(2026, 3, 5), date(2026, 5, 3)}),
    ],
)
def test_numbers_in_an_unknown_order_offer_every_day(text: str, language: Language, days: set[date]) -> None:
    reading = read_purchase_date(text, TODAY, language)
    assert (reading.problem, set(reading.candidates)) == ("ambiguous", days)


@pytest.mark.parametrize(
    "text",
    [
        "next year", "来年", "来年の5月", "来年の5月3日", "再来年", "来月", "next month", "next week", "来週", "next May", "next Friday", "2027年5月", "May 2027",
        "2027", "December 2026", "来年買います",
    ],
)  # fmt: skip
def test_what_has_not_been_is_in_the_future(text: str) -> None:
    reading = read_purchase_date(text, TODAY, "ja")
    assert (reading.value, reading.problem) == (None, "future")


@pytest.mark.parametrize("text", ["2026-02-29", "2026年2月29日", "29 Feb 2026"])
def test_a_day_that_no_calendar_has_is_impossible(text: str) -> None:
    assert read_purchase_date(text, TODAY, "en").problem == "impossible"


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("May 2025", 2025, 5),
        ("2025年5月", 2025, 5),
        ("2025/05", 2025, 5),
        ("05/2025", 2025, 5),
        ("去年の5月", 2025, 5),
        ("May last year", 2025, 5),
        ("先月", 2026, 10),
        ("last month", 2026, 10),
        ("5月", None, 5),
        ("in May", None, 5),
        ("2025", 2025, None),
        ("令和7年", 2025, None),
        ("去年", 2025, None),
        ("半年前", None, None),
    ],
)
def test_an_incomplete_date_says_what_is_known(text: str, year: int | None, month: int | None) -> None:
    reading = read_purchase_date(text, TODAY, "en")
    assert (reading.problem, reading.year, reading.month) == ("incomplete", year, month)


@pytest.mark.parametrize(
    ("first", "then", "day"),
    [
        ("may 2025", "may 12", date(2025, 5, 12)),
        ("may 2025", "12日", date(2025, 5, 12)),
        ("may 2025", "around the 10th", date(2025, 5, 10)),
        ("may 2025", "the 20th", date(2025, 5, 20)),
        ("may 2025", "the twelfth", date(2025, 5, 12)),
        ("may 2025", "maybe 12", date(2025, 5, 12)),
        ("may 2025", "5/12", date(2025, 5, 12)),
        ("2025年5月", "十二日", date(2025, 5, 12)),
        ("2025年5月", "はつかです", date(2025, 5, 20)),
        ("2025年5月", "12日頃だったと思います", date(2025, 5, 12)),
        ("2025年5月", "末日", date(2025, 5, 31)),
        ("2025年5月", "6月12日でした", date(2025, 6, 12)),
        ("2025年5月", "昨日", date(2026, 11, 21)),
        ("5月", "2024年5月1日です", date(2024, 5, 1)),
        ("去年", "5月12日", date(2025, 5, 12)),
        ("in May", "12th", date(2026, 5, 12)),
    ],
)
def test_a_day_completes_the_month_said_before(first: str, then: str, day: date) -> None:
    assert complete_date(read_purchase_date(first, TODAY, "en"), then, TODAY, "en").value == day


@pytest.mark.parametrize(
    ("known", "text", "problem", "known_now"),
    [
        ((2025, 2), "30日", "impossible", (2025, 2)),
        ((2026, 11), "30日", "future", (2026, 11)),
        ((2025, 5), "わかりません", "missing", (2025, 5)),
        ((2025, 5), "10th or 11th", "ambiguous", (2025, 5)),
        ((None, 5), "2024年です", "incomplete", (2024, 5)),
        ((2025, None), "12日", "incomplete", (2025, None)),
        ((None, None), "上の方", "missing", (None, None)),
    ],
)
def test_what_can_not_be_completed_keeps_what_is_known(
    known: tuple[int | None, int | None], text: str, problem: str, known_now: tuple[int | None, int | None]
) -> None:
    reading = complete_date(known, text, TODAY, "en")
    assert (reading.value, reading.problem, (reading.year, reading.month)) == (None, problem, known_now)


@given(DAYS)
def test_month_and_day_apart_are_the_day(day: date) -> None:
    assert complete_date((day.year, day.month), f"{day.day}日", TODAY, "ja").value == day
    assert complete_date((day.year, day.month), str(day.day), TODAY, "en").value == day


@given(st.text(st.characters(), max_size=60), st.sampled_from([(None, None), (2025, None), (None, 2), (2025, 2)]))
def test_completing_survives_any_text(text: str, known: tuple[int | None, int | None]) -> None:
    reading = complete_date(known, text, TODAY, "ja")
    assert reading.value is None or date(1997, 1, 1) <= reading.value <= TODAY
