"""Time as the desk counts it: weekends, holidays and evenings don't pass."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.closed_days import closed_days, is_japanese_holiday
from bot.opening_hours import NeverOpen, OpeningHours
from bot.service_levels import STANDARD, read_service_levels

JAPAN = ZoneInfo("Asia/Tokyo")
HOURS = STANDARD.hours
moments = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1), timezones=st.just(timezone.utc))
amounts = st.integers(1, 60 * 60 * 120).map(lambda seconds: timedelta(seconds=seconds))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def minute_by_minute(start: datetime, end: datetime) -> int:
    """Open minutes counted one by one, without any of the shortcuts."""
    now, open_minutes = start.astimezone(JAPAN), 0
    while now < end:
        day = now.date()
        new_year = (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
        closed = day.weekday() >= 5 or is_japanese_holiday(day) or new_year
        open_minutes += not closed and time(9) <= now.time() < time(18)
        now += timedelta(minutes=1)
    return open_minutes


@settings(deadline=None)  # the first holiday that is asked for loads them all
@given(moments, st.integers(0, 60 * 24 * 12))
def test_opening_time_is_what_counting_minutes_gives(start: datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=minutes)
    assert HOURS.between(start, end) == timedelta(minutes=minute_by_minute(start, end))


@given(moments, amounts)
def test_so_much_has_passed_when_the_deadline_comes_and_never_earlier(start: datetime, amount: timedelta) -> None:
    due = HOURS.after(start, amount)
    assert HOURS.between(start, due) == amount
    assert HOURS.between(start, due - timedelta(microseconds=1)) < amount
    assert HOURS.left(start, due) == amount


@given(moments, amounts, amounts)
def test_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    assert HOURS.after(HOURS.after(start, first), second) == HOURS.after(start, first + second)
    middle, end = HOURS.after(start, first), HOURS.after(start, first + second)
    assert HOURS.between(start, middle) + HOURS.between(middle, end) == HOURS.between(start, end)
    assert HOURS.left(end, middle) == -second


@given(moments)
def test_the_desk_opens_when_it_says(moment: datetime) -> None:
    opens = HOURS.next_open(moment)
    assert HOURS.is_open(opens)
    assert HOURS.between(moment, opens) == timedelta()
    assert (opens == moment) == HOURS.is_open(moment)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        # The golden week of 2026: 3, 4 and 5 May are holidays, and the 6th stands in for Sunday the 3rd.
        ("2026-05-01 17:00", 2, "2026-05-07 10:00"),
        ("2026-05-02 12:00", 9, "2026-05-07 18:00"),
        # The silver week of 2026: the 22nd lies between two holidays and is one.
        ("2026-09-18 18:00", 1, "2026-09-24 10:00"),
        # The New Year: closed from 29 December to 3 January.
        ("2026-12-28 17:30", 1, "2027-01-04 09:30"),
        # A holiday before the weekend.
        ("2028-02-10 17:00", 2, "2028-02-14 10:00"),
        ("2026-11-20 17:59", 0.5, "2026-11-24 09:29"),
    ],
)
def test_deadlines_step_over_japans_holidays(start: str, hours: float, due: str) -> None:
    assert HOURS.after(at(start), timedelta(hours=hours)) == at(due)


def test_clocks_that_change_count_the_hours_that_pass() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    whole_day = OpeningHours(berlin, frozenset(range(7)), time(0), time(12), lambda _day: False)
    start = datetime(2026, 3, 29, tzinfo=berlin)
    assert whole_day.between(start, start + timedelta(hours=20)) == timedelta(hours=11)


def test_a_desk_that_never_opens_says_so() -> None:
    shut = OpeningHours(JAPAN, frozenset(range(7)), time(9), time(18), lambda _day: True)
    for impossible in (
        lambda: shut.after(at("2026-05-01 12:00"), timedelta(hours=1)),
        lambda: shut.next_open(at("2026-05-01 12:00")),
    ):
        with pytest.raises(NeverOpen):
            impossible()


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_days_are_closed_as_they_are_written(day: date) -> None:
    is_closed = closed_days("12-29..01-03, 08-13, 2026-05-07..2026-05-08", holidays=False)
    written = (
        (day.month, day.day) >= (12, 29)
        or (day.month, day.day) <= (1, 3)
        or (day.month, day.day) == (8, 13)
        or day in (date(2026, 5, 7), date(2026, 5, 8))
    )
    assert is_closed(day) == written


@pytest.mark.parametrize(
    "wrong",
    [
        {"closed": "13-01"},
        {"closed": "2026-05-08..2026-05-07"},
        {"closed": "05-01..2026-05-07"},
        {"days": "mon, someday"},
        {"days": ""},
        {"opens": "18:00", "closes": "09:00"},
        {"opens": "nine"},
        {"first_response": "urgent=1"},
        {"first_response": "urgent=0, high=4, normal=8, low=16"},
        {"resolution": "urgent=1, high=4, normal=nan, low=16"},
        {"resolution": "urgent=1, high=4, normal=8, low=16, other=1"},
    ],
)
def test_promises_that_cant_be_kept_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        read_service_levels("Asia/Tokyo", **wrong)
    with pytest.raises(ValueError):
        read_service_levels("Asia/Nowhere")
