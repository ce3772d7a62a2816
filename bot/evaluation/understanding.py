"""The desk's understanding of single messages, trained and read without Rasa."""

from __future__ import annotations

import time
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.samples import Example
from bot.knowledge import Knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.nlu.intent_model import OUT_OF_SCOPE, IntentModel, IntentOptions, IntentScore
from bot.nlu.past_courtesy import predict_past_courtesy
from bot.settings import ROOT

_CONFIG = ROOT / "config.yml"


@dataclass(frozen=True)
class Thresholds:
    """When the assistant asks back instead of acting on the first intent, as Rasa's FallbackClassifier decides it."""

    confidence: float
    ambiguity: float


@dataclass(frozen=True)
class Reading:
    """What was understood: ``ranking`` as the desk uses it, ``outside`` the probability of being out of scope.

    ``asks_back`` says that no intent is acted on; the ranking still holds the likeliest.
    """

    ranking: tuple[IntentScore, ...]
    outside: float
    asks_back: bool
    entities: tuple[Entity, ...]

    @property
    def intent(self) -> str:
        """The likeliest intent."""
        return self.ranking[0].name

    @property
    def refuses(self) -> bool:
        """Whether the customer is not simply answered."""
        return self.asks_back or self.intent == OUT_OF_SCOPE


@dataclass(frozen=True)
class Understanding:
    """A trained intent model beside the extractor, with the configuration of the desk's Rasa pipeline.

    ``plain`` is the model without its own threshold for what is out of scope, ``configured`` the one with it.
    """

    configured: IntentModel
    plain: IntentModel
    thresholds: Thresholds
    knowledge: Knowledge
    today: date
    training_seconds: float

    def read(self, text: str) -> Reading:
        """What the desk understands of a message at the start of a conversation."""
        entities = extract_entities(text, self.knowledge, self.today)
        plain = self.plain.predict(text, entities)
        ranking = predict_past_courtesy(
            self.configured, text, entities, lambda piece: extract_entities(piece, self.knowledge, self.today)
        )
        outside = next((score.confidence for score in plain if score.name == OUT_OF_SCOPE), 0.0)
        asks_back = (
            ranking[0].confidence < self.thresholds.confidence
            or ranking[0].confidence - ranking[1].confidence < self.thresholds.ambiguity
        )
        return Reading(ranking, outside, asks_back, entities)


def train(examples: Sequence[Example], knowledge: Knowledge, today: date, config: Path = _CONFIG) -> Understanding:
    """Train on the examples with the options that Rasa's configuration gives the desk's classifier.

    Args:
        today: the day from which relative dates count.
    """
    options = _component(config, "SparseIntentClassifier")
    names = {option.name for option in fields(IntentOptions)}
    wanted = IntentOptions(**{name: value for name, value in options.items() if name in names})
    began = time.process_time()
    plain = IntentModel.fit(
        [example.text for example in examples],
        [example.intent for example in examples],
        knowledge,
        entities=[extract_entities(example.text, knowledge, today) for example in examples],
        options=replace(wanted, out_of_scope_threshold=1.0),
    )
    seconds = time.process_time() - began
    configured = copy(plain)
    configured.options = wanted
    fallback = _component(config, "FallbackClassifier")
    thresholds = Thresholds(float(fallback.get("threshold", 0.3)), float(fallback.get("ambiguity_threshold", 0.1)))
    return Understanding(configured, plain, thresholds, knowledge, today, seconds)


def _component(config: Path, name: str) -> dict[str, Any]:
    """The options of the pipeline's component whose class is called ``name``; none when it is not there."""
    pipeline: list[dict[str, Any]] = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    for component in pipeline:
        if str(component["name"]).rpartition(".")[2] == name:
            return {key: value for key, value in component.items() if key != "name"}
    return {}
