"""The restart rules: patient with kills from outside, not with a program that is broken."""

import signal

from hypothesis import given
from hypothesis import strategies as st

from bot.supervise.restarts import Policy, Restarts

POLICY = Policy()
ends = st.tuples(st.sampled_from([0, 1, 3, -int(signal.SIGSEGV), -int(signal.SIGKILL)]), st.floats(0.01, 300))


def test_a_process_that_fails_at_its_first_start_is_not_tried_again() -> None:
    assert Restarts().after_end(1, lived=2.0, now=2.0) is None


def test_a_process_that_ran_well_first_is_started_again_at_once() -> None:
    assert Restarts().after_end(1, lived=600.0, now=600.0) == POLICY.shortest


def test_the_fifth_failure_within_a_minute_is_the_last() -> None:
    restarts = Restarts()
    assert restarts.after_end(1, lived=600.0, now=600.0) is not None
    assert [restarts.after_end(1, lived=1.0, now=now) is None for now in (602.0, 604.0, 606.0, 608.0)] == [
        False,
        False,
        False,
        True,
    ]


def test_failures_that_are_far_apart_never_end_it() -> None:
    restarts = Restarts()
    assert all(restarts.after_end(1, lived=70.0, now=70.0 * n) is not None for n in range(1, 50))


def test_kills_from_outside_never_end_it() -> None:
    restarts = Restarts()
    assert all(restarts.after_end(-signal.SIGKILL, lived=1.0, now=float(n)) is not None for n in range(50))


@given(st.lists(ends))
def test_waiting_stays_between_its_limits(history: list[tuple[int, float]]) -> None:
    restarts, now = Restarts(), 0.0
    for code, lived in history:
        now += lived
        delay = restarts.after_end(code, lived, now)
        assert delay is None or POLICY.shortest <= delay <= POLICY.longest
