"""The benchmarks compare what they say they compare."""

from importlib.util import find_spec
from pathlib import Path

import yaml

from benchmarks.front_overhead import Turns
from benchmarks.stock_page import Measured, ratios, report
from bot.evaluation.samples import Expected, Sample
from bot.settings import ROOT


def test_the_stock_pipeline_is_the_one_that_rasa_ships() -> None:
    spec = find_spec("rasa")
    assert spec
    assert spec.submodule_search_locations
    shipped = Path(spec.submodule_search_locations[0]) / "engine/recipes/config_files/default_config.yml"
    stock = yaml.safe_load((ROOT / "benchmarks" / "stock_config.yml").read_text())["pipeline"]
    pipeline = yaml.safe_load(shipped.read_text())["pipeline"]
    assert stock == [component for component in pipeline if component["name"] != "ResponseSelector"]


def test_the_ratio_is_that_of_the_same_percentile() -> None:
    turns = Turns(front=(1.0, 2.0, 6.0), direct=(1.0, 1.0, 2.0))
    assert turns.ratio(50) == 2
    assert turns.ratio(100) == 3


def measured(scale: float = 1.0, entities: tuple[tuple[Expected, ...], ...] = ((), (), ())) -> Measured:
    times = tuple((scale * middle, 100 * scale, scale * middle) for middle in (1.0, 2.0, 4.0))
    return Measured(scale, 1.0, times, (("a", "b"), ("a", "b"), ("a", "b")), entities)


def samples(*entities: Expected) -> list[Sample]:
    return [Sample(text, "ja", intent, False, entities) for text, intent in (("1", "a"), ("2", "b"), ("3", "c"))]


def test_some_of_the_messages_are_measured_with_their_own_rankings() -> None:
    assert measured().accuracy(samples()) == 1 / 3
    assert measured().accuracy(samples(), within=2) == 2 / 3
    assert measured().of([False, True, True]).accuracy(samples()[1:], within=2) == 0.5


def test_one_slow_round_does_not_count() -> None:
    assert measured().parse == [1, 2, 4]


def test_an_entity_counts_with_its_place_and_value() -> None:
    right, other = Expected("device", "mac", 0, 3), Expected("device", "windows", 0, 3)
    assert measured(entities=((right,), (right,), (right,))).entity_f1(samples(right)) == 1
    assert measured(entities=((right,), (other,), ())).entity_f1(samples(right)) == 2 / 5
    assert measured().entity_f1(samples()) == 0


def test_the_bars_are_told_met_or_not() -> None:
    assert [one.is_met for one in ratios(measured(), measured(50))] == [True] * 4
    assert [one.is_met for one in ratios(measured(), measured(5))] == [False, True, True, True]
    told = report("", 3, 100, samples(), measured(), measured(4))
    assert "Training in at most 1/50 of the time: not met (1/4.0)" in told
    assert "A message in at most 1/5 of the time (p50): not met (1/4.0)" in told
    assert "(p50): met (1/6.0)" in report("", 3, 100, samples(), measured(), measured(6))
