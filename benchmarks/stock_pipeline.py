"""The desk's pipeline against the one that Rasa gives a new project, on the same data in the same run.

``python -m benchmarks.stock_pipeline`` takes an hour or two of CPU time; ``--epochs 5 --messages 100`` tries it out.
With ``--keep FOLDER`` a stock model is trained once for the same data and options, and only parsing is measured again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.stock_page import Measured, report
from benchmarks.workers import ask_worker
from bot.evaluation.likeness import met_before
from bot.evaluation.machine import measured_here
from bot.evaluation.samples import Example, Expected, Sample, load_examples, load_samples
from bot.settings import ROOT

_HERE = Path(__file__).parent
_PAGE = _HERE / "results" / "stock_pipeline.md"
_MODULE = "benchmarks.nlu_worker"


def main() -> None:
    """Train both, parse with both, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of DIETClassifier")
    parser.add_argument("--messages", type=int, default=0, help="train on so many messages only; 0 for all")
    parser.add_argument("--rounds", type=int, default=3, help="how often every message is parsed by each, in turns")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    parser.add_argument("--keep", type=Path, help="a folder to keep the stock model in, and to take it from")
    options = parser.parse_args()
    examples = _some(load_examples(), options.messages)
    samples = load_samples()
    known = met_before([sample.text for sample in samples], [example.text for example in examples])
    samples = tuple(sample for sample in samples if sample.text not in known)
    with tempfile.TemporaryDirectory(prefix="koshin-stock-") as name:
        ours, stock = _measure(Path(name), examples, samples, options.epochs, options.rounds, options.keep)
    head = measured_here("rasa", "tensorflow-cpu", "scikit-learn")
    text = report(head, len(examples), options.epochs, samples, ours, stock)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def _measure(
    folder: Path, examples: Sequence[Example], samples: Sequence[Sample], epochs: int, rounds: int, keep: Path | None
) -> list[Measured]:
    data = folder / "nlu.yml"
    data.write_text(_rasa_data(examples), encoding="utf-8")
    texts = folder / "texts.json"
    texts.write_text(json.dumps([sample.text for sample in samples], ensure_ascii=False), encoding="utf-8")
    trained = [
        _trained("ours", folder, ROOT / "config.yml", data, folder / "ours"),
        _trained("stock", folder, _stock_config(folder, epochs), data, keep or folder / "stock"),
    ]
    models = [one["model"] for one in trained]
    parsed = ask_worker(_MODULE, folder, "parse", str(texts), str(rounds), *models)["answers"]
    return [_measured(training, answers) for training, answers in zip(trained, parsed, strict=True)]


def _trained(title: str, folder: Path, config: Path, data: Path, models: Path) -> dict[str, Any]:
    """What training cost and where the model is; taken from ``models`` if the same was trained there before."""
    made_of = hashlib.sha256(config.read_bytes() + data.read_bytes()).hexdigest()[:16]
    record = models / f"{title}-{made_of}.json"
    if record.exists():
        found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    else:
        models.mkdir(parents=True, exist_ok=True)
        found = ask_worker(_MODULE, folder, "train", str(config), str(data), str(models))
        record.write_text(json.dumps(found), encoding="utf-8")
    print(f"{title}: trained in {found['cpu_seconds']:.1f} CPU s ({found['seconds']:.0f} s)", flush=True)
    return found


def _measured(training: dict[str, Any], answers: list[dict[str, Any]]) -> Measured:
    return Measured(
        training["cpu_seconds"],
        training["megabytes"],
        tuple(tuple(answer["cpu_ms"]) for answer in answers),
        tuple(tuple(answer["ranking"]) for answer in answers),
        tuple(tuple(Expected(**found) for found in answer["entities"]) for answer in answers),
    )


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


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
