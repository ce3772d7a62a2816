"""Did it help: per guide, and per step of those that were walked through."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bot.desk.figures.counting import Numbers, ratio
from bot.desk.figures.drawing import Words, share_bar, steps
from bot.desk.figures.speaking import Speech
from bot.desk.figures.table import Cell, Row, Table


@dataclass(frozen=True)
class GuideFunnel:
    """How far customers came in one guide, and the step that most of them left at."""

    guide: str
    title: str
    svg: Markup
    table: Table
    worst: str | None


def guide_table(now: Numbers, say: Speech) -> Table:
    """Every guide that was shown, the most shown first."""
    rows = []
    for guide, count in now.under("guide:"):
        yes, no = now[f"verdict:yes:{guide}"], now[f"verdict:no:{guide}"]
        share = ratio(yes, yes + no)
        cells = (
            say.count(count, f"guide:{guide}"),
            say.count(yes, f"verdict:yes:{guide}"),
            say.count(no, f"verdict:no:{guide}"),
            say.share(share, f"verdict:yes:{guide}"),
        )
        bar = share_bar((("good", share), ("bad", 1 - share))) if share is not None else share_bar(())
        rows.append(Row(say.name(say.guide(guide)), cells, bar))
    head = (
        say.t("figures.guide"),
        say.t("figures.guide_shown"),
        say.t("figures.said_yes"),
        say.t("figures.said_no"),
        say.t("figures.helped_share"),
    )
    return Table("guides", say.t("figures.section_guides"), head, tuple(rows), has_bars=True)


def funnels(now: Numbers, say: Speech) -> tuple[GuideFunnel, ...]:
    """The guides that were walked through step by step, the most walked first."""
    begun = [(name.removesuffix(":1"), count) for name, count in now.under("step:") if name.endswith(":1")]
    return tuple(_funnel(guide, now, say) for guide, _ in begun)


def step_table(found: tuple[GuideFunnel, ...], say: Speech) -> Table:
    """All funnels in one table, for a file."""
    rows = tuple(Row(say.name(funnel.title), (row.name, *row.cells)) for funnel in found for row in funnel.table.rows)
    return Table("steps", say.t("figures.section_steps"), (say.t("figures.guide"), *_head(say)), rows)


def _funnel(guide: str, now: Numbers, say: Speech) -> GuideFunnel:
    known = say.knowledge.guides.get(guide)
    reached = [int(name) for name, _ in now.under(f"step:{guide}:")]
    last = max([*reached, len(known.steps) if known else 0])
    rows, left = [], []
    for step in range(1, last + 1):
        left.append(now[f"left:{guide}:{step}"])
        rows.append(
            Row(
                say.name(str(step), f"{step}. {say.step(guide, step)}"),
                (
                    say.count(now[f"step:{guide}:{step}"], f"step:{guide}:{step}"),
                    say.count(now[f"verdict:yes:{guide}:{step}"], f"verdict:yes:{guide}:{step}"),
                    say.count(now[f"verdict:no:{guide}:{step}"], f"verdict:no:{guide}:{step}"),
                    say.count(left[-1], f"left:{guide}:{step}"),
                    say.share(ratio(left[-1], now[f"step:{guide}:{step}"]), f"left:{guide}:{step}"),
                ),
            )
        )
    past = now[f"past:{guide}:{last}"]
    blank = Cell(None, "")
    rows.append(
        Row(Cell("end", say.t("figures.all_steps_done")), (say.count(past, f"past:{guide}:{last}"), *(blank,) * 4))
    )
    values = [now[f"step:{guide}:{step}"] for step in range(1, last + 1)] + [past]
    most = max(left, default=0)
    title = say.guide(guide)
    text = say.t("figures.funnel_text", begun=values[0], steps=last, done=past)
    key = f"steps-{guide.replace('_', '-')}"
    return GuideFunnel(
        guide=guide,
        title=title,
        svg=steps(Words(key, title, text), values),
        table=Table(key, title, _head(say), tuple(rows)),
        worst=say.t("figures.most_leave", step=left.index(most) + 1, n=most) if most else None,
    )


def _head(say: Speech) -> tuple[str, ...]:
    return tuple(
        say.t(f"figures.{key}")
        for key in ("step", "step_reached", "step_done", "step_stuck", "step_left", "left_share")
    )
