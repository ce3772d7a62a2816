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

    def transform(self, bag: Iterable[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """The indices and values of one bag."""
        found: Counter[int] = Counter()
        lookup = self.vocabulary.get
        for feature in bag:
            if (index := lookup(feature)) is not None:
                found[index] += 1
        if not found:
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        indices = np.fromiter(found.keys(), dtype=np.intp, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        values = (1 + np.log(counts)) * self.idf[indices]
        values *= self.weight / float(np.sqrt(values @ values))
        return indices, values


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
    indices: list[npt.NDArray[np.intp]] = []
    values: list[Floats] = []
    offset = 0
    for block, bag in zip(blocks, message, strict=True):
        found, weights = block.transform(bag)
        indices.append(found + offset)
        values.append(weights)
        offset += len(block.idf)
    return np.concatenate(indices), np.concatenate(values)
