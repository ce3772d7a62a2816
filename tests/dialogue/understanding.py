"""The classifier and extractor without Rasa around them, with the thresholds of config.yml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from bot.knowledge import Knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.nlu.intent_model import IntentModel
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
        """Train on the project's data; takes seconds."""
        texts, intents = training_messages()
        entities = [extract_entities(text, knowledge, today) for text in texts]
        fallback = next(
            part
            for part in yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
            if part["name"] == "FallbackClassifier"
        )
        model = IntentModel.fit(texts, intents, knowledge, entities=entities)
        return cls(model, knowledge, today, fallback["threshold"], fallback["ambiguity_threshold"])

    def parse(self, text: str) -> dict[str, Any]:
        """Rasa's parse format."""
        found = extract_entities(text, self.knowledge, self.today)
        ranking = [{"name": s.name, "confidence": s.confidence} for s in self.model.predict(text, found)]
        first, second = ranking[0]["confidence"], ranking[1]["confidence"]
        if first < self.threshold or first - second < self.ambiguity:
            ranking.insert(0, {"name": "nlu_fallback", "confidence": self.threshold})
        return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": [_entity(e) for e in found]}


def _entity(entity: Entity) -> dict[str, Any]:
    found = {"entity": entity.entity, "value": entity.value, "start": entity.start, "end": entity.end}
    return {**found, "role": "negated"} if entity.negated else found
