"""A workshop in a temporary folder: training data of its own, a trainer that copies a model."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from bot.desk.quality.workshop import Workshop
from bot.evaluation.samples import Example
from bot.knowledge import Knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.intent_model import IntentModel
from bot.settings import Settings
from tests.front.desk import Desk

SMALL = {
    "stop_auto_renew": ["自動更新を止めたい", "解約したい", "自動更新をオフにしたい", "please stop the renewal"],
    "find_serial_number": ["シリアル番号がわからない", "シリアルはどこですか", "where is my serial number"],
    "greet": ["こんにちは", "おはよう", "hello there"],
    "out_of_scope": ["天気は?", "ピザを頼みたい", "what is the weather"],
}


def write_training_data(path: Path) -> Path:
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in SMALL.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_model(path: Path, examples: list[Example], knowledge: Knowledge) -> Path:
    """A model file as Rasa writes it, with a classifier that was really trained."""
    from tests.assist.test_suggesting import TODAY

    model = IntentModel.fit(
        [example.text for example in examples],
        [example.intent for example in examples],
        knowledge,
        entities=[extract_entities(example.text, knowledge, TODAY) for example in examples],
    )
    folder = path.parent / f".{path.name}.parts"
    folder.mkdir(parents=True)
    model.save(folder)
    nodes = {"run_FallbackClassifier2": {"config": {"threshold": 0.35, "ambiguity_threshold": 0.05}}}
    metadata = json.dumps({"predict_schema": {"nodes": nodes}}).encode()
    with tarfile.open(path, "w:gz") as archive:
        for name in ("model.json", "weights.npz"):
            archive.add(folder / name, f"components/train_bot.nlu.SparseIntentClassifier1/{name}")
        member = tarfile.TarInfo("metadata.json")
        member.size = len(metadata)
        archive.addfile(member, io.BytesIO(metadata))
    return path


def made_from(data: Path) -> list[Example]:
    from bot.evaluation.samples import load_examples

    return list(load_examples(data))


class Shop:
    """What the desk's workshop was told to do."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.settings: Settings = desk.front.settings.model_copy(update={"models_dir": folder / "models"})
        self.settings.models_dir.mkdir(exist_ok=True)
        self.training_data = write_training_data(folder / "nlu.yml")
        self.begun: list[str] = []
        self.loaded: list[Path] = []
        self.rasa_is_there = True

    def used_by(self, monkeypatch: pytest.MonkeyPatch) -> Shop:
        """Let the desk's pages use this one."""
        monkeypatch.setattr("bot.desk.quality.workshop.workshop_of", lambda _settings: self.workshop())
        return self

    def workshop(self) -> Workshop:
        async def load(model: Path, settings: Settings) -> bool:
            self.loaded.append(model)
            return self.rasa_is_there

        return Workshop(self.settings, self.training_data, self.begun.append, load)
