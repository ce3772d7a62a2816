"""Charts as SVG. Colours and patterns are classes of ``figures.css``; each chart says its numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.desk.figures.geometry import Box, funnel, lines, slots, stacks
from bot.desk.figures.scale import Scale, scale_for, spread

_LEFT, _RIGHT, _TOP, _FOOT = 40.0, 8.0, 18.0, 26.0
_ROOM_FOR_A_NUMBER = 24.0
_ROUND = 2.0
_PATTERNS = {"s3": "dots", "bad": "hatch"}
"""Kinds that stand beside others are told apart without colours too."""


@dataclass(frozen=True)
class Size:
    """How large a drawing is; ``labels`` is how many fit below it."""

    name: str
    width: float
    height: float
    labels: int

    @property
    def plot(self) -> Box:
        """Where the marks go."""
        return Box(_LEFT, _TOP, self.width - _LEFT - _RIGHT, self.height - _TOP - _FOOT)


SIZES = (Size("wide", 1040, 230, 13), Size("narrow", 340, 220, 6))
"""Each chart is drawn for wide and for narrow screens; the style sheet shows one of them."""


@dataclass(frozen=True)
class Series:
    """One kind of thing in each column; ``style`` is its class."""

    label: str
    style: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Column:
    """One place on the time axis: a short label, what it says in full, and where it leads."""

    label: str
    said: str
    href: str | None = None


@dataclass(frozen=True)
class Words:
    """What a chart is called, and what it shows in one sentence; ``key`` makes its ids its own."""

    key: str
    title: str
    description: str


def bars(words: Words, columns: Sequence[Column], series: Sequence[Series]) -> Markup:
    """Stacked bars over time, or over anything else that has an order."""
    stacked = [[each.values[place] for each in series] for place in range(len(columns))]
    scale = scale_for(max((sum(values) for values in stacked), default=0))

    def draw(size: Size) -> Markup:
        parts = []
        for values, boxes in zip(stacked, stacks(stacked, scale, size.plot), strict=True):
            parts += [
                _rect(box, f"mark {each.style}")
                for each, box, value in zip(series, boxes, values, strict=True)
                if value
            ]
            if boxes and sum(values) and size.plot.width / len(stacked) >= _ROOM_FOR_A_NUMBER:
                top = boxes[-1]
                parts.append(_text(top.x + top.width / 2, top.y - 5, f"{sum(values):,.0f}", "total"))
        return Markup("").join(parts)

    return _chart(words, columns, scale, _count, draw)


def rates(words: Words, columns: Sequence[Column], values: Sequence[float | None]) -> Markup:
    """A line of shares (0 to 1) over time, with a dot at each place where there is one."""
    scale = scale_for(max((value for value in values if value is not None), default=0) or 0.1, whole=False)

    def draw(size: Size) -> Markup:
        parts = []
        for piece in lines(values, scale, size.plot):
            path = " ".join(f"{_n(point.x)},{_n(point.y)}" for point in piece)
            parts.append(Markup('<polyline class="line" points="{}"/>').format(path))
            parts += [
                Markup('<circle class="dot" cx="{}" cy="{}" r="3"/>').format(_n(point.x), _n(point.y))
                for point in piece
            ]
        return Markup("").join(parts)

    return _chart(words, columns, scale, _percent, draw)


def steps(words: Words, values: Sequence[int]) -> Markup:
    """A funnel: how many came as far as each step, and at last how many did them all."""
    width, row, gap = 320.0, 26.0, 8.0
    height = len(values) * (row + gap) - gap if values else row
    boxes = funnel(values, Box(28, 2, width - 36, height), gap)
    parts = []
    for before, after in zip(boxes, boxes[1:], strict=False):
        corners = (before.x, before.bottom, before.right, before.bottom, after.right, after.y, after.x, after.y)
        parts.append(Markup('<polygon class="between" points="{}"/>').format(" ".join(map(_n, corners))))
    for number, (value, box) in enumerate(zip(values, boxes, strict=True), 1):
        parts.append(_rect(box, "mark s1"))
        middle = box.y + box.height / 2 + 4
        parts.append(_text(10, middle, "✓" if number == len(values) else str(number), "tick"))
        inside = box.width > 34
        x = box.x + box.width / 2 if inside else box.right + 14
        parts.append(_text(x, middle, f"{value:,}", "inside" if inside else "total"))
    return _svg(words, Size("steps", width, height + 4, 0), Markup("").join(parts), Markup(""))


def share_bar(shares: Sequence[tuple[str, float]]) -> Markup:
    """A bar in a table's row: shares (0 to 1) of its width, each with its class; the numbers stand beside it."""
    parts, left = [], 0.0
    for style, share in shares:
        parts.append(_rect(Box(left, 0, 100 * share, 10), f"mark {style}", rounded=False))
        left += 100 * share
    return Markup(
        '<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup("").join(parts))


def key(style: str) -> Markup:
    """The small square of a legend."""
    return Markup('<svg class="key" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>').format(
        _rect(Box(0, 0, 12, 12), f"mark {style}")
    )


def _chart(
    words: Words,
    columns: Sequence[Column],
    scale: Scale,
    written: Callable[[float], str],
    draw: Callable[[Size], Markup],
) -> Markup:
    drawn = []
    for size in SIZES:
        plot = size.plot
        inner = [_axis(plot, scale, written), draw(size)]
        places = slots(len(columns), plot)
        for place in spread(len(columns), size.labels):
            inner.append(
                _text(places[place].x + places[place].width / 2, size.height - 8, columns[place].label, "tick")
            )
        touch = Markup("").join(_touch(column, slot) for column, slot in zip(columns, places, strict=True))
        drawn.append(_svg(words, size, Markup("").join(inner), touch))
    return Markup("").join(drawn)


def _axis(plot: Box, scale: Scale, written: Callable[[float], str]) -> Markup:
    parts = []
    for mark in scale.marks:
        y = plot.bottom - scale.share(mark) * plot.height
        style = "axis" if mark == 0 else "grid"
        parts.append(
            Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                style, _n(plot.x), _n(plot.right), _n(y), _n(y)
            )
        )
        parts.append(_text(plot.x - 6, y + 4, written(mark), "mark-label"))
    return Markup("").join(parts)


