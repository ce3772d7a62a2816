"""Addresses behind proxies, rates and the wish to wait."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.addresses import Addresses
from bot.channels.preference import preferred_wait
from bot.channels.rates import RateLimit


def request_from(address: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return Request({"type": "http", "client": (address, 1), "headers": headers})


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "expected"),
    [
        ("", "203.0.113.9", ["192.0.2.1"], "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9", ["192.0.2.1"], "203.0.113.9"),
        ("10.0.0.1", "10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.7, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.7, 192.0.2.1, 10.2.3.4"], "192.0.2.1"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.7", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", "10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
        ("::1", "::1", ["2001:db8::7"], "2001:db8::7"),
    ],
)
def test_only_trusted_proxies_are_believed(trusted: str, peer: str, forwarded: list[str], expected: str) -> None:
    assert Addresses(trusted).of(request_from(peer, *forwarded)) == expected


@given(st.integers(1, 100), st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_no_minute_has_more_than_twice_the_rate_and_waiting_as_told_helps(rate: int, gaps: list[float]) -> None:
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    limit = RateLimit(rate, lambda: now)
    allowed: list[datetime] = []
    for gap in gaps:
        now += timedelta(seconds=gap)
        wait = limit.take("a")
        if wait == 0:
            allowed.append(now)
        else:
            now += timedelta(seconds=wait)
            assert limit.take("a") == 0
            allowed.append(now)
    for moment in allowed:
        assert sum(moment <= other < moment + timedelta(minutes=1) for other in allowed) <= 2 * rate


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["wait=20"], 20),
        (["respond-async, wait=5"], 5),
        (['Wait="7"'], 7),
        (["handling=lenient", "wait = 3; x=1"], 3),
        (["wait=100000"], 60),
        (["wait=0"], 0),
        (["wait=-1"], None),
        (["wait=abc"], None),
        (["await=3"], None),
        ([], None),
    ],
)
def test_the_wish_to_wait_is_read(headers: list[str], expected: float | None) -> None:
    assert preferred_wait(headers) == expected
