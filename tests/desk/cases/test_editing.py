"""Who changes a case: nobody overwrites what they haven't seen, and the history tells it all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store import Store, UnknownCase
from bot.store.errors import CaseChanged, CaseMerged
from tests.desk.cases.filing import SATO, TANAKA, file


def test_who_had_seen_an_older_version_changes_nothing(cases: Store) -> None:
    case = file(cases)
    cases.edit_case(case.number, {"name": "高橋 一郎"}, SATO, case.version)
    before = cases.find_case(case.number)
    for late in (
        lambda: cases.edit_case(case.number, {"name": "別の人"}, TANAKA, case.version),
        lambda: cases.move_case(case.number, "closed", TANAKA, "", case.version),
        lambda: cases.give_case(case.number, TANAKA, TANAKA, case.version),
        lambda: cases.prioritise_case(case.number, "low", TANAKA, case.version),
        lambda: cases.merge_case(case.number, file(cases, "d").number, TANAKA, case.version),
    ):
        with pytest.raises(CaseChanged):
            late()
    assert cases.find_case(case.number) == before
    with pytest.raises(UnknownCase):
        cases.edit_case("KD-00000000", {}, SATO)


def test_the_history_says_who_changed_what_from_what_to_what(cases: Store) -> None:
    case = file(cases, name="高橋", purchase_date=date(2026, 11, 1))
    cases.edit_case(case.number, {"name": "高橋 一郎", "purchase_date": None, "email": None}, SATO)
    cases.give_case(case.number, TANAKA, SATO)
    cases.move_case(case.number, "resolved", TANAKA, "返金済み")
    lines = [
        (each.actor.name if each.actor else None, each.kind, each.field, each.before, each.after, each.words)
        for each in cases.case_events(case.number)
    ]
    assert lines == [
        (None, "filed", None, None, None, None),
        ("佐藤", "changed", "name", "高橋", "高橋 一郎", None),
        ("佐藤", "changed", "purchase_date", "2026-11-01", None, None),
        ("佐藤", "assigned", None, None, "田中", None),
        ("佐藤", "status", None, "open", "in_progress", None),
        ("田中", "status", None, "in_progress", "resolved", "返金済み"),
    ]
    count = len(lines)
    cases.give_case(case.number, TANAKA, SATO)
    cases.move_case(case.number, "resolved", TANAKA)
    assert len(cases.case_events(case.number)) == count


def test_an_address_is_verified_until_it_changes_or_somebody_takes_it_back(cases: Store) -> None:
    case = file(cases, email="a@example.jp")
    verified = cases.verify_email(case.number, "called_back", SATO)
    assert verified.email_verified is not None
    assert (verified.email_verified.by, verified.email_verified.how) == ("佐藤", "called_back")
    assert cases.edit_case(case.number, {"email": "A@example.jp"}, SATO).email_verified == verified.email_verified
    assert cases.edit_case(case.number, {"email": "b@example.jp"}, SATO).email_verified is None
    cases.verify_email(case.number, "other", SATO)
    assert cases.unverify_email(case.number, SATO).email_verified is None
    nobody = file(cases, "d")
    assert cases.verify_email(nobody.number, "other", SATO).email_verified is None


def test_a_merged_case_is_worked_on_where_it_went(cases: Store) -> None:
    first, second = file(cases, "a"), file(cases, "b")
    merged = cases.merge_case(first.number, second.number, SATO)
    with pytest.raises(CaseMerged) as refused:
        cases.edit_case(merged.number, {"name": "誰か"}, SATO)
    assert refused.value.into == second.number
    cases.assign_case(first.number, TANAKA)
    assert [case.assignee for case in cases.cases()] == [TANAKA]
    # What the customer corrects in the case that they know is kept there.
    assert cases.amend_case(first.number, "email", "new@example.jp").email == "new@example.jp"
