"""What each figure means, in the words of the page."""

from __future__ import annotations

from bot.desk.figures.contacts import APART, OVER
from bot.desk.figures.speaking import Speech

_TERMS = ("conversation", "solved", "human", "unsolved", "open", "lost", "response", "resolution", "helped", "steps")
_MORE_TERMS = ("intent", "provider", "waiting", "change")


def definitions(say: Speech) -> tuple[tuple[str, str], ...]:
    """Pairs of a term and what it means."""
    spans = {"apart": say.span(APART.total_seconds()), "over": say.span(OVER.total_seconds())}
    return tuple(
        (say.t(f"figures.term_{key}"), say.t(f"figures.means_{key}", **spans)) for key in (*_TERMS, *_MORE_TERMS)
    )
