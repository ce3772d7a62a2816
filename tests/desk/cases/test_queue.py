"""The lists of cases: what they hold, in which order, and what is found in them."""

from __future__ import annotations

import pytest

from bot.store import Store
from bot.store.case_records import CASE_SORTS, CaseFilter, CaseSort
from tests.desk.cases.conftest import Now
from tests.desk.cases.filing import SATO, TANAKA, file


def shown(store: Store, **wanted: object) -> list[str]:
    pages, after = [], None
    filter_ = CaseFilter(me=SATO.id, **wanted)  # type: ignore[arg-type]
    while True:
        page = store.case_queue(filter_, after, limit=2)
        pages += [case.number for case in page.cases]
        after = page.next
        if after is None:
            assert len(pages) == len(set(pages))
            assert pages == [case.number for case in store.all_cases(filter_)]
            return pages


def test_cases_of_the_same_address_or_order_number_are_found_however_they_are_written(cases: Store) -> None:
    first = file(cases, "a", email="Taro@Example.jp", order_number="305-6477 8811")
    mail = file(cases, "b", email="ｔaro@example.jp")
    order = file(cases, "c", order_number="３０５６４７７８８１１")
    file(cases, "d", email="other@example.jp")
    file(cases, "e")
    assert {case.number for case in cases.alike_cases(first.number)} == {mail.number, order.number}
    assert cases.alike_cases(file(cases, "f").number) == []


def test_the_views_hold_what_they_say_and_are_counted(cases: Store) -> None:
    mine, free, waiting, ended, merged = (file(cases, name).number for name in "abcde")
    cases.give_case(mine, SATO, SATO)
    cases.move_case(waiting, "waiting_customer", TANAKA)
    cases.move_case(ended, "closed", TANAKA)
    cases.merge_case(merged, mine, TANAKA)
    found = {view: set(shown(cases, view=view)) for view in ("mine", "unassigned", "open", "waiting", "ended", "all")}
    assert found == {
        "mine": {mine},
        "unassigned": {free, waiting},
        "open": {mine, free, waiting},
        "waiting": {waiting},
        "ended": {ended},
        "all": {mine, free, waiting, ended, merged},
    }
    assert cases.case_counts(SATO.id) == {view: len(numbers) for view, numbers in found.items()}


@pytest.mark.parametrize("sort", CASE_SORTS)
def test_pages_follow_each_other_without_gap_or_repetition(cases: Store, now: Now, sort: CaseSort) -> None:
    numbers = []
    for index in range(9):
        numbers.append(file(cases, f"c{index}").number)
        if index % 2:
            now.pass_(minutes=index)
    for index, number in enumerate(numbers):
        cases.prioritise_case(number, ("urgent", "high", "normal", "low")[index % 4], SATO)
    cases.move_case(numbers[3], "waiting_customer", SATO)
    cases.move_case(numbers[4], "resolved", SATO)
    ordered = shown(cases, view="all", sort=sort)
    assert set(ordered) == set(numbers)
    if sort == "due":
        assert set(ordered[:3]) == {numbers[0], numbers[8], numbers[1]}
        assert set(ordered[-2:]) == {numbers[3], numbers[4]}
    elif sort == "oldest":
        assert ordered[:1] == [min(numbers[:2])]


def test_only_what_is_late_by_now_is_overdue(cases: Store, now: Now) -> None:
    urgent, normal, ended = (file(cases, name).number for name in "abc")
    cases.prioritise_case(urgent, "urgent", SATO)
    cases.prioritise_case(ended, "urgent", SATO)
    cases.move_case(ended, "closed", SATO)
    assert shown(cases, overdue=True) == []
    now.pass_(hours=1, seconds=1)
    assert shown(cases, overdue=True) == [urgent]
    now.pass_(days=30)
    assert shown(cases, overdue=True) == [urgent, normal]


def test_a_case_is_found_by_number_order_number_mail_and_name(cases: Store) -> None:
    case = file(cases, name="髙橋 一郎", email="taro@example.jp", order_number="3056-4778-811", problem="解約したい")
    file(cases, "d", name="別の人")
    for query in (case.number, case.number[3:], "taro@EXAMPLE.jp", "30564778811", "一郎", "解約"):
        assert shown(cases, view="all", text=query) == [case.number], query
    assert shown(cases, view="all", text="100%") == []
