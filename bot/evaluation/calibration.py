"""Whether a confidence of 0.8 is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.intent_scores import Answered

_BINS = 10


@dataclass(frozen=True)
class Bin:
    """The messages whose confidence lies between ``low`` and ``high``."""

    low: float
    high: float
    messages: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """``error`` is the expected calibration error: the mean distance of confidence and accuracy over the bins."""

    error: float
    bins: tuple[Bin, ...]
    mean_when_right: float
    mean_when_wrong: float


def calibration(answers: Sequence[Answered]) -> Calibration:
    """Compare the first intent's confidence with how often it is right, in bins of equal width."""
    outcomes = [(reading.ranking[0].confidence, sample.intent == reading.intent) for sample, reading in answers]
    bins = tuple(_bin(index / _BINS, (index + 1) / _BINS, outcomes) for index in range(_BINS))
    error = sum(one.messages * abs(one.confidence - one.accuracy) for one in bins) / max(len(outcomes), 1)
    return Calibration(
        error,
        bins,
        _mean([confidence for confidence, right in outcomes if right]),
        _mean([confidence for confidence, right in outcomes if not right]),
    )


def _bin(low: float, high: float, outcomes: Sequence[tuple[float, bool]]) -> Bin:
    inside = [(confidence, right) for confidence, right in outcomes if low < confidence <= high]
    return Bin(
        low, high, len(inside), _mean([confidence for confidence, _ in inside]), _mean([float(r) for _, r in inside])
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
