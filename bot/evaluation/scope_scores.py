"""How well messages that the desk can't serve are told from those it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.intent_scores import Answered
from bot.nlu.intent_model import OUT_OF_SCOPE

_THRESHOLDS = (0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
ALLOWED_REFUSALS = 0.04
"""The share of messages within scope that may be refused at the operating point that is compared."""


@dataclass(frozen=True)
class Operating:
    """A way to decide, the share of foreign messages it catches and the share of our own that it refuses."""

    title: str
    caught: float
    refused: float


@dataclass(frozen=True)
class ScopeScores:
    """``auroc`` is that of the probability of being out of scope; ``best`` catches most within the allowed refusals."""

    inside: int
    outside: int
    auroc: float
    points: tuple[Operating, ...]
    best: Operating


def scope_scores(answers: Sequence[Answered]) -> ScopeScores:
    """The figures of an evaluation set that holds both kinds."""
    from sklearn.metrics import roc_auc_score, roc_curve

    foreign = [sample.intent == OUT_OF_SCOPE for sample, _ in answers]
    chances = [reading.outside for _, reading in answers]
    refused, caught, thresholds = roc_curve(foreign, chances)
    last = max(index for index, share in enumerate(refused) if share <= ALLOWED_REFUSALS)
    best = Operating(f"P(out_of_scope) ≥ {thresholds[last]:.3f}", float(caught[last]), float(refused[last]))
    return ScopeScores(
        inside=foreign.count(False),
        outside=foreign.count(True),
        auroc=float(roc_auc_score(foreign, chances)),
        points=(
            _point("as configured, intent alone", answers, [reading.intent == OUT_OF_SCOPE for _, reading in answers]),
            _point("as configured, or asked back", answers, [reading.refuses for _, reading in answers]),
            *(
                _point(f"P(out_of_scope) ≥ {threshold}", answers, [chance >= threshold for chance in chances])
                for threshold in _THRESHOLDS
            ),
        ),
        best=best,
    )


def _point(title: str, answers: Sequence[Answered], decided: Sequence[bool]) -> Operating:
    outside = [said for (sample, _), said in zip(answers, decided, strict=True) if sample.intent == OUT_OF_SCOPE]
    inside = [said for (sample, _), said in zip(answers, decided, strict=True) if sample.intent != OUT_OF_SCOPE]
    return Operating(title, sum(outside) / max(len(outside), 1), sum(inside) / max(len(inside), 1))
