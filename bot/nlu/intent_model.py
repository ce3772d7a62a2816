"""The intent model: sparse blocks, a linear support vector machine per intent and calibrated probabilities.

It knows nothing of Rasa; the component around it is :mod:`bot.nlu.intent_classifier`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.knowledge import Knowledge
from bot.nlu.entities import Entity
from bot.nlu.features import Bags, Mask, read_bags
from bot.nlu.linear import fitted_temperature, softmax, train_linear
from bot.nlu.sparse_block import Floats, SparseBlock, row, stack
from bot.nlu.variants import variants

OUT_OF_SCOPE = "out_of_scope"
_BLOCKS = ("characters", "words", "content", "reading", "flags", "classes")
_FORMAT = 1


@dataclass(frozen=True)
class IntentOptions:
    """How the model is trained and read.

    Args:
        C: inverse strength of the regularisation; smaller is smoother.
        weights: length of each block's vector, in the order of the bags.
        rarest: a feature of the characters and readings counts from this many training messages on.
        variants: also train on kana, width and particle variants of the messages, each with this weight; 0 for none.
        out_of_scope_threshold: a message is out of scope from this probability of it on, even if another intent is
            likelier; 1 leaves that to the ranking alone.
        folds: parts of the cross-validation that fits the temperature.
    """

    C: float = 0.5
    weights: Mapping[str, float] = field(
        default_factory=lambda: {**dict.fromkeys(_BLOCKS, 1.0), "characters": 0.7, "flags": 0.5}
    )
    rarest: int = 2
    variants: float = 0.2
    out_of_scope_threshold: float = 0.12
    folds: int = 3

    def __post_init__(self) -> None:
        wrong = {
            "C": self.C <= 0,
            "weights": not set(self.weights) <= set(_BLOCKS) or min(self.weights.values(), default=0) < 0,
            "rarest": self.rarest < 1,
            "variants": self.variants < 0,
            "out_of_scope_threshold": not 0 <= self.out_of_scope_threshold <= 1,
            "folds": self.folds < 2,
        }
        if any(wrong.values()):
            raise ValueError(f"{', '.join(name for name, is_wrong in wrong.items() if is_wrong)}: out of range")


class IntentScore(NamedTuple):
    """How probable an intent is."""

    name: str
    confidence: float


class IntentModelError(Exception):
    """A stored model can't be read."""


