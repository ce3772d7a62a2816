"""The icons of the rich menu, drawn with lines in a disc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians, sin

from PIL import ImageDraw

Point = tuple[float, float]


def draw_icon(pen: ImageDraw.ImageDraw, name: str, centre: Point, size: float, *, ink: str, disc: str) -> None:
    """Draw an icon in its disc.

    Raises:
        KeyError: there is no such icon.
    """
    radius = size / 2
    pen.ellipse([centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius], fill=disc)
    _ICONS[name](_Stylus(pen, centre, size / 100, ink, disc))


class _Stylus:
    """Draws round-ended lines on a field from -50 to 50 both ways."""

    def __init__(self, pen: ImageDraw.ImageDraw, centre: Point, scale: float, ink: str, ground: str) -> None:
        self._pen, self._centre, self._scale, self._ink, self._ground = pen, centre, scale, ink, ground
        self.width = 5.0

    def line(self, *points: Point, ink: str | None = None, width: float | None = None) -> None:
        """A line through some points."""
        thick = (width or self.width) * self._scale
        placed = [self._place(point) for point in points]
        colour = ink or self._ink
        self._pen.line(placed, fill=colour, width=round(thick), joint="curve")
        for x, y in (placed[0], placed[-1]):
            self._pen.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=colour)

    def arc(self, middle: Point, radius: float, start: float, end: float) -> None:
        """Part of a circle, in degrees clockwise from the right."""
        steps = max(int(abs(end - start) / 3), 2)
        angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        self.line(*[(middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for angle in angles])

    def arrow(self, tip: Point, towards: float) -> None:
        """The head of an arrow that points towards an angle."""
        wings = [radians(towards + 180 + side) for side in (-38, 38)]
        one, other = [(tip[0] + 15 * cos(angle), tip[1] + 15 * sin(angle)) for angle in wings]
        self.line(one, tip, other)

    def frame(self, left: float, top: float, right: float, bottom: float, rounding: float = 5) -> None:
        """A rounded rectangle."""
        box = [*self._place((left, top)), *self._place((right, bottom))]
        self._pen.rounded_rectangle(
            box, rounding * self._scale, outline=self._ink, width=round(self.width * self._scale)
        )

    def dot(self, middle: Point, radius: float) -> None:
        """A filled disc."""
        x, y = self._place(middle)
        reach = radius * self._scale
        self._pen.ellipse([x - reach, y - reach, x + reach, y + reach], fill=self._ink)

    def oval(self, middle: Point, across: float, up: float) -> None:
        """An ellipse's outline."""
        x, y = self._place(middle)
        box = [x - across * self._scale, y - up * self._scale, x + across * self._scale, y + up * self._scale]
        self._pen.ellipse(box, outline=self._ink, width=round(self.width * self._scale))

    def gap(self, *points: Point) -> None:
        """A line in the colour of the ground, to part what crosses."""
        self.line(*points, ink=self._ground, width=14)

    def _place(self, point: Point) -> Point:
        return self._centre[0] + point[0] * self._scale, self._centre[1] + point[1] * self._scale


def _register(pen: _Stylus) -> None:
    pen.frame(-22, -27, 16, 27)
    for y in (-13, -1, 11):
        pen.line((-12, y), (6 if y < 11 else -2, y))
    pen.gap((28, -8), (6, 20))
    pen.line((28, -8), (9, 15), (5, 22), (12, 18), (31, -5), (28, -8))


def _stop(pen: _Stylus) -> None:
    for start in (15, 195):  # two arrows that chase each other
        pen.arc((0, 0), 26, start, start + 125)
        pen.arrow((26 * cos(radians(start + 132)), 26 * sin(radians(start + 132))), start + 215)
    pen.gap((-27, -27), (27, 27))
    pen.line((-27, -27), (27, 27))


def _charge(pen: _Stylus) -> None:
    pen.frame(-31, -21, 31, 21)
    pen.line((-27, -8), (27, -8), width=7)
    pen.line((-20, 9), (-6, 9))
    pen.line((12, 9), (20, 9))


def _number(pen: _Stylus) -> None:
    pen.oval((-6, -6), 20, 20)
    pen.line((9, 9), (27, 27), width=7)
    for x in (-11, -2):
        pen.line((x + 1, -15), (x - 2, 3), width=3.4)
    for y in (-10, -2):
        pen.line((-16, y), (4, y), width=3.4)


def _person(pen: _Stylus) -> None:
    pen.oval((0, -13), 13, 13)
    pen.arc((0, 32), 27, 205, 335)
    pen.line((-24.5, 20.5), (-25, 28), (25, 28), (24.5, 20.5))


def _language(pen: _Stylus) -> None:
    pen.oval((0, 0), 28, 28)
    pen.oval((0, 0), 12, 28)
    pen.line((-25, 0), (25, 0))


_ICONS: dict[str, Callable[[_Stylus], None]] = {
    "register": _register,
    "stop": _stop,
    "charge": _charge,
    "number": _number,
    "person": _person,
    "language": _language,
}
ICONS: Sequence[str] = tuple(_ICONS)
"""The icons there are."""
