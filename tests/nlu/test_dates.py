"""Purchase dates: understood in every usual form, and asked back when they can't be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Language
from bot.nlu.dates import read_purchase_date

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
