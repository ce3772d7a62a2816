"""Where the marks of a chart stand: plain numbers in, plain numbers out. Y grows downwards, as on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.figures.scale import Scale

_MOST_OF_A_SLOT = 0.72
_WIDEST = 44.0


@dataclass(frozen=True)
class Box:
    """A rectangle by its left upper corner and its size, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height


@dataclass(frozen=True)
class Point:
    """A place in the drawing."""

    x: float
    y: float


def slots(count: int, plot: Box) -> tuple[Box, ...]:
    """So many columns of the same width beside each other, as high as the plot."""
    width = plot.width / count if count else 0.0
    return tuple(Box(plot.x + width * place, plot.y, width, plot.height) for place in range(count))


def stacks(columns: Sequence[Sequence[float]], scale: Scale, plot: Box) -> tuple[tuple[Box, ...], ...]:
    """One bar for each column, made of its values on top of each other, the first one at the foot."""
    drawn = []
    for values, slot in zip(columns, slots(len(columns), plot), strict=True):
        width = min(slot.width * _MOST_OF_A_SLOT, _WIDEST)
        left, foot = slot.x + (slot.width - width) / 2, plot.bottom
        bar = []
        for value in values:
            height = scale.share(value) * plot.height
            foot -= height
            bar.append(Box(left, foot, width, height))
        drawn.append(tuple(bar))
    return tuple(drawn)


def lines(values: Sequence[float | None], scale: Scale, plot: Box) -> tuple[tuple[Point, ...], ...]:
    """The pieces of a line through the middles of the columns; it breaks where there is no value."""
    pieces: list[tuple[Point, ...]] = []
    piece: list[Point] = []
    for value, slot in zip(values, slots(len(values), plot), strict=True):
        if value is None:
            pieces += [tuple(piece)] if piece else []
            piece = []
        else:
            piece.append(Point(slot.x + slot.width / 2, plot.bottom - scale.share(value) * plot.height))
    return (*pieces, tuple(piece)) if piece else tuple(pieces)


def funnel(values: Sequence[float], plot: Box, gap: float) -> tuple[Box, ...]:
    """Bars below each other around one middle line, the largest value as wide as the plot."""
    largest = max(values, default=0.0)
    height = (plot.height - gap * (len(values) - 1)) / len(values) if values else 0.0
    bars = []
    for place, value in enumerate(values):
        width = plot.width * value / largest if largest else 0.0
        bars.append(Box(plot.x + (plot.width - width) / 2, plot.y + place * (height + gap), width, height))
    return tuple(bars)
