"""The tables that are kept under ``benchmarks/results/``, and the list of mistakes that is not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.context_scores import ContextFindings, context_mistakes
from bot.evaluation.entity_scores import EntityScore, Score, entity_mistakes
from bot.evaluation.intent_scores import Answered, by_intent, confusions
from bot.evaluation.markdown import page, percent, quoted, table
from bot.evaluation.measuring import Findings, NoiseFindings, ParseTimes

_WORST_INTENTS = 12
_WORST_CONFUSIONS = 15


def understanding_page(findings: Findings, head: str, trained_on: int, seconds: float, times: ParseTimes) -> str:
    """Intents, scope and calibration."""
    calibrated, scope = findings.calibration, findings.scope
    return page(
        "Understanding of single messages",
        head,
        f"{trained_on} training messages, {len(findings.answers)} unseen ones; {findings.met.messages - len(findings.answers)} "
        "more that another writer happened to put into the training data too, or nearly so, are left out but for the row that "
        "says so. "
        f"Training took {seconds:.1f} CPU seconds; "
        f"a message takes {times.median:.2f} CPU ms (p95 {times.p95:.2f}), entities and intent together.",
        "## Bars",
        table(
            ["", "measured", "wanted", "met"],
            [
                [bar.title, f"{bar.measured:.3f}", f"{'≤' if bar.at_most else '≥'} {bar.wanted}", _yes(bar.is_met)]
                for bar in findings.bars
            ],
        ),
        "## Intents",
        table(
            ["messages", "count", "accuracy", "among first three", "macro F1"],
            [
                [one.title, one.messages, percent(one.accuracy), percent(one.among_first_three), percent(one.macro_f1)]
                for one in (*findings.groups, findings.met)
            ],
        ),
        f"The {_WORST_INTENTS} intents with the lowest F1:",
        table(
            ["intent", "count", "precision", "recall", "F1"],
            [
                [one.intent, one.messages, percent(one.precision), percent(one.recall), percent(one.f1)]
                for one in by_intent(findings.answers)[:_WORST_INTENTS]
            ],
        ),
        "Most frequent confusions:",
        table(
            ["meant", "understood", "messages"],
            [[one.truth, one.taken_for, len(one.texts)] for one in confusions(findings.answers)[:_WORST_CONFUSIONS]],
        ),
        "## Out of scope",
        f"{scope.outside} messages out of scope, {scope.inside} within. AUROC of P(out_of_scope): {scope.auroc:.3f}.",
        table(
            ["decided by", "caught", "refused"],
            [
                *([point.title, percent(point.caught), percent(point.refused)] for point in scope.points),
                [
                    f"most caught within 4 % refused: {scope.best.title}",
                    percent(scope.best.caught),
                    percent(scope.best.refused),
                ],
            ],
        ),
        "## Calibration",
        f"Expected calibration error {calibrated.error:.3f}; mean confidence {calibrated.mean_when_right:.2f} when right, "
        f"{calibrated.mean_when_wrong:.2f} when wrong.",
        table(
            ["confidence", "messages", "mean confidence", "right"],
            [
                [f"{one.low:.1f} to {one.high:.1f}", one.messages, f"{one.confidence:.2f}", percent(one.accuracy)]
                for one in calibrated.bins
                if one.messages
            ],
        ),
    )


def entities_page(entities: Sequence[EntityScore], head: str) -> str:
    """Entities by kind: right place, and right place with the right value."""
    return page(
        "Entities",
        head,
        table(
            ["entity", "expected", "found", "place P", "R", "F1", "and value P", "R", "F1"],
            [[one.entity, one.expected, one.found, *_cells(one.span), *_cells(one.value)] for one in entities],
        ),
    )


def noise_page(findings: Sequence[NoiseFindings], head: str) -> str:
    """Accuracy by kind of noise."""
    return page(
        "Noise",
        head,
        "Each row holds the messages that the noise changes: how they fare as they were, and as they became.",
        table(
            ["noise", "messages", "clean", "noisy", "among first three", "macro F1", "Japanese", "English"],
            [
                [
                    one.noise.title,
                    one.noisy.messages,
                    percent(one.clean.accuracy),
                    percent(one.noisy.accuracy),
                    percent(one.noisy.among_first_three),
                    percent(one.noisy.macro_f1),
                    percent(one.japanese.accuracy) if one.japanese.messages else "",
                    percent(one.english.accuracy) if one.english.messages else "",
                ]
                for one in findings
            ],
        ),
    )


def mistakes_page(answers: Sequence[Answered], in_context: ContextFindings) -> str:
    """Every message that was misunderstood, for whoever improves the data; not to be copied into it."""
    lines = [f"- {one.truth} → {one.taken_for}: {', '.join(map(quoted, one.texts))}" for one in confusions(answers)]
    entities = [
        f"- {quoted(one.text)}\n"
        + "".join(f"  - missed {told}\n" for told in one.missed)
        + "".join(f"  - surplus {told}\n" for told in one.surplus)
        for one in entity_mistakes(answers)
    ]
    return page(
        "Mistakes",
        "## Intents",
        "\n".join(lines),
        "## Entities",
        "".join(entities),
        "## In the middle of a conversation",
        context_mistakes(in_context),
    )


def _cells(score: Score) -> list[str]:
    return [f"{score.precision:.2f}", f"{score.recall:.2f}", f"{score.f1:.2f}"]


def _yes(met: bool) -> str:
    return "yes" if met else "no"
