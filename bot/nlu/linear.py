"""Linear one-against-rest scores and the temperature that makes probabilities of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

Array = npt.NDArray[np.float64]
_SEED = 0


def train_linear(
    matrix: csr_matrix, target: npt.NDArray[np.intp], share: Array, classes: int, C: float
) -> tuple[Array, Array]:
    """Weights (features x classes) and bias of a linear support vector machine for each class.

    Args:
        share: how much each row counts.
    """
    from sklearn.svm import LinearSVC  # only training needs it

    machine = LinearSVC(C=C, class_weight="balanced", random_state=_SEED)
    machine.fit(matrix, target, sample_weight=share)
    weights = np.zeros((matrix.shape[1], classes))
    bias = np.full(classes, -10.0)
    if len(machine.classes_) == 2:  # scikit-learn keeps one plane for two classes
        weights[:, machine.classes_] = np.stack([-machine.coef_[0], machine.coef_[0]], axis=1)
        bias[machine.classes_] = [-machine.intercept_[0], machine.intercept_[0]]
    else:
        weights[:, machine.classes_] = machine.coef_.T
        bias[machine.classes_] = machine.intercept_
    return weights, bias


def fitted_temperature(
    matrix: csr_matrix,
    target: npt.NDArray[np.intp],
    share: Array,
    origins: npt.NDArray[np.intp],
    *,
    C: float,
    folds: int,
) -> float:
    """The factor on the scores with the best log-likelihood on messages that were not trained on."""
    scores, truth = held_out_scores(matrix, target, share, origins, C=C, folds=folds)

    def loss(logarithm: float) -> float:
        chances = softmax(scores * np.exp(logarithm))
        return float(-np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.5), np.log(50)), method="bounded").x))


def held_out_scores(
    matrix: csr_matrix,
    target: npt.NDArray[np.intp],
    share: Array,
    origins: npt.NDArray[np.intp],
    *,
    C: float,
    folds: int,
) -> tuple[Array, npt.NDArray[np.intp]]:
    """Scores of each original message by a model that saw neither it nor its variants."""
    originals = int(origins.max()) + 1
    fold_of = stratified_folds(target[:originals], folds)
    classes = int(target.max()) + 1
    scores = np.zeros((originals, classes))
    for part in range(folds):
        seen = fold_of[origins] != part
        held = np.flatnonzero(fold_of == part)
        if not len(held) or not seen.any():
            continue
        weights, bias = train_linear(matrix[seen], target[seen], share[seen], classes, C)
        scores[held] = matrix[held] @ weights + bias
    return scores, target[:originals]


def stratified_folds(target: npt.NDArray[np.intp], folds: int) -> npt.NDArray[np.intp]:
    """A fold for each message, every class spread evenly; the same each time."""
    shuffled = np.random.default_rng(_SEED).permutation(len(target))
    fold_of = np.zeros(len(target), dtype=np.intp)
    for label in np.unique(target):
        members = shuffled[target[shuffled] == label]
        fold_of[members] = np.arange(len(members)) % folds
    return fold_of


def softmax(scores: Array) -> Array:
    """Row-wise probabilities of scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=1, keepdims=True)
    return result
