"""What agents do with a case: write on it, give it away, say where it is, vouch for its address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from bot.service_levels import CasePriority
from bot.store.case_changes import (
    Change,
    note_answer,
    set_assignee,
    set_priority,
    set_status,
    write_columns,
    write_facts,
)
from bot.store.case_events import note_event
from bot.store.case_models import CaseEventRow
from bot.store.case_numbers import normalised_case_number
from bot.store.case_records import CaseEvent, CaseFacts, VerifiedHow
from bot.store.case_rows import case_query, merged_into, read_case, read_cases
from bot.store.cases import Cases
from bot.store.filed_case import Case, CaseStatus
from bot.store.models import CaseRow
from bot.store.records import Agent

_NOT_VERIFIED = {"email_verified_at": None, "email_verified_by": None, "email_verified_how": None}


class CaseWork(Cases):
    """The part of the store for the agents' work on cases.

    ``version`` is what the agent had seen; every change may raise ``UnknownCase``, ``CaseMerged`` and ``CaseChanged``.
    """

    def edit_case(self, number: str, facts: CaseFacts, by: Agent, version: int | None = None) -> Case:
        """Change what is written on a case."""
        return self._change_case(
            number, by, lambda connection, case, change: write_facts(connection, case, facts, change), version=version
        )

    def give_case(self, number: str, agent: Agent | None, by: Agent, version: int | None = None) -> Case:
        """Give a case to an agent, or to nobody."""
        return self._change_case(
            number, by, lambda connection, case, change: set_assignee(connection, case, agent, change), version=version
        )

    def move_case(
        self, number: str, status: CaseStatus, by: Agent, words: str = "", version: int | None = None
    ) -> Case:
        """Say where the work on a case is, and why."""

        def work(connection: Connection, case: Case, change: Change) -> Case:
            return set_status(connection, case, status, change, words or None)

        return self._change_case(number, by, work, version=version)

    def prioritise_case(self, number: str, priority: CasePriority, by: Agent, version: int | None = None) -> Case:
        """Say how urgent a case is."""

        def work(connection: Connection, case: Case, change: Change) -> Case:
            return set_priority(connection, case, priority, change)

        return self._change_case(number, by, work, version=version)

    def answer_case(self, number: str, by: Agent, words: str = "", version: int | None = None) -> Case:
        """Note that the customer was answered outside of the desk, for example by mail."""

        def work(connection: Connection, case: Case, change: Change) -> Case:
            return note_answer(connection, case, change, words or None)

        return self._change_case(number, by, work, version=version)

    def verify_email(
        self, number: str, how: VerifiedHow, by: Agent, words: str = "", version: int | None = None
    ) -> Case:
        """Vouch for a case's mail address; one without an address stays as it is."""

        def work(connection: Connection, case: Case, change: Change) -> Case:
            if case.email is None or case.email_verified is not None:
                return case
            note_event(connection, case.number, change.at, by, "verified", field=how, words=words)
            values = {"email_verified_at": change.at, "email_verified_by": by.name, "email_verified_how": how}
            return write_columns(connection, case, values, change)

        return self._change_case(number, by, work, version=version)

    def unverify_email(self, number: str, by: Agent, version: int | None = None) -> Case:
        """Take that back."""

        def work(connection: Connection, case: Case, change: Change) -> Case:
            if case.email_verified is None:
                return case
            note_event(connection, case.number, change.at, by, "unverified")
            return write_columns(connection, case, _NOT_VERIFIED, change)

        return self._change_case(number, by, work, version=version)

    def case_events(self, number: str) -> list[CaseEvent]:
        """A case's history, oldest first."""
        query = (
            select(CaseEventRow)
            .where(CaseEventRow.case_number == normalised_case_number(number))
            .order_by(CaseEventRow.id)
            .with_only_columns(
                CaseEventRow.case_number,
                CaseEventRow.at,
                CaseEventRow.actor_id,
                CaseEventRow.actor_name,
                CaseEventRow.kind,
                CaseEventRow.field,
                CaseEventRow.before,
                CaseEventRow.after,
                CaseEventRow.words,
            )
        )

        def work(connection: Connection) -> list[CaseEvent]:
            return [
                CaseEvent(row[0], row[1], Agent(row[2], row[3] or "") if row[2] else None, *row[4:])
                for row in connection.execute(query)
            ]

        return self._database.read(work)

    def merged_cases(self, number: str) -> list[Case]:
        """The cases that were merged into this one, each as it was filed."""
        normalised = normalised_case_number(number)
        return self._database.read(lambda connection: merged_into(connection, [normalised] if normalised else []))

    def alike_cases(self, number: str, most: int = 20) -> list[Case]:
        """Other cases with the same mail address or order number, the latest first."""
        here = CaseRow.number == normalised_case_number(number)
        alike = [
            column == select(column).where(here).scalar_subquery()
            for column in (CaseRow.email_folded, CaseRow.order_folded)
        ]
        query = case_query().where(or_(*alike), ~here).order_by(CaseRow.created_at.desc()).limit(most)
        return self._database.read(lambda connection: read_cases(connection, query))

    def cases_named(self, numbers: Sequence[str]) -> list[Case]:
        """The cases with these numbers, as they stand in the list."""

        def work(connection: Connection) -> list[Case]:
            found = (read_case(connection, CaseRow.number == number) for number in numbers)
            return [case for case in found if case is not None]

        return self._database.read(work)
