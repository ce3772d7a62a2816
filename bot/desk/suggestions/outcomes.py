"""What an agent made of a suggestion, told from what was suggested and what was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.store.assist_uses import SuggestionOutcome

_OWN_WORDS = 0.35
"""Below this likeness the agent wrote something else."""

_LONGEST = 4000


@dataclass(frozen=True)
class Made:
    """How it ended, and which share (0 to 1) of the suggestion was sent as it stood."""

    outcome: SuggestionOutcome
    likeness: float


def compare(offered: str, sent: str) -> Made:
    """Compare what was inserted with what left; blanks and line ends don't count."""
    one, other = _plain(offered), _plain(sent)
    if one == other:
        return Made("accepted", 1.0)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    # Single letters are found again in any text; only runs of words were kept.
    kept = sum(block.size for block in blocks if block.size >= 4) / max(len(one), 1)
    return Made("edited" if kept >= _OWN_WORDS else "rejected", round(kept, 3))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)[:_LONGEST]
