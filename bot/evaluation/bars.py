"""What the desk's understanding has to reach on messages it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation.calibration import Calibration
from bot.evaluation.entity_scores import ALL, EntityScore
from bot.evaluation.intent_scores import Group
from bot.evaluation.scope_scores import ScopeScores


@dataclass(frozen=True)
class Bar:
    """A figure and the least (or, with ``at_most``, the most) it may be."""

    title: str
    measured: float
    wanted: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the figure is good enough."""
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted


def bars(
    groups: tuple[Group, ...], scope: ScopeScores, calibrated: Calibration, entities: tuple[EntityScore, ...]
) -> tuple[Bar, ...]:
    """Every bar with its figure."""
    of = {group.title: group for group in groups}
    overall = next(score for score in entities if score.entity == ALL)
    return (
        Bar("intents, all", of["all"].accuracy, 0.92),
        Bar("intents, Japanese", of["Japanese"].accuracy, 0.93),
        Bar("intents, hard", of["hard"].accuracy, 0.85),
        Bar("right intent among the first three", of["all"].among_first_three, 0.98),
        Bar("out of scope caught at 4 % refused", scope.best.caught, 0.85),
        Bar("calibration error", calibrated.error, 0.06, at_most=True),
        Bar("entities, exact place and value, F1", overall.value.f1, 0.95),
    )
