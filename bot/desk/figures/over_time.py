"""What happened day by day: channels, how conversations ended, what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.desk.figures.contacts import OUTCOMES
from bot.desk.figures.counting import Numbers, ratio
from bot.desk.figures.drawing import Column, Series, Words, bars, rates
from bot.desk.figures.filters import CHANNELS, LANGUAGES, FigureFilter
from bot.desk.figures.period import Period
from bot.desk.figures.speaking import NOTHING, Speech
from bot.desk.figures.table import Cell, Row, Table
from bot.desk.figures.tiles import ENDED

CHANNEL_STYLES = {"web": "s1", "line": "s2", "slack": "s3"}
OUTCOME_STYLES = {"solved": "good", "human": "s2", "unsolved": "bad", "open": "rest"}


@dataclass(frozen=True)
class LegendItem:
    """A kind of mark: its class, its name, and how many there are in all."""

    style: str
    label: str
    total: Cell


@dataclass(frozen=True)
class Chart:
    """A drawing with its legend and the table of the same numbers."""

    key: str
    title: str
    lead: str
    svg: Markup
    legend: tuple[LegendItem, ...]
    table: Table


def by_channel(
    whole: Numbers, each: Sequence[Numbers], parts: Sequence[Period], shown: FigureFilter, say: Speech
) -> Chart:
    """Conversations over time by channel; the table tells the languages too."""
    names = [("channel", name, say.channel(name)) for name in CHANNELS]
    names += [("language", name, say.tongue(name)) for name in LANGUAGES]
    rows = tuple(
        Row(
            say.name(part.first.isoformat(), say.day(part)),
            (
                say.count(numbers["all"], "all", part),
                *(say.count(numbers[f"{kind}:{name}"], f"{kind}:{name}", part) for kind, name, _ in names),
            ),
        )
        for part, numbers in zip(parts, each, strict=True)
    )
    head = (say.t("figures.day"), say.t("figures.all"), *(label for _, _, label in names))
    series = [
        Series(say.channel(name), CHANNEL_STYLES[name], tuple(numbers[f"channel:{name}"] for numbers in each))
        for name in CHANNELS
    ]
    return _stacked(
        "channels",
        [f"channel:{name}" for name in CHANNELS],
        series,
        whole,
        each,
        parts,
        shown,
        say,
        head,
        rows,
    )


def by_outcome(
    whole: Numbers, each: Sequence[Numbers], parts: Sequence[Period], shown: FigureFilter, say: Speech
) -> Chart:
    """Conversations over time by how they ended."""
    rows = tuple(
        Row(
            say.name(part.first.isoformat(), say.day(part)),
            (
                *(say.count(numbers[f"outcome:{name}"], f"outcome:{name}", part) for name in OUTCOMES),
                say.share(numbers.share("outcome:solved", *ENDED), "outcome:solved", part),
            ),
        )
        for part, numbers in zip(parts, each, strict=True)
    )
    head = (
        say.t("figures.day"),
        *(say.t(f"figures.outcome_{name}") for name in OUTCOMES),
        say.t("figures.solved_share"),
    )
    series = [
        Series(
            say.t(f"figures.outcome_{name}"),
            OUTCOME_STYLES[name],
            tuple(numbers[f"outcome:{name}"] for numbers in each),
        )
        for name in OUTCOMES
    ]
    return _stacked(
        "outcomes",
        [f"outcome:{name}" for name in OUTCOMES],
        series,
        whole,
        each,
        parts,
        shown,
        say,
        head,
        rows,
    )


def not_understood(
    whole: Numbers, each: Sequence[Numbers], parts: Sequence[Period], shown: FigureFilter, say: Speech
) -> Chart:
    """The share of conversations with a message that was not understood."""
    values = [ratio(numbers["lost"], numbers["all"]) for numbers in each]
    columns = [
        Column(
            say.tick(part),
            f"{say.day(part)}: {say.share(value).shown} ({numbers['lost']:,} / {numbers['all']:,})",
            shown.behind("lost", part) if numbers["lost"] else None,
        )
        for part, numbers, value in zip(parts, each, values, strict=True)
    ]
    rows = tuple(
        Row(
            say.name(part.first.isoformat(), say.day(part)),
            (
                say.share(value, "lost", part),
                say.count(numbers["lost"], "lost", part),
                say.count(numbers["all"], "all", part),
                say.count(numbers["message:lost"], "message:lost", part),
                say.count(numbers["message"], "message", part),
            ),
        )
        for part, numbers, value in zip(parts, each, values, strict=True)
    )
    head = tuple(
        say.t(f"figures.{key}") for key in ("day", "lost_share", "lost", "all", "messages_lost", "messages_read")
    )
    title = say.t("figures.chart_lost")
    overall = say.share(ratio(whole["lost"], whole["all"])).shown
    return Chart(
        key="lost",
        title=title,
        lead=say.t("figures.chart_lost_lead"),
        svg=rates(
            Words("lost", title, say.t("figures.chart_text", total=overall, days=shown.period.days)), columns, values
        ),
        legend=(),
        table=Table("lost", title, head, rows),
    )


def _stacked(
    key: str,
    figures: Sequence[str],
    series: Sequence[Series],
    whole: Numbers,
    each: Sequence[Numbers],
    parts: Sequence[Period],
    shown: FigureFilter,
    say: Speech,
    head: tuple[str, ...],
    rows: tuple[Row, ...],
) -> Chart:
    title = say.t(f"figures.chart_{key}")
    columns = [
        Column(
            say.tick(part), _said(say.day(part), place, series), shown.behind("all", part) if numbers["all"] else None
        )
        for place, (part, numbers) in enumerate(zip(parts, each, strict=True))
    ]
    return Chart(
        key=key,
        title=title,
        lead=say.t(f"figures.chart_{key}_lead"),
        svg=bars(
            Words(key, title, say.t("figures.chart_text", total=f"{whole['all']:,}", days=shown.period.days)),
            columns,
            series,
        ),
        legend=tuple(
            LegendItem(one.style, one.label, say.count(whole[figure], figure))
            for one, figure in zip(series, figures, strict=True)
        ),
        table=Table(key, title, head, rows),
    )


def _said(day: str, place: int, series: Sequence[Series]) -> str:
    found = [f"{one.label} {one.values[place]:,}" for one in series if one.values[place]]
    return f"{day}: {', '.join(found) or NOTHING}"
