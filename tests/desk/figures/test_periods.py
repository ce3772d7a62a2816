from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.figures.period import LONGEST, PRESETS, Period, chosen, day_of

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_day_begins_at_midnight_in_japan() -> None:
    period = Period(TODAY, TODAY)
    assert period.start == datetime(2026, 11, 21, 15, 0, tzinfo=timezone.utc)
    assert period.end == datetime(2026, 11, 22, 15, 0, tzinfo=timezone.utc)
    assert period.holds(period.start)
    assert not period.holds(period.end)
    assert day_of(period.end - timedelta(microseconds=1)) == TODAY
    assert day_of(period.end) == date(2026, 11, 23)


@given(first=DAYS, days=st.integers(1, LONGEST))
def test_the_parts_are_the_period_and_the_one_before_is_as_long(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days=days - 1))
    parts = period.parts()
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.last + timedelta(days=1) == other.first for one, other in zip(parts, parts[1:], strict=False))
    assert len(parts) <= 92
    assert period.before.days == period.days
    assert period.before.end == period.start


@pytest.mark.parametrize(("preset", "days"), PRESETS.items())
def test_a_preset_ends_today(preset: str, days: int) -> None:
    name, period = chosen(preset, "", "", TODAY)
    assert (name, period.days, period.last) == (preset, days, TODAY)
    assert chosen("", period.first.isoformat(), period.last.isoformat(), TODAY) == (name, period)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-03", "2026-11-05", Period(date(2026, 11, 3), date(2026, 11, 5))),
        ("2026-11-05", "2026-11-03", Period(date(2026, 11, 3), date(2026, 11, 5))),
        ("2026-11-20", "", Period(date(2026, 11, 20), TODAY)),
        ("", "2026-11-20", Period(date(2026, 11, 20), date(2026, 11, 20))),
        ("2001-01-01", "2026-11-22", Period(date(2025, 11, 22), TODAY)),
        ("yesterday", "0001-01-01", Period(date(2026, 10, 24), TODAY)),
    ],
)
def test_own_dates_are_read_kindly(first: str, last: str, expected: Period) -> None:
    assert chosen("", first, last, TODAY)[1] == expected
