"""The whole page as a value: what it shows, and each table by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk.figures import guide_figures, mixes, over_time
from bot.desk.figures.counting import by_part, numbers_of
from bot.desk.figures.entries import Material
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.guide_figures import GuideFunnel
from bot.desk.figures.mixes import Histogram
from bot.desk.figures.over_time import Chart
from bot.desk.figures.speaking import Speech
from bot.desk.figures.table import Table
from bot.desk.figures.tiles import Tile, tile_table, tiles_of


@dataclass(frozen=True)
class Report:
    """Everything the page of figures shows."""

    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    histograms: tuple[Histogram, ...]
    times: Table
    guides: Table
    funnels: tuple[GuideFunnel, ...]
    steps: Table
    intents: Table
    providers: Table
    suggestions: Table
    summary: Table
    conversations: int

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every table that can be had as a file."""
        whole = (self.summary, self.times, self.guides, self.steps, self.intents, self.providers, self.suggestions)
        return {table.key: table for table in (*whole, *(chart.table for chart in self.charts))}


TABLES = (
    *("summary", "channels", "outcomes", "lost", "times", "guides"),
    *("steps", "intents", "providers", "suggestions"),
)
"""The names of the tables that can be had as files."""


def report_of(material: Material, before: Material, shown: FigureFilter, now: datetime, say: Speech) -> Report:
    """Build the page from what was counted."""
    parts = shown.period.parts()
    each = by_part(material.contacts, parts)
    whole = numbers_of(material, each)
    tiles = tiles_of(whole, numbers_of(before), material, shown, now, say)
    drawn, times = mixes.histograms(whole, shown, say)
    funnels = guide_figures.funnels(whole, say)
    return Report(
        tiles=tiles,
        charts=(
            over_time.by_channel(whole, each, parts, shown, say),
            over_time.by_outcome(whole, each, parts, shown, say),
            over_time.not_understood(whole, each, parts, shown, say),
        ),
        histograms=drawn,
        times=times,
        guides=guide_figures.guide_table(whole, say),
        funnels=funnels,
        steps=guide_figures.step_table(funnels, say),
        intents=mixes.intents(whole, say),
        providers=mixes.providers(whole, say),
        suggestions=mixes.suggestions(whole, say),
        summary=tile_table(tiles, say),
        conversations=whole["all"],
    )
