"""Reads the understanding out of a trained model file, without starting Rasa."""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.evaluation.understanding import Thresholds, Understanding
from bot.knowledge import Knowledge
from bot.nlu.intent_model import IntentModel, IntentModelError

_CLASSIFIER = "SparseIntentClassifier"
_FALLBACK = "FallbackClassifier"
_FILES = ("model.json", "weights.npz")


class ModelFileError(Exception):
    """The file is no model of this desk."""


def newest_model(folder: Path) -> Path | None:
    """The model that was trained or used last: the one that Rasa loads."""
    models = sorted(folder.glob("desk-*.tar.gz"), key=lambda model: model.stat().st_mtime_ns)
    return models[-1] if models else None


def read_model(path: Path, knowledge: Knowledge, today: date) -> Understanding:
    """The understanding that a model file holds.

    Args:
        today: the day from which relative dates count.

    Raises:
        ModelFileError: the file can't be read, or holds no classifier of this desk.
    """
    try:
        with tarfile.open(path) as archive, tempfile.TemporaryDirectory(prefix="koshin-model-") as folder:
            metadata = json.loads(_content(archive, "metadata.json"))
            for name in _FILES:
                member = next(each for each in archive.getnames() if _CLASSIFIER in each and each.endswith(f"/{name}"))
                (Path(folder) / name).write_bytes(_content(archive, member))
            model = IntentModel.load(Path(folder))
    except (OSError, tarfile.TarError, ValueError, KeyError, StopIteration, IntentModelError) as error:
        raise ModelFileError(f"{path.name}: {type(error).__name__}") from None
    plain = copy(model)
    plain.options = replace(model.options, out_of_scope_threshold=1.0)
    return Understanding(model, plain, _thresholds(metadata), knowledge, today, 0.0)


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


def _thresholds(metadata: Mapping[str, Any]) -> Thresholds:
    nodes: Mapping[str, Any] = metadata["predict_schema"]["nodes"]
    options: Mapping[str, Any] = next((node["config"] for name, node in nodes.items() if _FALLBACK in name), {})
    return Thresholds(float(options.get("threshold", 0.3)), float(options.get("ambiguity_threshold", 0.1)))
