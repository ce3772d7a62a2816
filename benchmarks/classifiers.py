"""The desk's intent model and a plain one of scikit-learn's, trained and read in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from benchmarks.intent_datasets import Dataset, Labelled
from bot.knowledge import Knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.intent_model import OUT_OF_SCOPE, IntentModel

FOLDS = 5
_DAY = date(2026, 11, 22)  # relative dates are masked whatever they mean

Ranking = Sequence[tuple[str, float]]
"""Intents with their probabilities, the likeliest first."""

Reader = Callable[[str], Ranking]
Fit = Callable[[Sequence[Labelled]], Reader]


@dataclass(frozen=True)
class Scores:
    """How one classifier fared on one data set: shares of 1, CPU seconds and CPU milliseconds.

    ``outside`` is the AUROC of the probability of being out of scope, None without such messages.
    """

    accuracy: float
    macro_f1: float
    calibration_error: float
    outside: float | None
    training: float
    message: float


def classifiers(knowledge: Knowledge) -> dict[str, Fit]:
    """Both ways to train, by their names."""
    return {
        "the desk's": partial(_fit_ours, knowledge),
        "character n-grams, logistic regression": _fit_plain,
    }


def score(dataset: Dataset, fit: Fit) -> Scores:
    """Train on the data set's own part and read the rest; without a split of its own, five parts take turns."""
    truths: list[str] = []
    rankings: list[Ranking] = []
    training = reading = 0.0
    for train, test in splits(dataset):
        began = time.process_time()
        read = fit(train)
        trained = time.process_time()
        rankings += [read(one.text) for one in test]
        reading += time.process_time() - trained
        training += trained - began
        truths += [one.intent for one in test]
    return _scores(truths, rankings, training / (1 if dataset.test else FOLDS), 1000 * reading / len(truths))


def splits(dataset: Dataset) -> list[tuple[list[Labelled], list[Labelled]]]:
    """What to train on and what to test with, once or five times; intents of fewer messages than parts are left out."""
    from sklearn.model_selection import StratifiedKFold

    if dataset.test:
        return [(list(dataset.train), list(dataset.test))]
    names = [one.intent for one in dataset.train]
    kept = [one for one in dataset.train if names.count(one.intent) >= FOLDS]
    if len({one.intent for one in kept}) < 2:
        raise ValueError(f"{dataset.name}: fewer than two intents with {FOLDS} messages or more")
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(kept, [one.intent for one in kept])
    return [([kept[place] for place in train], [kept[place] for place in test]) for train, test in parts]


def _scores(truths: Sequence[str], rankings: Sequence[Ranking], training: float, message: float) -> Scores:
    from sklearn.metrics import f1_score, roc_auc_score

    said = [ranking[0][0] for ranking in rankings]
    right = np.array([truth == one for truth, one in zip(truths, said, strict=True)])
    foreign = [truth == OUT_OF_SCOPE for truth in truths]
    chances = [dict(ranking).get(OUT_OF_SCOPE, 0.0) for ranking in rankings]
    return Scores(
        float(right.mean()),
        float(f1_score(truths, said, labels=sorted(set(truths)), average="macro", zero_division=0)),
        _calibration_error(np.array([ranking[0][1] for ranking in rankings]), right),
        float(roc_auc_score(foreign, chances)) if 0 < sum(foreign) < len(foreign) else None,
        training,
        message,
    )


def _calibration_error(confidences: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    places = np.minimum((confidences * bins).astype(int), bins - 1)
    return float(
        sum(
            (places == place).mean() * abs(confidences[places == place].mean() - right[places == place].mean())
            for place in set(places)
        )
    )


def _fit_ours(knowledge: Knowledge, messages: Sequence[Labelled]) -> Reader:
    texts = [one.text for one in messages]
    entities = [extract_entities(text, knowledge, _DAY) for text in texts]
    model = IntentModel.fit(texts, [one.intent for one in messages], knowledge, entities=entities)

    def read(text: str) -> Ranking:
        found = model.predict(text, extract_entities(text, knowledge, _DAY))
        return [(one.name, one.confidence) for one in found]

    return read


def _fit_plain(messages: Sequence[Labelled]) -> Reader:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000),
    )
    model.fit([one.text for one in messages], [one.intent for one in messages])

    def read(text: str) -> Ranking:
        chances = zip(model.classes_, model.predict_proba([text])[0], strict=True)
        return sorted(((str(name), float(chance)) for name, chance in chances), key=lambda one: -one[1])

    return read
