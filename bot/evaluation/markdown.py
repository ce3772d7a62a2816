"""Figures as Markdown that reads well in a diff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """A table; cells of all but the first column stand to the right."""
    lines = [_row(columns), _row(["---", *["---:"] * (len(columns) - 1)])]
    return "\n".join([*lines, *(_row([str(cell) for cell in row]) for row in rows)])


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal."""
    return f"{100 * share:.1f} %"


def page(title: str, *paragraphs: str) -> str:
    """A whole page, its parts parted by blank lines."""
    return "\n\n".join([f"# {title}", *paragraphs]) + "\n"


def quoted(text: str) -> str:
    """A message as it can stand in a table or a list."""
    return "`" + " ".join(text.replace("`", "'").replace("|", "¦").split()) + "`"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
