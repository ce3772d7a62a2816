"""Numbers, shares, times and names as a reader of figures sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk import rendering_times as times
from bot.desk.figures.durations import EDGES
from bot.desk.figures.period import Period
from bot.desk.figures.table import Cell
from bot.desk.quality.naming import name_of
from bot.desk.strings import strings, text
from bot.knowledge import Knowledge
from bot.messages import Language

NOTHING = "–"
_UNITS = (86400, 3600, 60, 1)


@dataclass(frozen=True)
class Speech:
    """Says figures in one language, on one day."""

    language: Language
    knowledge: Knowledge
    today: date

    def t(self, key: str, **values: str | int) -> str:
        """A text in the language."""
        return text(key, self.language, **values)

    def count(self, value: int, figure: str | None = None, part: Period | None = None, *, nought: bool = False) -> Cell:
        """A number, with the list behind it; nought has none unless ``nought`` wants it."""
        return Cell(value, f"{value:,}", figure if value or nought else None, part)

    def share(
        self, value: float | None, figure: str | None = None, part: Period | None = None, *, nought: bool = False
    ) -> Cell:
        """A share from 0 to 1 in per cent, with the list behind it as ``count`` has it."""
        if value is None:
            return Cell(None, NOTHING)
        shown = f"{value * 100:.0f}%" if value >= 0.0995 or not value else f"{value * 100:.1f}%"
        return Cell(round(value, 4), shown, figure if value or nought else None, part)

    def time(self, seconds: float | None, figure: str | None = None) -> Cell:
        """How long something took, in its two largest units."""
        if seconds is None:
            return Cell(None, NOTHING)
        return Cell(round(seconds), self.span(seconds), figure)

    def span(self, seconds: float) -> str:
        """A time in its two largest units."""
        whole = round(seconds)
        units = self.t("figures.units").split(",")
        said: list[str] = []
        for size, unit in zip(_UNITS, units, strict=True):
            amount, left = divmod(whole, size)
            if amount and len(said) < 2:
                said.append(f"{amount:,}{unit}")
                whole = left
            elif said:
                break
        if not said:
            return f"0{units[-1]}"
        return ("" if self.language == "ja" else " ").join(said)

    def name(self, value: str, shown: str | None = None) -> Cell:
        """The first cell of a row; a file gets ``value``."""
        return Cell(value, value if shown is None else shown)

    def day(self, part: Period) -> str:
        """A day, or a week, in full."""
        first = times.day(part.first, self.today, self.language)
        if part.days == 1:
            return f"{first} ({self.t('figures.weekdays').split(',')[part.first.weekday()]})"
        return f"{first}–{times.day(part.last, self.today, self.language)}"

    def tick(self, part: Period) -> str:
        """A day as short as an axis needs it."""
        return f"{part.first.month}/{part.first.day}"

    def channel(self, name: str) -> str:
        """A channel's name."""
        key = f"figures.channel_{name}"
        return text(key, self.language) if key in strings() else name

    def tongue(self, language: str) -> str:
        """A language's name."""
        return self.t(f"figures.language_{language}")

    def provider(self, name: str | None) -> str:
        """A provider's name, or that none is known."""
        if not name or name == "none":
            return self.t("figures.provider_none")
        known = self.knowledge.providers.get(name)
        return known.name.in_(self.language) if known else name

    def intent(self, name: str) -> str:
        """What a wish is called."""
        return name_of(name, self.knowledge, self.language)

    def guide(self, name: str) -> str:
        """A guide's title."""
        known = self.knowledge.guides.get(name)
        return known.title.in_(self.language) if known else name

    def step(self, guide: str, number: int) -> str:
        """What a step of a guide says."""
        known = self.knowledge.guides.get(guide)
        if known is None or number > len(known.steps):
            return NOTHING
        return known.steps[number - 1].text.in_(self.language)

    def short_bins(self) -> Sequence[str]:
        """The same as short as an axis needs them."""
        return self.t("figures.bins").split(",")

    def bins(self) -> Sequence[str]:
        """The bars of a histogram of times."""
        ends = [times.span(edge, self.language) for edge in EDGES]
        inner = [f"{before}–{after}" for before, after in zip(ends, ends[1:], strict=False)]
        return (self.t("figures.bin_below", span=ends[0]), *inner, self.t("figures.bin_above", span=ends[-1]))
