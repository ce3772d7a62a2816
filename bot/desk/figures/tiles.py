"""The numbers on top of the page, each beside that of the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.desk.figures.counting import Numbers
from bot.desk.figures.entries import Material
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.speaking import Speech
from bot.desk.figures.table import Cell, Row, Table

Tone = Literal["good", "bad", "neutral"]

ENDED = ("outcome:solved", "outcome:human", "outcome:unsolved")
_SAME = 0.0005


@dataclass(frozen=True)
class Change:
    """How a number differs from that of the period before; ``before`` is that number, ``href`` the list behind it."""

    shown: str
    tone: Tone
    before: str
    href: str


@dataclass(frozen=True)
class Tile:
    """One number on top, and what belongs to it: pairs of a label and a cell."""

    key: str
    label: str
    value: Cell
    details: tuple[tuple[str, Cell], ...] = ()
    change: Change | None = None


@dataclass(frozen=True)
class _Kind:
    """What a tile compares: a value of each period, whether more of it is better, and whether it is a share."""

    figure: str
    better: Literal["more", "less", "neither"]
    is_share: bool = False


def tiles_of(
    now: Numbers, before: Numbers, material: Material, shown: FigureFilter, moment: datetime, say: Speech
) -> tuple[Tile, ...]:
    """All tiles in their order."""

    def tile(key: str, kind: _Kind, values: tuple[Cell, Cell], *details: tuple[str, Cell]) -> Tile:
        return Tile(key, say.t(f"figures.tile_{key}"), values[0], details, _change(kind, *values, shown))

    def shares(name: str, *whole: str) -> tuple[Cell, Cell]:
        return say.share(now.share(name, *whole), name, nought=True), say.share(before.share(name, *whole), name)

    def number(name: str) -> Cell:
        return say.count(now[name], name, nought=True)

    def middles(name: str) -> tuple[Cell, Cell]:
        return tuple(say.time(getattr(numbers, name).median, name) for numbers in (now, before))  # type: ignore[return-value]

    counted = say.t("figures.counted")
    return (
        tile(
            "conversations",
            _Kind("all", "neither"),
            (number("all"), say.count(before["all"], "all")),
            (say.t("figures.outcome_open"), number("outcome:open")),
        ),
        tile(
            "solved",
            _Kind("outcome:solved", "more", True),
            shares("outcome:solved", *ENDED),
            (counted, number("outcome:solved")),
            (say.t("figures.outcome_unsolved"), number("outcome:unsolved")),
        ),
        tile(
            "human",
            _Kind("outcome:human", "neither", True),
            shares("outcome:human", *ENDED),
            (counted, number("outcome:human")),
            (say.t("figures.cases"), number("case")),
        ),
        tile(
            "lost",
            _Kind("lost", "less", True),
            shares("lost", "all"),
            (counted, number("lost")),
            (say.t("figures.messages"), number("message:lost")),
        ),
        tile(
            "response",
            _Kind("response", "less"),
            middles("response"),
            (say.t("figures.p90"), say.time(now.response.p90, "response")),
            (say.t("figures.at_work"), say.time(now.at_work.median, "at_work")),
        ),
        tile(
            "resolution",
            _Kind("resolution", "less"),
            middles("resolution"),
            (say.t("figures.p90"), say.time(now.resolution.p90, "resolution")),
            (say.t("figures.counted"), number("resolution")),
        ),
        tile(
            "helped",
            _Kind("verdict:yes", "more", True),
            shares("verdict:yes", "verdict:yes", "verdict:no"),
            (say.t("figures.said_yes"), number("verdict:yes")),
            (say.t("figures.said_no"), number("verdict:no")),
        ),
        _waiting(now, material, moment, say),
    )


def _waiting(now: Numbers, material: Material, moment: datetime, say: Speech) -> Tile:
    longest = max((moment - each.since for each in material.waiting), default=None)
    waited = say.time(longest.total_seconds() if longest is not None else None, "waiting")
    return Tile(
        "waiting",
        say.t("figures.tile_waiting"),
        say.count(now["waiting"], "waiting", nought=True),
        ((say.t("figures.longest_wait"), waited),),
    )


def _change(kind: _Kind, value: Cell, before: Cell, shown: FigureFilter) -> Change | None:
    now, then = value.value, before.value
    if not isinstance(now, (int, float)) or not isinstance(then, (int, float)):
        return None
    if not kind.is_share and not then:
        return None
    difference = now - then if kind.is_share else (now - then) / then
    unit = " pt" if kind.is_share else "%"
    said = "±0" if abs(difference) < _SAME else f"{difference * 100:+.1f}".removesuffix(".0").replace("-", "−")
    tone: Tone = "neutral"
    if abs(difference) >= _SAME and kind.better != "neither":
        tone = "good" if (difference > 0) == (kind.better == "more") else "bad"
    earlier = replace(shown, period=shown.period.before)
    return Change(f"{said}{unit}", tone, before.shown, earlier.behind(kind.figure))


def tile_table(tiles: Sequence[Tile], say: Speech) -> Table:
    """The tiles as a table for a file."""
    rows = []
    for tile in tiles:
        before = Cell(tile.change.before, tile.change.before) if tile.change else Cell(None, "")
        rows.append(Row(say.name(tile.label), (tile.value, before)))
        for label, cell in tile.details:
            rows.append(Row(say.name(f"{tile.label}: {label}"), (cell, Cell(None, ""))))
    head = (say.t("figures.figure"), say.t("figures.value"), say.t("figures.before"))
    return Table("summary", say.t("figures.summary"), head, tuple(rows))
