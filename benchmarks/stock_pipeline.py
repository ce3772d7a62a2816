"""The desk's pipeline against the one that Rasa gives a new project, on the same data in the same run.

``python -m benchmarks.stock_pipeline`` takes an hour or two of CPU time; ``--epochs 5 --messages 100`` tries it out.
With ``--keep FOLDER`` a stock model is trained once for the same data and options, and only parsing is measured again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, percent, table
from bot.evaluation.samples import Example, Sample, load_examples, load_samples
from bot.evaluation.training_data import written_key
from bot.settings import ROOT
from bot.supervise.environment import child_environment

_HERE = Path(__file__).parent
_PAGE = _HERE / "results" / "stock_pipeline.md"
_ONE_THREAD = {
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RASA_MAX_CACHE_SIZE": "0",  # from its cache a second training would look instant
    "PYTHONPATH": str(ROOT),
}


@dataclass(frozen=True)
class Measured:
    """One pipeline: training in CPU seconds, parsing in CPU milliseconds, and the ranking for each message."""

    training: float
    megabytes: float
    parse_p50: float
    parse_p95: float
    rankings: tuple[tuple[str, ...], ...]

    def accuracy(self, samples: Sequence[Sample], within: int = 1) -> float:
        """The share of the messages whose intent is among the first ``within``."""
        return float(np.mean([s.intent in ranking[:within] for s, ranking in zip(samples, self.rankings, strict=True)]))

    def of(self, chosen: Sequence[bool]) -> Measured:
        """The same for some of the messages."""
        rankings = tuple(ranking for ranking, wanted in zip(self.rankings, chosen, strict=True) if wanted)
        return Measured(self.training, self.megabytes, self.parse_p50, self.parse_p95, rankings)


def main() -> None:
    """Train both, parse with both, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of DIETClassifier")
    parser.add_argument("--messages", type=int, default=0, help="train on so many messages only; 0 for all")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    parser.add_argument("--keep", type=Path, help="a folder to keep the stock model in, and to take it from")
    options = parser.parse_args()
    examples = _some(load_examples(), options.messages)
    known = {written_key(example.text) for example in examples}
    samples = [sample for sample in load_samples() if written_key(sample.text) not in known]
    with tempfile.TemporaryDirectory(prefix="koshin-stock-") as name:
        ours, stock = _measure(Path(name), examples, samples, options.epochs, options.keep)
    head = measured_here("rasa", "tensorflow-cpu", "scikit-learn")
    text = _report(head, len(examples), options.epochs, samples, ours, stock)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def _measure(
    folder: Path, examples: Sequence[Example], samples: Sequence[Sample], epochs: int, keep: Path | None
) -> list[Measured]:
    data = folder / "nlu.yml"
    data.write_text(_rasa_data(examples), encoding="utf-8")
    texts = folder / "texts.json"
    texts.write_text(json.dumps([sample.text for sample in samples], ensure_ascii=False), encoding="utf-8")
    trained = [
        _trained("ours", folder, ROOT / "config.yml", data, folder / "ours"),
        _trained("stock", folder, _stock_config(folder, epochs), data, keep or folder / "stock"),
    ]
    parsed = _worker(folder, "parse", str(texts), *(one["model"] for one in trained))["answers"]
    return [_measured(training, answers) for training, answers in zip(trained, parsed, strict=True)]


def _trained(title: str, folder: Path, config: Path, data: Path, models: Path) -> dict[str, Any]:
    """What training cost and where the model is; taken from ``models`` if the same was trained there before."""
    made_of = hashlib.sha256(config.read_bytes() + data.read_bytes()).hexdigest()[:16]
    record = models / f"{title}-{made_of}.json"
    if record.exists():
        found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    else:
        models.mkdir(parents=True, exist_ok=True)
        found = _worker(folder, "train", str(config), str(data), str(models))
        record.write_text(json.dumps(found), encoding="utf-8")
    print(f"{title}: trained in {found['cpu_seconds']:.1f} CPU s ({found['seconds']:.0f} s)", flush=True)
    return found


def _measured(training: dict[str, Any], answers: list[dict[str, Any]]) -> Measured:
    spent = [answer["cpu_ms"] for answer in answers]
    return Measured(
        training["cpu_seconds"],
        training["megabytes"],
        float(np.percentile(spent, 50)),
        float(np.percentile(spent, 95)),
        tuple(tuple(answer["ranking"]) for answer in answers),
    )


def _worker(folder: Path, *arguments: str) -> dict[str, Any]:
    environment = {**child_environment(), **_ONE_THREAD, "KOSHIN_VAR_DIR": str(folder / "var")}
    with (folder / "worker.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.nlu_worker", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            check=False,
        )
    if done.returncode:
        sys.exit((folder / "worker.log").read_text(encoding="utf-8")[-3000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _stock_config(folder: Path, epochs: int) -> Path:
    config = yaml.safe_load((_HERE / "stock_config.yml").read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    path = folder / "stock.yml"
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return path


def _rasa_data(examples: Sequence[Example]) -> str:
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(f"- {example.text}\n")
    blocks = [{"intent": intent, "examples": "".join(lines)} for intent, lines in by_intent.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, width=10_000)


def _some(examples: Sequence[Example], count: int) -> Sequence[Example]:
    """The first messages of every intent in turn, so that each has some."""
    if not count:
        return examples
    seen: defaultdict[str, int] = defaultdict(int)
    ranked = []
    for place, example in enumerate(examples):
        ranked.append((seen[example.intent], place))
        seen[example.intent] += 1
    return [examples[place] for _, place in sorted(ranked)[:count]]


def _report(head: str, trained_on: int, epochs: int, samples: Sequence[Sample], ours: Measured, stock: Measured) -> str:
    groups = (
        ("intents, all", [True for _ in samples]),
        ("intents, Japanese", [sample.language == "ja" for sample in samples]),
        ("intents, English", [sample.language == "en" for sample in samples]),
        ("intents, hard", [sample.hard for sample in samples]),
    )
    rows = []
    for title, chosen in groups:
        some = [sample for sample, wanted in zip(samples, chosen, strict=True) if wanted]
        rows.append([title, *(percent(one.of(chosen).accuracy(some)) for one in (ours, stock)), ""])
    rows.append(["among the first three", *(percent(one.accuracy(samples, 3)) for one in (ours, stock)), ""])
    for title, mine, other, unit in (
        ("training", ours.training, stock.training, "CPU s"),
        ("one message, p50", ours.parse_p50, stock.parse_p50, "CPU ms"),
        ("one message, p95", ours.parse_p95, stock.parse_p95, "CPU ms"),
        ("model file", ours.megabytes, stock.megabytes, "MB"),
    ):
        rows.append([title, f"{mine:.2f} {unit}", f"{other:.2f} {unit}", f"1/{other / mine:.1f}"])
    return page(
        "The desk's pipeline and Rasa's stock pipeline",
        head,
        f"{trained_on} training messages, {len(samples)} unseen messages, DIETClassifier with {epochs} epochs, one thread each. "
        "Both were trained and read inside Rasa, by CPU time of the process without its imports; the messages were parsed "
        "in turns in one process. Intents only: the training data marks no entities, which the desk finds by rules. That "
        "is to the stock pipeline's advantage, which has less to learn; the desk's times include its entities.",
        table(["", "ours", "stock", "ours / stock"], rows),
        "Wanted: a message in at most 1/5 of the stock pipeline's time, training in at most 1/50 of it.",
    )


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
