"""Tables of figures, the same for a page and for a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from bot.desk.figures.period import Period


@dataclass(frozen=True)
class Cell:
    """One value; ``figure`` names the list behind it, ``part`` the part of the period that it is of.

    Args:
        value: what a spreadsheet gets.
        shown: what a reader sees.
    """

    value: str | int | float | None
    shown: str
    figure: str | None = None
    part: Period | None = None


@dataclass(frozen=True)
class Row:
    """A row: what it is of, its values, and a bar beside them."""

    name: Cell
    cells: tuple[Cell, ...]
    bar: Markup | None = None


@dataclass(frozen=True)
class Table:
    """A table of figures; ``head`` has a name for the first column and each further one."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    has_bars: bool = field(default=False)

    def file_rows(self) -> list[list[str | int | float | None]]:
        """What a spreadsheet gets."""
        return [[row.name.value, *(cell.value for cell in row.cells)] for row in self.rows]
