"""Lets what was learnt from a customer's messages vanish with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.store.quality_models import CandidateRow, LabelRow


def forget_labels(connection: Connection, turn_ids: Collection[str]) -> None:
    """Delete the labels of messages, and their words from every comparison of candidate models."""
    ours = LabelRow.origin == "turn", LabelRow.origin_id.in_(list(turn_ids))
    words = {text for text in connection.scalars(select(LabelRow.text).where(*ours)) if text}
    connection.execute(delete(LabelRow).where(*ours))
    # The same words of somebody else's message are still there to be compared.
    words -= set(connection.scalars(select(LabelRow.text).where(LabelRow.text.in_(list(words)))))
    if not words:
        return
    compared = select(CandidateRow.id, CandidateRow.comparison).where(CandidateRow.comparison.is_not(None))
    for row in connection.execute(compared).all():
        without = without_words(row.comparison, words)
        if without != row.comparison:
            connection.execute(update(CandidateRow).where(CandidateRow.id == row.id).values(comparison=without))


def without_words(comparison: Mapping[str, Any], words: Collection[str]) -> dict[str, Any]:
    """A comparison that no longer shows messages with these words; its shares and counts stay."""
    return {
        **comparison,
        "sets": [
            {
                **compared,
                **{
                    side: [moved for moved in compared.get(side, ()) if moved.get("text") not in words]
                    for side in ("better", "worse")
                },
            }
            if compared.get("name") == "labelled"
            else compared
            for compared in comparison.get("sets", ())
        ],
    }
