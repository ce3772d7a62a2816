"""Candidate models: started, compared, put to use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from bot.store.parts import StorePart
from bot.store.quality_models import CandidateRow
from bot.store.quality_records import Candidate, CandidateState

_COLUMNS = (
    CandidateRow.id,
    CandidateRow.state,
    CandidateRow.model,
    CandidateRow.compared_with,
    CandidateRow.comparison,
    CandidateRow.error,
    CandidateRow.started_by,
    CandidateRow.started_at,
    CandidateRow.ended_at,
)


class Candidates(StorePart):
    """The part of the store that holds candidate models."""

    def start_candidate(self, started_by: str) -> str:
        """Note that a candidate is being trained; its id."""
        candidate_id = self._new_id()
        query = insert(CandidateRow).values(
            id=candidate_id, state="training", started_by=started_by, started_at=self._clock()
        )
        self._database.write(lambda connection: connection.execute(query))
        return candidate_id

    def move_candidate(
        self,
        candidate_id: str,
        state: CandidateState,
        *,
        expected: tuple[CandidateState, ...],
        model: str | None = None,
        compared_with: str | None = None,
        comparison: Mapping[str, Any] | None = None,
        error: str | None = None,
    ) -> bool:
        """Note how far a candidate has got; false when it was in none of the expected states."""
        values: dict[str, Any] = {
            name: value
            for name, value in {
                "model": model,
                "compared_with": compared_with,
                "comparison": comparison,
                "error": error,
            }.items()
            if value is not None
        }
        if state in ("ready", "failed"):
            values["ended_at"] = self._clock()
        query = (
            update(CandidateRow)
            .where(CandidateRow.id == candidate_id, CandidateRow.state.in_(expected))
            .values(state=state, **values)
        )
        return self._database.write(lambda connection: connection.execute(query).rowcount > 0)

    def candidate(self, candidate_id: str) -> Candidate | None:
        """One candidate."""
        query = select(*_COLUMNS).where(CandidateRow.id == candidate_id)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else Candidate(*row)

    def candidates(self, limit: int = 20) -> list[Candidate]:
        """The candidates, newest first."""
        query = select(*_COLUMNS).order_by(CandidateRow.started_at.desc()).limit(limit)
        return self._database.read(lambda connection: [Candidate(*row) for row in connection.execute(query)])
