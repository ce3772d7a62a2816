"""What customers wanted, where they bought, what agents did with suggestions, how long things took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.desk.figures.counting import Numbers, ratio
from bot.desk.figures.drawing import Column, Series, Words, bars, share_bar
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.speaking import Speech
from bot.desk.figures.table import Cell, Row, Table

_OUTCOMES_OF_USE = ("accepted", "edited", "rejected")


@dataclass(frozen=True)
class Histogram:
    """How a kind of time is spread."""

    key: str
    title: str
    svg: Markup
    middle: Cell
    p90: Cell


def intents(now: Numbers, say: Speech) -> Table:
    """What customers wanted; a conversation with two wishes counts for both."""
    return _mix("intents", "intent:", now, say.intent, say)


def providers(now: Numbers, say: Speech) -> Table:
    """Where customers bought; the last provider that was found out in each conversation."""
    return _mix("providers", "provider:", now, say.provider, say)


def suggestions(now: Numbers, say: Speech) -> Table:
    """What became of suggestions, by what was suggested; all together in the first row."""
    subjects: dict[str, int] = {}
    for outcome in _OUTCOMES_OF_USE:
        for subject, count in now.under(f"use:{outcome}:"):
            subjects[subject] = subjects.get(subject, 0) + count
    rows = [_use_row(say.name(say.t("figures.every")), "", now, say)] if now["use"] else []
    for subject in sorted(subjects, key=lambda each: (-subjects[each], each)):
        kind, _, name = subject.partition(":")
        shown = (
            say.t(f"figures.use_{kind}", name=say.guide(name) if kind == "suggestion" else name)
            if name
            else say.t("figures.use_other")
        )
        rows.append(_use_row(say.name(shown), f":{subject}", now, say))
    head = (
        say.t("figures.suggestion"),
        *(say.t(f"figures.use_{outcome}") for outcome in _OUTCOMES_OF_USE),
        say.t("figures.used_share"),
    )
    return Table("suggestions", say.t("figures.section_suggestions"), head, tuple(rows), has_bars=True)


def histograms(now: Numbers, shown: FigureFilter, say: Speech) -> tuple[tuple[Histogram, ...], Table]:
    """First response by the clock and in opening hours, and resolution; and the table of them all."""
    kinds = (("response", now.response), ("at_work", now.at_work), ("resolution", now.resolution))
    names = say.bins()
    drawn = []
    for kind, times in kinds:
        title = say.t(f"figures.chart_{kind}")
        values = [now[f"{kind}:{place}"] for place in range(len(names))]
        columns = [
            Column(short, f"{name}: {value:,}", shown.behind(f"{kind}:{place}") if value else None)
            for place, (short, name, value) in enumerate(zip(say.short_bins(), names, values, strict=True))
        ]
        words = Words(kind, title, say.t("figures.times_text", n=times.count, middle=say.time(times.median).shown))
        svg = bars(words, columns, [Series(title, "s1", tuple(values))])
        drawn.append(Histogram(kind, title, svg, say.time(times.median, kind), say.time(times.p90, kind)))
    rows = [
        Row(say.name(name), tuple(say.count(now[f"{kind}:{place}"], f"{kind}:{place}") for kind, _ in kinds))
        for place, name in enumerate(names)
    ]
    rows.append(
        Row(
            say.name(say.t("figures.not_yet")),
            tuple(say.count(now[f"{kind}:none"], f"{kind}:none") for kind, _ in kinds),
        )
    )
    rows.append(Row(say.name(say.t("figures.median")), tuple(each.middle for each in drawn)))
    rows.append(Row(say.name(say.t("figures.p90")), tuple(each.p90 for each in drawn)))
    head = (say.t("figures.time"), *(each.title for each in drawn))
    return tuple(drawn), Table("times", say.t("figures.section_times"), head, tuple(rows))


def _mix(key: str, prefix: str, now: Numbers, named: Callable[[str], str], say: Speech) -> Table:
    found = now.under(prefix)
    largest = max((count for _, count in found), default=1)
    rows = tuple(
        Row(
            say.name(named(name)),
            (
                say.count(count, f"{prefix}{name}"),
                say.share(ratio(count, now["all"]), f"{prefix}{name}"),
            ),
            share_bar((("s1", count / largest),)),
        )
        for name, count in found
    )
    return Table(
        key,
        say.t(f"figures.section_{key}"),
        (say.t(f"figures.name_{key}"), say.t("figures.all"), say.t("figures.share")),
        rows,
        has_bars=True,
    )


def _use_row(name: Cell, suffix: str, now: Numbers, say: Speech) -> Row:
    counts: Sequence[int] = [now[f"use:{outcome}{suffix}"] for outcome in _OUTCOMES_OF_USE]
    total = sum(counts)
    cells = tuple(
        say.count(count, f"use:{outcome}{suffix}") for outcome, count in zip(_OUTCOMES_OF_USE, counts, strict=True)
    )
    bar = share_bar([(style, count / total) for style, count in zip(("good", "s2", "bad"), counts, strict=True)])
    used = f"use:used{suffix}"
    return Row(name, (*cells, say.share(ratio(counts[0] + counts[1], total), used)), bar)
