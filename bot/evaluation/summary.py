"""The short table of figures in docs/evaluation.md, written anew by every run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.context_scores import ContextFindings
from bot.evaluation.markdown import table
from bot.evaluation.measuring import Findings, NoiseFindings

_BEGIN = "<!-- figures: written by koshin evaluate -->"
_END = "<!-- end of the figures -->"


def summary(findings: Findings, in_context: ContextFindings, noise: Sequence[NoiseFindings], head: str) -> str:
    """The bars with their figures, what the state adds, and the noise that costs most."""
    rows = [
        [bar.title, f"{bar.measured:.3f}", f"{'≤' if bar.at_most else '≥'} {bar.wanted}", "yes" if bar.is_met else "no"]
        for bar in findings.bars
    ]
    with_state, without = in_context.overall.with_state.right, in_context.overall.without.right
    rows.append(["in the middle of a conversation (without its state)", f"{with_state:.3f} ({without:.3f})", "", ""])
    if noise:
        worst = min(noise, key=lambda one: one.noisy.accuracy)
        rows.append([f"intents with the worst noise: {worst.noise.title}", f"{worst.noisy.accuracy:.3f}", "", ""])
    return "\n\n".join([head, table(["unseen messages", "measured", "wanted", "met"], rows)])


def write_summary(page: Path, text: str) -> None:
    """Put the table between the two marks of a page, which must be there."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no place for the figures: {_BEGIN} … {_END}")
    page.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}", encoding="utf-8")
