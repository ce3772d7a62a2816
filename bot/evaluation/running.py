"""The whole evaluation: train, read, write tables and pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.evaluation import reports
from bot.evaluation.machine import measured_here
from bot.evaluation.measuring import Findings, measure, measure_noise, measure_times
from bot.evaluation.pictures import draw
from bot.evaluation.samples import DEVELOPMENT_DAY, load_examples, load_samples
from bot.evaluation.training_data import describe, training_data_page
from bot.evaluation.understanding import train
from bot.knowledge import load_knowledge


def run(knowledge_dir: Path, *, tables: Path, results: Path, noise: bool, say: Callable[[str], None]) -> Findings:
    """Evaluate the training data as it is now; ``say`` is told how far it has got."""
    knowledge, examples, samples = load_knowledge(knowledge_dir), load_examples(), load_samples()
    head = measured_here("scikit-learn", "spacy", "SudachiPy")
    say(f"Training on {len(examples)} messages")
    understanding = train(examples, knowledge, DEVELOPMENT_DAY)
    say(f"Reading {len(samples)} unseen messages")
    findings = measure(understanding, samples, examples)
    times = measure_times(understanding, samples)
    tables.mkdir(parents=True, exist_ok=True)
    pages = {
        "understanding.md": reports.understanding_page(
            findings, head, len(examples), understanding.training_seconds, times
        ),
        "entities.md": reports.entities_page(findings.entities, head),
        "training_data.md": training_data_page(describe(examples), head),
    }
    if noise:
        say("Reading them again with noise")
        pages["noise.md"] = reports.noise_page(measure_noise(understanding, findings.answers), head)
    for name, text in pages.items():
        (tables / name).write_text(text, encoding="utf-8")
    pictures = draw(findings, results)
    mistakes = results / "mistakes.md"
    mistakes.write_text(reports.mistakes_page(findings.answers), encoding="utf-8")
    for bar in findings.bars:
        say(f"{'met     ' if bar.is_met else 'NOT MET '}{bar.title}: {bar.measured:.3f} (wanted {bar.wanted})")
    say(f"Tables: {', '.join(str(tables / name) for name in pages)}")
    say(f"Pictures and mistakes: {', '.join(str(path) for path in [*pictures, mistakes])}")
    return findings
