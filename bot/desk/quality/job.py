"""Trains a candidate model and compares it with the one in use: ``python -m bot.desk.quality.job ID``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.desk.quality.comparing import Comparison, compare, labelled_sample, unseen
from bot.desk.quality.model_file import ModelFileError, newest_model, read_model
from bot.evaluation.samples import DEVELOPMENT_DAY, TRAINING_DATA, Sample, load_examples, load_samples
from bot.knowledge import load_knowledge
from bot.nlu.language import detect_language
from bot.settings import ROOT, Settings, load_settings
from bot.store import Store

Train = Callable[[Settings, Path], Path | None]


def candidate_folder(settings: Settings, candidate_id: str) -> Path:
    """Where a candidate is trained and waits."""
    return settings.var_dir / "candidates" / candidate_id


def train(settings: Settings, folder: Path) -> Path | None:
    """Train on the files as they are, into a folder of its own; None when that failed."""
    koshin = Path(sys.executable).parent / "koshin"
    environment = {**os.environ, "KOSHIN_MODELS_DIR": str(folder)}
    ended = subprocess.run([koshin, "train"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    return newest_model(folder) if ended.returncode == 0 else None


def run(
    candidate_id: str,
    settings: Settings,
    store: Store,
    *,
    training: Train = train,
    samples: Callable[[], Sequence[Sample]] = load_samples,
    data: Path = TRAINING_DATA,
) -> None:
    """Train, compare, and write down what came of it."""
    made = training(settings, candidate_folder(settings, candidate_id))
    if made is None:
        store.move_candidate(candidate_id, "failed", expected=("training",), error="training_failed")
        return
    store.move_candidate(candidate_id, "comparing", expected=("training",), model=made.name)
    current = newest_model(settings.models_dir)
    if current is None:
        store.move_candidate(candidate_id, "failed", expected=("comparing",), error="nothing_to_compare_with")
        return
    try:
        comparison = compare_models(current, made, settings, store, samples(), data)
    except ModelFileError:
        store.move_candidate(candidate_id, "failed", expected=("comparing",), error="model_unreadable")
        return
    store.move_candidate(
        candidate_id,
        "ready",
        expected=("comparing",),
        compared_with=current.name,
        comparison=comparison.model_dump(mode="json"),
    )


def compare_models(
    current: Path, candidate: Path, settings: Settings, store: Store, samples: Sequence[Sample], data: Path
) -> Comparison:
    """Let both models read the test set and what people labelled.

    Raises:
        ModelFileError: one of them can't be read.
    """
    knowledge = load_knowledge(settings.knowledge_dir)
    before, after = (read_model(path, knowledge, DEVELOPMENT_DAY) for path in (current, candidate))
    labelled = [
        labelled_sample(label.text, label.intent, detect_language(label.text, knowledge) or "ja")
        for label in store.labels("approved", "exported")
        if label.intent is not None
    ]
    test_set = unseen(samples, [example.text for example in load_examples(data)])
    return Comparison(
        before=current.name,
        after=candidate.name,
        sets=(
            compare("test_set", test_set, before.read, after.read),
            compare("labelled", labelled, before.read, after.read),
        ),
    )


def main(arguments: Sequence[str]) -> int:
    """Run one job."""
    (candidate_id,) = arguments
    settings = load_settings()
    store = Store(settings.database)
    try:
        run(candidate_id, settings, store)
    except Exception:
        store.move_candidate(candidate_id, "failed", expected=("training", "comparing"), error="job_failed")
        raise
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
