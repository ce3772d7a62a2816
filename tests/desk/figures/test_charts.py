"""The charts: round marks, shapes that say their numbers, words for those who don't see them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.figures.drawing import SIZES, Column, Series, Words, bars, rates, share_bar, steps
from bot.desk.figures.durations import bar_of, times_of
from bot.desk.figures.geometry import Box, funnel, lines, slots, stacks
from bot.desk.figures.scale import scale_for, spread

PLOT = Box(40, 18, 992, 186)
COUNTS = st.integers(0, 50_000)
ROWS = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), min_size=1, max_size=40))


@given(largest=st.one_of(st.just(0.0), st.floats(1e-4, 1e9)), marks=st.integers(2, 8), whole=st.booleans())
def test_an_axis_has_room_for_its_largest_value_and_round_marks(largest: float, marks: int, whole: bool) -> None:
    scale = scale_for(largest, marks, whole=whole)
    assert scale.top >= largest * (1 - 1e-9)
    assert scale.marks[0] == 0
    assert scale.marks[-1] == pytest.approx(scale.top)
    assert 2 <= len(scale.marks) <= marks + 1 or largest == 0
    first = f"{scale.step:.12e}"
    assert re.match(r"[125]\.0+e", first), first
    assert not whole or scale.step == int(scale.step)
    assert scale.top - scale.step < largest or largest == 0


@given(count=st.integers(0, 400), most=st.integers(1, 20))
def test_labels_are_spread_evenly(count: int, most: int) -> None:
    places = spread(count, most)
    assert len(places) <= most
    assert len({b - a for a, b in zip(places, places[1:], strict=False)}) <= 1
    assert not count or places[0] == 0


@given(rows=ROWS)
def test_a_stack_is_as_high_as_its_sum_and_stays_in_the_plot(rows: list[list[int]]) -> None:
    scale = scale_for(max(map(sum, rows)))
    for values, bar, slot in zip(rows, stacks(rows, scale, PLOT), slots(len(rows), PLOT), strict=True):
        assert sum(box.height for box in bar) == pytest.approx(PLOT.height * sum(values) / scale.top)
        foot = PLOT.bottom
        for value, box in zip(values, bar, strict=True):
            assert box.height == pytest.approx(PLOT.height * value / scale.top)
            assert box.bottom == pytest.approx(foot)
            assert slot.x <= box.x <= box.right <= slot.right + 1e-6
            foot = box.y
        assert foot >= PLOT.y - 1e-6


@given(values=st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=60))
def test_a_line_has_a_point_for_each_value_and_breaks_where_there_is_none(values: list[float | None]) -> None:
    pieces = lines(values, scale_for(1, whole=False), PLOT)
    assert sum(map(len, pieces)) == sum(value is not None for value in values)
    breaks = sum(a is not None and b is None for a, b in zip(values, [*values[1:], None], strict=True)) if values else 0
    assert len(pieces) == breaks
    assert all(PLOT.y - 1e-6 <= point.y <= PLOT.bottom + 1e-6 for piece in pieces for point in piece)


@given(values=st.lists(COUNTS, min_size=1, max_size=12))
def test_a_funnel_is_as_wide_as_its_numbers(values: list[int]) -> None:
    boxes = funnel(values, Box(0, 0, 300, 400), 8)
    for value, box in zip(values, boxes, strict=True):
        assert box.width == pytest.approx(300 * value / max(values) if max(values) else 0)
        assert box.x + box.width / 2 == pytest.approx(150)
    assert boxes[-1].bottom == pytest.approx(400)


@given(seconds=st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_the_ninetieth_percentile_holds_nine_of_ten(seconds: list[float]) -> None:
    times = times_of(seconds)
    assert times.median is not None
    assert times.p90 is not None
    assert sum(each <= times.p90 for each in seconds) >= 0.9 * len(seconds)
    assert times.p90 in seconds
    assert min(seconds) <= times.median <= max(seconds)


def test_a_time_on_an_edge_is_in_the_longer_bar() -> None:
    assert [bar_of(seconds) for seconds in (0, 299, 300, 3600, 86399, 86400, 1e7)] == [0, 0, 1, 3, 4, 5, 5]


def drawn(markup: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{markup}</all>"))


COLUMNS = [Column("11/1", "11月1日: Web 3", "/desk/figures/x?a=1&b=2"), Column("11/2", "<&>", None)]


def test_a_chart_says_what_it_shows_and_where_each_column_leads() -> None:
    svg = bars(Words("k", "会話 <数>", "2日間"), COLUMNS, [Series("Web", "s1", (3, 0)), Series("Slack", "s3", (1, 2))])
    found = drawn(svg)
    assert [each.get("class") for each in found] == [f"chart {size.name}" for size in SIZES]
    for each in found:
        ids = {element.get("id"): element.text for element in each.iter() if element.get("id")}
        picture, over = each
        assert (picture.get("role"), over.get("aria-hidden")) == ("img", "true")
        assert [ids[name] for name in (picture.get("aria-labelledby") or "").split()] == ["会話 <数>", "2日間"]
        assert list(picture.iter("a")) == []
        assert [link.get("href") for link in each.iter("a")] == ["/desk/figures/x?a=1&b=2"]
        assert [title.text for title in each.iter("title")][1:] == ["11月1日: Web 3", "<&>"]
        kinds = [rect.get("class") for rect in each.iter("rect") if "mark" in (rect.get("class") or "")]
        assert kinds == ["mark s1", "mark s3", "mark s3"]
    assert "style=" not in svg


def test_the_two_drawings_of_a_chart_have_ids_of_their_own() -> None:
    svg = bars(Words("k", "t", "d"), COLUMNS, []) + rates(Words("r", "t", "d"), COLUMNS, [None, 0.4])
    svg += steps(Words("f", "t", "d"), [9, 3, 0])
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) == 10


def test_charts_of_nothing_are_drawn_too() -> None:
    assert drawn(bars(Words("k", "t", "d"), [], []))
    assert drawn(rates(Words("k", "t", "d"), [], []))
    assert drawn(steps(Words("k", "t", "d"), [0, 0]))
    assert drawn(share_bar(()))
