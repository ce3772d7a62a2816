"""However cases are merged, changed and set apart: nothing is lost, nobody gets into a circle, undoing restores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.store import Agent, Case, NewCase, Store
from bot.store.errors import CannotMerge, CaseMerged
from tests.desk.cases.conftest import Now

SATO = Agent("desk:1", "佐藤")
WHICH = st.integers(0, 3)


def own(case: Case) -> Case:
    """What a case says of itself, without the marks of when and how often it changed."""
    return replace(case, version=0, updated_at=None)


class Merging(RuleBasedStateMachine):
    """Four cases, and a plain model of where each went and what it had been."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.now = Now()
        self.store = Store(f"sqlite:///{Path(self.folder.name) / 'k.db'}", clock=self.now, pause=lambda _s: None)
        self.store.upgrade()
        self.numbers = [
            self.store.file_case(NewCase(f"k{index}", f"c{index}", name=f"name {index}", email="a@example.jp")).number
            for index in range(4)
        ]
        self.into: dict[str, str] = {}
        self.before: dict[str, Case] = {}

    def root(self, number: str) -> str:
        while number in self.into:
            number = self.into[number]
        return number

    def seen(self, number: str) -> Case:
        found = self.store.find_case(number)
        assert found is not None
        return found

    @rule(one=WHICH, other=WHICH)
    def merge(self, one: int, other: int) -> None:
        number, into = self.numbers[one], self.numbers[other]
        before = self.seen(number)
        if number in self.into:
            with pytest.raises(CaseMerged):
                self.store.merge_case(number, into, SATO)
        elif self.root(into) == number:
            with pytest.raises(CannotMerge):
                self.store.merge_case(number, into, SATO)
        else:
            self.store.merge_case(number, into, SATO)
            self.into[number] = self.root(into)
            self.before[number] = before

    @rule(one=WHICH)
    def undo(self, one: int) -> None:
        number = self.numbers[one]
        apart = self.store.unmerge_case(number, SATO)
        if number in self.into:
            del self.into[number]
            assert own(apart) == own(self.before.pop(number))

    @rule(one=WHICH, status=st.sampled_from(["open", "in_progress", "waiting_customer", "resolved", "closed"]))
    def move(self, one: int, status: str) -> None:
        number = self.numbers[one]
        if number in self.into:
            with pytest.raises(CaseMerged):
                self.store.move_case(number, status, SATO)  # type: ignore[arg-type]
        else:
            self.store.move_case(number, status, SATO)  # type: ignore[arg-type]

    @rule(minutes=st.integers(1, 5000))
    def wait(self, minutes: int) -> None:
        self.now.pass_(minutes=minutes)

    @invariant()
    def the_old_number_tells_how_the_other_case_is_going(self) -> None:
        for index, number in enumerate(self.numbers):
            case, root = self.seen(number), self.seen(self.root(number))
            assert case.merged_into == self.into.get(number)
            assert (case.status, case.assignee, case.closed_at) == (root.status, root.assignee, root.closed_at)
            assert (case.number, case.name) == (number, f"name {index}")

    @invariant()
    def each_case_is_listed_once_and_its_history_is_whole(self) -> None:
        assert {case.number for case in self.store.cases()} == set(self.numbers) - set(self.into)
        for number in self.numbers:
            kinds = [event.kind for event in self.store.case_events(number)]
            assert kinds[0] == "filed"
            assert kinds.count("merged") - kinds.count("unmerged") == (number in self.into)
            below = {each for each in self.into if self.into[each] == number}
            assert kinds.count("took_in") - kinds.count("gave_back") == len(below)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestMerging = Merging.TestCase
TestMerging.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
