"""Two cases that are one: merged, and set apart again.

Merging changes nothing of what either case holds. The merged one only points to the other, and whoever asks for it
gets the other's state; without the pointer it is what it was.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.store.case_changes import Change, hold_case, write_columns
from bot.store.case_events import note_event
from bot.store.case_numbers import normalised_case_number
from bot.store.case_rows import held_case, read_case, root_of
from bot.store.case_work import CaseWork
from bot.store.errors import CannotMerge, UnknownCase
from bot.store.filed_case import Case
from bot.store.models import CaseRow
from bot.store.records import Agent


class CaseMerging(CaseWork):
    """The part of the store that merges cases."""

    def merge_case(self, number: str, into: str, by: Agent, version: int | None = None) -> Case:
        """Let a case go on in another one, or in that which the other was merged into.

        Raises:
            UnknownCase: one of the two doesn't exist.
            CaseMerged, CaseChanged: as with every change.
            CannotMerge: they are one already, or one of them asks for erasure and the other doesn't.
        """
        target = normalised_case_number(into)

        def work(connection: Connection, case: Case, change: Change) -> Case:
            root = held_case(connection, root_of(connection, target)) if target else None
            if root is None:
                raise UnknownCase(into)
            if root.number == case.number or root.kind != case.kind or root.erased_at or case.erased_at:
                raise CannotMerge(into)
            note_event(connection, case.number, change.at, by, "merged", after=root.number)
            note_event(connection, root.number, change.at, by, "took_in", after=case.number)
            # The other one's page shows something new, and an old one of it must not overwrite that.
            write_columns(connection, root, {"merged_into": None}, change)
            return write_columns(
                connection, case, {"merged_into": root.number, "merged_at": change.at, "due_at": None}, change
            )

        return self._change_case(number, by, work, version=version)

    def unmerge_case(self, number: str, by: Agent) -> Case:
        """Set a merged case apart again, as it was; one that isn't merged stays as it is.

        Raises:
            UnknownCase: no case has this number.
        """
        normalised = normalised_case_number(number)
        if normalised is None:
            raise UnknownCase(number)

        def work(connection: Connection) -> Case:
            change = Change(self._clock(), by, self._service)
            case = hold_case(connection, normalised, change, "itself")
            if case.merged_into is not None:
                other = held_case(connection, case.merged_into)
                assert other is not None
                note_event(connection, case.number, change.at, by, "unmerged", before=other.number)
                note_event(connection, other.number, change.at, by, "gave_back", before=case.number)
                write_columns(connection, other, {"merged_into": other.merged_into}, change)
                due_at = case.clock.due_at if case.clock else None
                write_columns(connection, case, {"merged_into": None, "merged_at": None, "due_at": due_at}, change)
            apart = read_case(connection, CaseRow.number == normalised)
            assert apart is not None
            return apart

        return self._database.write(work)