class IntentModel:
    """Ranks the intents of a message."""

    def __init__(
        self,
        intents: Sequence[str],
        blocks: Sequence[SparseBlock],
        weights: Floats,
        bias: Floats,
        temperature: float,
        lines: Mapping[str, str],
        options: IntentOptions,
    ) -> None:
        self.intents = tuple(intents)
        self.temperature = temperature
        self.options = options
        self._blocks = tuple(blocks)
        self._weights = weights
        self._bias = bias
        self._lines = dict(lines)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        intents: Sequence[str],
        knowledge: Knowledge,
        *,
        entities: Sequence[Sequence[Entity]],
        options: IntentOptions | None = None,
    ) -> IntentModel:
        """Train on messages, their intents and the entities that the extractor finds in them."""
        options = options or IntentOptions()
        lines = {product.id: product.line for product in knowledge.products.values()}
        masks = [masks_of(found, lines) for found in entities]
        bags = [read_bags(text, found) for text, found in zip(texts, masks, strict=True)]
        origins = list(range(len(texts)))
        if options.variants:
            for index, (text, found) in enumerate(zip(texts, masks, strict=True)):
                for variant in variants(text, found):
                    bags.append(read_bags(variant.text, variant.masks))
                    origins.append(index)
        names = sorted(set(intents))
        target = np.array([names.index(intents[origin]) for origin in origins])
        share = np.where(np.arange(len(bags)) < len(texts), 1.0, options.variants)
        blocks = [
            SparseBlock.fit(
                [getattr(bag, name) for bag in bags[: len(texts)]],
                weight=options.weights.get(name, 1.0),
                rarest=options.rarest if name in ("characters", "reading") else 1,
            )
            for name in _BLOCKS
        ]
        matrix = stack(blocks, [_in_order(bag) for bag in bags])
        weights, bias = train_linear(matrix, target, share, len(names), options.C)
        temperature = fitted_temperature(matrix, target, share, np.array(origins), C=options.C, folds=options.folds)
        return cls(names, blocks, weights.astype(np.float32), bias.astype(np.float32), temperature, lines, options)

    def predict(
        self, text: str, entities: Sequence[Entity], *, prior: Mapping[str, float] | None = None
    ) -> tuple[IntentScore, ...]:
        """Every intent with its probability, the likeliest first.

        Args:
            entities: what the extractor found in the text.
            prior: factors by which the conversation's state makes intents more (above 1) or less likely.
        """
        indices, values = row(self._blocks, _in_order(read_bags(text, masks_of(entities, self._lines))))
        # einsum stays in this thread: waking another one for so small a product takes longer than the product
        scores = np.einsum("i,ij->j", values, self._weights.take(indices, axis=0)) + self._bias
        chances = softmax(scores[None, :] * self.temperature)[0]
        if prior:
            chances = chances * np.array([max(prior.get(name, 1.0), 0.0) for name in self.intents])
            total = chances.sum()
            chances = chances / total if total > 0 else np.full(len(self.intents), 1 / len(self.intents))
        return self._ranked(chances)

    def _ranked(self, chances: npt.NDArray[np.float64]) -> tuple[IntentScore, ...]:
        order = np.argsort(-chances, kind="stable")
        ranking = [
            IntentScore(self.intents[index], chance)
            for index, chance in zip(order.tolist(), chances[order].tolist(), strict=True)
        ]
        place = next((place for place, score in enumerate(ranking) if score.name == OUT_OF_SCOPE), 0)
        if place and ranking[place].confidence >= self.options.out_of_scope_threshold:
            outside, first = ranking[place], ranking[0]
            # the two change places, so that the confidences stay in order and still sum to one
            ranking[place] = IntentScore(first.name, outside.confidence)
            ranking[0] = IntentScore(OUT_OF_SCOPE, first.confidence)
        return tuple(ranking)

    def save(self, folder: Path) -> None:
        """Write the model as ``weights.npz`` and ``model.json``; nothing in them is executed when read."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {f"idf_{index}": block.idf for index, block in enumerate(self._blocks)}
        np.savez_compressed(folder / "weights.npz", weights=self._weights.astype(np.float16), bias=self._bias, **arrays)
        described = {
            "format": _FORMAT,
            "intents": self.intents,
            "temperature": self.temperature,
            "lines": self._lines,
            "options": asdict(self.options),
            "blocks": [{"features": list(block.vocabulary), "weight": block.weight} for block in self._blocks],
        }
        (folder / "model.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what :meth:`save` wrote.

        Raises:
            IntentModelError: the files are missing, damaged or of another format.
        """
        try:
            described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            if described["format"] != _FORMAT:
                raise IntentModelError(f"{folder}: format {described['format']}; train the model again")
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                blocks = [
                    SparseBlock(
                        {feature: place for place, feature in enumerate(block["features"])},
                        arrays[f"idf_{index}"],
                        block["weight"],
                    )
                    for index, block in enumerate(described["blocks"])
                ]
                weights, bias = arrays["weights"].astype(np.float32), arrays["bias"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IntentModelError(f"{folder}: not a stored intent model ({error}); train it again") from error
        return cls(
            described["intents"],
            blocks,
            weights,
            bias,
            described["temperature"],
            described["lines"],
            IntentOptions(**described["options"]),
        )


def masks_of(entities: Sequence[Entity], lines: Mapping[str, str]) -> tuple[Mask, ...]:
    """The spans to mask; a product is told apart by its line, a provider and a device by what they are."""
    return tuple(
        Mask(
            found.start,
            found.end,
            found.entity,
            lines.get(found.value, "") if found.entity == "product" else found.value,
        )
        if found.entity in ("product", "provider", "device")
        else Mask(found.start, found.end, found.entity)
        for found in entities
    )


def _in_order(bags: Bags) -> tuple[tuple[str, ...], ...]:
    return tuple(getattr(bags, name) for name in _BLOCKS)
