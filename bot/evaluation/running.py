"""The whole evaluation: train, read, write tables, pictures and the list of mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.evaluation import reports
from bot.evaluation.context_scores import context_page, measure_in_context
from bot.evaluation.contexts import load_contexts
from bot.evaluation.machine import measured_here
from bot.evaluation.measuring import Findings, NoiseFindings, measure, measure_noise, measure_times
from bot.evaluation.pictures import draw, draw_noise
from bot.evaluation.samples import DEVELOPMENT_DAY, load_examples, load_samples
from bot.evaluation.summary import summary, write_summary
from bot.evaluation.training_data import describe, training_data_page
from bot.evaluation.understanding import train
from bot.knowledge import load_knowledge


def run(
    knowledge_dir: Path, *, tables: Path, results: Path, page: Path | None, noise: bool, say: Callable[[str], None]
) -> Findings:
    """Evaluate the training data as it is now.

    Args:
        tables: folder for the tables and pictures.
        results: folder for the list of mistakes.
        page: the page whose short table is written anew, if any.
        noise: whether to read every message with each kind of noise too.
        say: is told how far it has got.
    """
    knowledge, examples, samples = load_knowledge(knowledge_dir), load_examples(), load_samples()
    head = measured_here("scikit-learn", "spacy", "SudachiPy")
    say(f"Training on {len(examples)} messages")
    understanding = train(examples, knowledge, DEVELOPMENT_DAY)
    say(f"Reading {len(samples)} unseen messages")
    findings = measure(understanding, samples, examples)
    times = measure_times(understanding, samples)
    in_context = measure_in_context(understanding, load_contexts())
    tables.mkdir(parents=True, exist_ok=True)
    pages = {
        "understanding.md": reports.understanding_page(
            findings, head, len(examples), understanding.training_seconds, times
        ),
        "in_context.md": context_page(in_context, head),
        "entities.md": reports.entities_page(findings.entities, head),
        "training_data.md": training_data_page(describe(examples), head),
    }
    pictures = [*draw(findings, tables)]
    dirty: tuple[NoiseFindings, ...] = ()
    if noise:
        say("Reading them again with noise")
        dirty = measure_noise(understanding, findings.answers)
        pages["noise.md"] = reports.noise_page(dirty, head)
        pictures.append(draw_noise(dirty, tables))
    for name, text in pages.items():
        (tables / name).write_text(text, encoding="utf-8")
    if page is not None:
        write_summary(page, summary(findings, in_context, dirty, head))
    results.mkdir(parents=True, exist_ok=True)
    mistakes = results / "mistakes.md"
    mistakes.write_text(reports.mistakes_page(findings.answers, in_context), encoding="utf-8")
    for bar in findings.bars:
        say(f"{'met     ' if bar.is_met else 'NOT MET '}{bar.title}: {bar.measured:.3f} (wanted {bar.wanted})")
    overall = in_context.overall
    say(
        f"In the middle of a conversation: {overall.with_state.right:.3f} ({overall.without.right:.3f} without its state)"
    )
    say(f"Tables: {', '.join(str(tables / name) for name in pages)}")
    say(f"Pictures: {', '.join(str(path) for path in pictures)}")
    say(f"Mistakes: {mistakes}")
    return findings