def _touch(column: Column, slot: Box) -> Markup:
    """The whole column says its numbers under a mouse; a keyboard finds the same link in the table."""
    area = Markup('<rect class="touch" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
        _n(slot.x), _n(slot.y), _n(slot.width), _n(slot.height), column.said
    )
    if column.href is None:
        return area
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(column.href, area)


def _svg(words: Words, size: Size, inner: Markup, over: Markup) -> Markup:
    """A picture with a name and a description; what lies over it for the mouse is not a part of the picture."""
    name = f"{words.key}-{size.name}"
    picture = Markup(
        '<g role="img" aria-labelledby="{}-title {}-text"><title id="{}-title">{}</title><desc id="{}-text">{}</desc>{}</g>'
    ).format(name, name, name, words.title, name, words.description, inner)
    return Markup('<svg class="chart {}" viewBox="0 0 {} {}">{}<g aria-hidden="true">{}</g></svg>').format(
        size.name, _n(size.width), _n(size.height), picture, over
    )


def _rect(box: Box, style: str, *, rounded: bool = True) -> Markup:
    corner = Markup(' rx="{}"').format(_n(min(_ROUND, box.width / 2, box.height / 2))) if rounded else ""
    place = (_n(box.x), _n(box.y), _n(box.width), _n(box.height), corner)
    plain = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>').format(style, *place)
    pattern = _PATTERNS.get(style.rpartition(" ")[2]) if rounded else None
    if pattern is None:
        return plain
    over = Markup('<rect fill="url(#{})" x="{}" y="{}" width="{}" height="{}"{}/>').format(pattern, *place)
    return plain + over


def _text(x: float, y: float, said: str, style: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(style, _n(x), _n(y), escape(said))


def _n(value: float) -> str:
    """A number as short as the eye needs it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return f"{value * 100:.3g}%"
