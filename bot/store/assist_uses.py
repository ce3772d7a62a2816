"""What the agents do with suggestions, and what suggestions are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, insert, select

from bot.store.assist_models import SuggestionUseRow
from bot.store.models import InboxRow
from bot.store.parts import StorePart
from bot.store.records import Agent

SuggestionKind = Literal["suggestion", "canned"]
SuggestionOutcome = Literal["accepted", "edited", "rejected"]


@dataclass(frozen=True)
class SuggestionFigures:
    """How often suggestions were sent as they were, sent after a change, or turned down.

    ``likeness`` is the mean share (0 to 1) of an edited suggestion that was sent as it stood.
    """

    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    likeness: float | None = None


class SuggestionUses(StorePart):
    """The part of the store that holds what became of suggestions."""

    def understood_turns(self, conversation_id: str) -> dict[int, Mapping[str, Any]]:
        """How the assistant understood the customer's messages it answered, by their place in the transcript."""
        query = select(InboxRow.seq, InboxRow.trace).where(
            InboxRow.conversation_id == conversation_id, InboxRow.seq.is_not(None), InboxRow.trace.is_not(None)
        )
        rows = self._database.read(lambda connection: list(connection.execute(query)))
        return {int(seq): trace for seq, trace in rows}

    def record_suggestion_use(
        self,
        conversation_id: str,
        by: Agent,
        kind: SuggestionKind,
        subject: str | None,
        outcome: SuggestionOutcome,
        likeness: float | None = None,
    ) -> None:
        """Note what an agent did with a suggestion.

        Args:
            subject: the guide or the canned reply that was suggested.
            likeness: how much of it was sent as it stood, from 0 to 1.
        """
        query = insert(SuggestionUseRow).values(
            conversation_id=conversation_id,
            agent_id=by.id,
            kind=kind,
            subject=subject,
            outcome=outcome,
            likeness=likeness,
            created_at=self._clock(),
        )
        self._database.write(lambda connection: connection.execute(query))

    def suggestion_figures(self, since: datetime, until: datetime | None = None) -> dict[str, SuggestionFigures]:
        """What became of suggestions, by subject; the subject of a suggestion without one is empty."""
        row = SuggestionUseRow
        query = (
            select(row.subject, row.outcome, func.count(row.id), func.avg(row.likeness))
            .where(row.created_at >= since)
            .group_by(row.subject, row.outcome)
        )
        if until is not None:
            query = query.where(row.created_at < until)
        found: dict[str, dict[str, float]] = {}
        for subject, outcome, count, likeness in self._database.read(
            lambda connection: list(connection.execute(query))
        ):
            values = found.setdefault(subject or "", {})
            values[outcome] = count
            if outcome == "edited" and likeness is not None:
                values["likeness"] = float(likeness)
        return {
            subject: SuggestionFigures(
                int(values.get("accepted", 0)),
                int(values.get("edited", 0)),
                int(values.get("rejected", 0)),
                values.get("likeness"),
            )
            for subject, values in found.items()
        }
