"""One block of sparse features: sub-linear TF-IDF with its own unit length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SparseBlock:
    """A vocabulary with the inverse document frequency of each of its features."""

    vocabulary: dict[str, int]
    idf: Floats
    weight: float = 1.0

    @classmethod
    def fit(cls, bags: Sequence[Iterable[str]], *, weight: float = 1.0, rarest: int = 1) -> SparseBlock:
        """Learn the features that occur in at least ``rarest`` bags."""
        counts: Counter[str] = Counter()
        for bag in bags:
            counts.update(set(bag))
        kept = sorted(feature for feature, count in counts.items() if count >= rarest)
        frequencies = np.array([counts[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + len(bags)) / (1 + frequencies)) + 1
        return cls({feature: index for index, feature in enumerate(kept)}, idf.astype(np.float32), weight)


def stack(blocks: Sequence[SparseBlock], messages: Sequence[Sequence[Iterable[str]]]) -> csr_matrix:
    """The messages as rows of one matrix, the blocks side by side."""
    indices: list[npt.NDArray[np.intp]] = []
    values: list[Floats] = []
    ends = [0]
    for message in messages:
        row_indices, row_values = row(blocks, message)
        indices.append(row_indices)
        values.append(row_values)
        ends.append(ends[-1] + len(row_indices))
    width = sum(len(block.idf) for block in blocks)
    return csr_matrix((np.concatenate(values), np.concatenate(indices), np.array(ends)), shape=(len(messages), width))


def row(blocks: Sequence[SparseBlock], message: Sequence[Iterable[str]]) -> tuple[npt.NDArray[np.intp], Floats]:
    """One message as indices and values over all blocks."""
    # one pass of NumPy for all blocks: for the few hundred features of a message, calls cost more than arithmetic
    found: list[int] = []
    ends = [0]
    offset = 0
    for block, bag in zip(blocks, message, strict=True):
        found += [index + offset for index in map(block.vocabulary.get, bag) if index is not None]
        offset += len(block.idf)
        ends.append(offset)
    if not found:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
    places, counts = np.unique(np.array(found, dtype=np.intp), return_counts=True)
    values = (1 + np.log(counts.astype(np.float32))) * _all_idf(blocks)[places]
    bounds = np.searchsorted(places, ends)
    sizes = np.diff(bounds)
    filled = sizes > 0
    norms = np.sqrt(np.add.reduceat(values * values, bounds[:-1][filled]))
    weights = np.array([block.weight for block in blocks], dtype=np.float32)
    values *= np.repeat(weights[filled] / norms, sizes[filled])
    return places, values


_JOINED: dict[tuple[int, ...], tuple[Sequence[SparseBlock], Floats]] = {}


def _all_idf(blocks: Sequence[SparseBlock]) -> Floats:
    """The inverse document frequencies of all blocks behind each other, joined once."""
    key = tuple(id(block) for block in blocks)
    known = _JOINED.get(key)
    if known is None or any(one is not other for one, other in zip(known[0], blocks, strict=True)):
        if len(_JOINED) > 8:
            _JOINED.clear()
        known = _JOINED[key] = (blocks, np.concatenate([block.idf for block in blocks]))
    return known[1]
