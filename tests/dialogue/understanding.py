"""The classifier and extractor without Rasa around them, with the thresholds of config.yml."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from bot.knowledge import Knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.nlu.intent_model import IntentModel, IntentModelError, IntentScore
from bot.nlu.past_courtesy import predict_past_courtesy
from bot.settings import ROOT


def training_messages() -> tuple[list[str], list[str]]:
    """The messages of data/nlu.yml and their intents."""
    texts: list[str] = []
    intents: list[str] = []
    for item in yaml.safe_load((ROOT / "data" / "nlu.yml").read_text("utf-8"))["nlu"]:
        for line in item["examples"].splitlines():
            if line.startswith("- "):
                texts.append(line[2:])
                intents.append(item["intent"])
    return texts, intents


def _inputs_hash() -> str:
    digest = hashlib.sha256()
    for pattern in ("data/nlu.yml", "knowledge/**/*.yml", "bot/nlu/*", "bot/knowledge/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Understanding:
    """Reads a text as Rasa's pipeline would."""

    model: IntentModel
    knowledge: Knowledge
    today: date
    threshold: float
    ambiguity: float

    @classmethod
    def trained(cls, knowledge: Knowledge, today: date) -> Understanding:
        """Train on the project's data, or load what an earlier run trained from the same inputs."""
        fallback = next(
            part
            for part in yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
            if part["name"] == "FallbackClassifier"
        )
        stored = ROOT / "build" / f"intents-{_inputs_hash()}"
        try:
            model = IntentModel.load(stored)
        except IntentModelError:
            texts, intents = training_messages()
            entities = [extract_entities(text, knowledge, today) for text in texts]
            model = IntentModel.fit(texts, intents, knowledge, entities=entities)
            model.save(stored)
        return cls(model, knowledge, today, fallback["threshold"], fallback["ambiguity_threshold"])

    def parse(self, text: str) -> dict[str, Any]:
        """Rasa's parse format."""
        found = extract_entities(text, self.knowledge, self.today)
        ranking = [{"name": s.name, "confidence": s.confidence} for s in self._ranking(text, found)]
        first, second = ranking[0]["confidence"], ranking[1]["confidence"]
        if first < self.threshold or first - second < self.ambiguity:
            ranking.insert(0, {"name": "nlu_fallback", "confidence": self.threshold})
        return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": [_entity(e) for e in found]}

    def _ranking(self, text: str, found: tuple[Entity, ...]) -> tuple[IntentScore, ...]:
        return predict_past_courtesy(
            self.model, text, found, lambda piece: extract_entities(piece, self.knowledge, self.today)
        )


def _entity(entity: Entity) -> dict[str, Any]:
    found = {"entity": entity.entity, "value": entity.value, "start": entity.start, "end": entity.end}
    return {**found, "role": "negated"} if entity.negated else found
