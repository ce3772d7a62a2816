"""The benchmarks compare what they say they compare."""

from importlib.util import find_spec
from pathlib import Path

import yaml

from benchmarks.front_overhead import Turns
from benchmarks.stock_pipeline import Measured
from bot.evaluation.samples import Sample
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


def test_some_of_the_messages_are_measured_with_their_own_rankings() -> None:
    samples = [Sample(text, "ja", intent, False, ()) for text, intent in (("1", "a"), ("2", "b"), ("3", "c"))]
    measured = Measured(1.0, 1.0, 1.0, 1.0, (("a", "b"), ("a", "b"), ("a", "b")))
    assert measured.accuracy(samples) == 1 / 3
    assert measured.accuracy(samples, within=2) == 2 / 3
    assert measured.of([False, True, True]).accuracy(samples[1:], within=2) == 0.5
