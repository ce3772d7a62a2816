"""The figures that are better seen than read: confusions, confidences, calibration, the scope's curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.evaluation.calibration import Calibration
from bot.evaluation.intent_scores import Answered
from bot.evaluation.measuring import Findings, NoiseFindings
from bot.evaluation.scope_scores import ALLOWED_REFUSALS
from bot.nlu.intent_model import OUT_OF_SCOPE

_RIGHT, _WRONG = "#2a6f97", "#d1495b"
_DPI = 130


def draw(findings: Findings, folder: Path) -> tuple[Path, ...]:
    """Write the pictures into a folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return (
        _picture(folder / "confusion.png", (13, 12), lambda axes: _confusion(axes, findings.answers)),
        _picture(folder / "confidence.png", (7, 4.5), lambda axes: _confidence(axes, findings.answers)),
        _picture(folder / "reliability.png", (5.5, 5), lambda axes: _reliability(axes, findings.calibration)),
        _picture(folder / "out_of_scope.png", (5.5, 5), lambda axes: _scope(axes, findings.answers)),
    )


def draw_noise(findings: Sequence[NoiseFindings], folder: Path) -> Path:
    """Write the picture of what each kind of noise costs; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    return _picture(folder / "noise.png", (7, 5), lambda axes: _noise(axes, findings))


def _picture(path: Path, size: tuple[float, float], paint: Callable[[Axes], None]) -> Path:
    figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    paint(figure.add_subplot())
    figure.savefig(path, metadata={"Software": None})  # so that equal figures make equal files
    return path


def _confusion(axes: Axes, answers: Sequence[Answered]) -> None:
    names = sorted({sample.intent for sample, _ in answers} | {reading.intent for _, reading in answers})
    counts = np.zeros((len(names), len(names)))
    for sample, reading in answers:
        counts[names.index(sample.intent), names.index(reading.intent)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.argwhere(counts):
        colour = "white" if shares[row, column] > 0.5 else ("#555555" if row == column else _WRONG)
        axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", color=colour, fontsize=7)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="understood", ylabel="meant", title="What was understood for what was meant (messages)")


def _confidence(axes: Axes, answers: Sequence[Answered]) -> None:
    right = [reading.ranking[0].confidence for sample, reading in answers if reading.intent == sample.intent]
    wrong = [reading.ranking[0].confidence for sample, reading in answers if reading.intent != sample.intent]
    axes.hist([right, wrong], bins=20, range=(0, 1), color=[_RIGHT, _WRONG], label=["right", "wrong"])
    axes.set(xlabel="confidence of the first intent", ylabel="messages", title="Confidence when right and when wrong")
    axes.set_yscale("symlog", linthresh=10)
    axes.legend()


def _reliability(axes: Axes, calibrated: Calibration) -> None:
    filled = [one for one in calibrated.bins if one.messages]
    axes.plot([0, 1], [0, 1], color="#999999", linestyle=":", label="perfect")
    axes.plot([one.confidence for one in filled], [one.accuracy for one in filled], color=_RIGHT, marker="o")
    for one in filled:
        axes.annotate(
            str(one.messages), (one.confidence, one.accuracy), (4, -11), textcoords="offset points", fontsize=8
        )
    title = f"Calibration (error {calibrated.error:.3f}; messages beside the points)"
    axes.set(xlabel="confidence", ylabel="share that was right", xlim=(0, 1.02), ylim=(0, 1.02), title=title)
    axes.legend(loc="upper left")


def _scope(axes: Axes, answers: Sequence[Answered]) -> None:
    from sklearn.metrics import roc_curve

    foreign = [sample.intent == OUT_OF_SCOPE for sample, _ in answers]
    refused, caught, _ = roc_curve(foreign, [reading.outside for _, reading in answers])
    axes.step(refused, caught, where="post", color=_RIGHT)
    axes.axvline(ALLOWED_REFUSALS, color=_WRONG, linestyle=":", label=f"{ALLOWED_REFUSALS:.0%} refused")
    axes.set(xlabel="messages within scope that are refused", ylabel="messages out of scope that are caught")
    axes.set(xlim=(-0.01, 0.5), ylim=(0, 1.02), title="Out of scope by its probability")
    axes.legend(loc="lower right")


def _noise(axes: Axes, findings: Sequence[NoiseFindings]) -> None:
    ordered = sorted(findings, key=lambda one: one.clean.accuracy - one.noisy.accuracy)
    rows = range(len(ordered))
    clean, noisy = [one.clean.accuracy for one in ordered], [one.noisy.accuracy for one in ordered]
    axes.hlines(rows, noisy, clean, color="#999999", zorder=1)
    axes.scatter(clean, rows, color=_RIGHT, label="clean", zorder=2)
    axes.scatter(noisy, rows, color=_WRONG, label="with the noise", zorder=2)
    axes.set_yticks(rows, [one.noise.title for one in ordered])
    axes.set(xlabel="accuracy", title="What each kind of noise costs", xlim=(min([*clean, *noisy, 0.8]) - 0.02, 1))
    axes.legend(loc="lower left")
