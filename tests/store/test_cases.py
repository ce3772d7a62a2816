from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import NewCase, Store, UnknownCase
from bot.store.case_numbers import new_case_number, normalised_case_number

CASE = NewCase(
    idempotency_key="conversation-1/form-1",
    conversation_id="conversation-1",
    language="ja",
    product_line="kaspersky",
    problem="自動更新を解除できません",
    purchase_date=date(2026, 5, 3),
    name="山田 花子",
    email="hanako@example.jp",
    order_number="20564778810",
    provider="digital_river",
)


def test_a_filed_case_comes_back_with_everything_it_was_given(store: Store) -> None:
    filed = store.file_case(CASE)
    found = store.find_case(filed.number)
    assert found == filed
    assert (filed.status, filed.kind, filed.channel) == ("open", "escalation", "web")
    assert (filed.problem, filed.purchase_date, filed.name) == (CASE.problem, CASE.purchase_date, CASE.name)
    assert filed.created_at.utcoffset() is not None


def test_filing_twice_gives_the_same_case(store: Store) -> None:
    first = store.file_case(CASE)
    again = store.file_case(replace(CASE, problem="something else"))
    assert again == first
    assert store.cases_of("conversation-1") == [first]


def test_filing_at_the_same_time_gives_one_case(store: Store) -> None:
    numbers: list[str] = []
    start = threading.Barrier(8)

    def file() -> None:
        start.wait()
        numbers.append(store.file_case(CASE).number)

    threads = [threading.Thread(target=file) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 8
    assert len(set(numbers)) == 1


def test_what_the_customer_could_not_say_stays_empty(store: Store) -> None:
    filed = store.file_case(NewCase(idempotency_key="k", conversation_id="c", kind="erasure", language="en"))
    assert (filed.name, filed.order_number, filed.purchase_date, filed.provider) == (None, None, None, None)


def test_two_cases_of_a_conversation_have_two_numbers(store: Store) -> None:
    one, two = store.file_case(CASE), store.file_case(replace(CASE, idempotency_key="another"))
    assert one.number != two.number
    assert {case.number for case in store.cases_of("conversation-1")} == {one.number, two.number}


def test_a_taken_number_is_not_given_again(tmp_path: Path) -> None:
    drawn = iter([5, 5, 7])
    store = Store(f"sqlite:///{tmp_path / 'koshin.db'}", random_below=lambda _below: next(drawn))
    store.upgrade()
    first = store.file_case(CASE)
    second = store.file_case(replace(CASE, idempotency_key="another"))
    assert (first.number, second.number) == ("KD-00000059", "KD-00000075")


def test_a_case_can_be_amended(store: Store) -> None:
    filed = store.file_case(CASE)
    assert store.amend_case(filed.number, "email", "new@example.jp").email == "new@example.jp"
    assert store.amend_case(filed.number, "purchase_date", None).purchase_date is None
    with pytest.raises(UnknownCase):
        store.amend_case("KD-00000000", "email", "x@example.jp")
    with pytest.raises(ValueError, match="number"):
        store.amend_case(filed.number, "number", "KD-1")  # type: ignore[arg-type]


@given(st.integers(0, 9_999_999))
def test_case_numbers_are_kd_and_eight_digits_and_catch_one_wrong_digit(drawn: int) -> None:
    number = new_case_number(lambda _below: drawn)
    assert re.fullmatch(r"KD-\d{8}", number)
    assert normalised_case_number(number) == number
    for place in range(3, 11):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert normalised_case_number(wrong) is None


@pytest.mark.parametrize(
    "written", ["kd-00000059", "ＫＤ－００００００５９", "KDー00000059", " KD 0000 0059 ", "00000059", "KD00000059"]
)
def test_a_case_is_found_however_its_number_is_written(written: str) -> None:
    assert normalised_case_number(written) == "KD-00000059"


@pytest.mark.parametrize("written", ["", "KD-", "KD-0000005", "KD-000000599", "12345", "KD-0000005x", "山田"])
def test_what_is_no_case_number_is_not_looked_for(written: str) -> None:
    assert normalised_case_number(written) is None
