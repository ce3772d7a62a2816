"""Reads past letter formulas: "いつもお世話になっております。…よろしくお願いいたします" is no greeting."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.nlu.entities import Entity
from bot.nlu.intent_model import IntentModel, IntentScore

COURTESY = frozenset({"greet", "thank", "goodbye"})
"""What a formula at the edge of a message is taken for."""

_PIECES = re.compile(r"(?<=[。！？!?])\s*|(?<=[.,、，]) ?(?![0-9a-z]*@)(?<![0-9].)|\n+")
_SURE = 0.5


def predict_past_courtesy(
    model: IntentModel, text: str, entities: Sequence[Entity], extract: Callable[[str], Sequence[Entity]]
) -> tuple[IntentScore, ...]:
    """Rank the intents of a message; if it seems to be courtesy alone, of what it says beside.

    Args:
        model: the trained model.
        text: the message.
        entities: what was found in it.
        extract: finds the entities of a part of it.
    """
    ranking = model.predict(text, entities)
    if ranking[0].name not in COURTESY:
        return ranking
    pieces = [piece for piece in _PIECES.split(text) if piece and piece.strip()]
    if len(pieces) < 2:
        return ranking
    rest = "".join(piece for piece in pieces if not _is_courtesy(model.predict(piece, extract(piece))))
    return model.predict(rest, extract(rest)) if rest.strip() else ranking


def _is_courtesy(ranking: tuple[IntentScore, ...]) -> bool:
    return ranking[0].name in COURTESY and ranking[0].confidence > _SURE
