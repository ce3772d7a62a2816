"""The pure rules of the quality loop."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.quality.anonymising import anonymised
from bot.desk.quality.background import is_alive
from bot.desk.quality.comparing import compare
from bot.desk.quality.model_file import ModelFileError, newest_model, read_model
from bot.desk.quality.training_file import TrainingFileError, append_examples, as_example, intents_of
from bot.evaluation.samples import TRAINING_DATA, Sample, load_examples
from bot.knowledge import load_knowledge
from bot.settings import ROOT
from tests.desk.quality.workshop import SMALL, write_training_data

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("佐藤太郎と申します。自動更新を止めたい", "佐藤太郎"),
        ("My name is John Carter, stop it please", "Carter"),
        ("taro.sato@example.co.jp に届きません", "taro.sato"),
        ("注文番号は２０５６４７７８８１０です", "５６４７７８８１０"),
        ("電話は090-1234-9876です", "9876"),
        ("ALLSOFT-22123406 の件", "22123406"),
    ],
)
def test_personal_things_are_replaced_and_the_rest_stays(text: str, gone: str) -> None:
    clean = anonymised(text, KNOWLEDGE, TODAY)
    assert gone not in clean
    assert any(part in clean for part in ("止めたい", "stop it", "届きません", "です", "の件"))


def test_a_number_keeps_its_form() -> None:
    assert anonymised("ALLSOFT-22123406", KNOWLEDGE, TODAY).startswith("ALLSOFT-2")
    assert len(anonymised("2A123BEC45D", KNOWLEDGE, TODAY)) == 11


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=60), max_size=6), intent=st.sampled_from(sorted(SMALL)))
def test_whatever_is_appended_is_read_back_as_written_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], intent: str
) -> None:
    path = write_training_data(tmp_path_factory.mktemp("data") / "nlu.yml")
    before = [(one.text, one.intent) for one in load_examples(path)]
    count = append_examples(path, [(text, intent) for text in texts])
    after = [(one.text, one.intent) for one in load_examples(path)]
    assert len(after) == len(before) + count
    assert [one for one in after if one in before] == before
    added = [one for one in after if one not in before]
    assert all(told == intent and text in {as_example(each) for each in texts} for text, told in added)


def test_the_desks_own_training_data_can_be_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    path.write_bytes(TRAINING_DATA.read_bytes())
    assert append_examples(path, [("とてもめずらしい言い回しの解約希望", "stop_auto_renew")]) == 1
    assert yaml.safe_load(path.read_text("utf-8"))["version"] == "3.1"
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in TRAINING_DATA.read_text("utf-8").splitlines() if line not in set(lines)] == []
    assert set(intents_of(path)) == {example.intent for example in load_examples(path)}


def test_brackets_are_no_annotation() -> None:
    assert "[" not in as_example("[iOS](device) を使っています")


def test_an_unknown_intent_changes_nothing(tmp_path: Path) -> None:
    path = write_training_data(tmp_path / "nlu.yml")
    before = path.read_bytes()
    with pytest.raises(TrainingFileError):
        append_examples(path, [("新しい文です", "greet"), ("もう一つ", "fly_to_the_moon")])
    assert path.read_bytes() == before


class _Read:
    def __init__(self, intent: str, asks_back: bool = False) -> None:
        self.intent = intent
        self.asks_back = asks_back


def test_a_comparison_counts_what_became_better_and_worse() -> None:
    samples = [Sample(text, "ja", "a", hard=False, entities=()) for text in ("1", "2", "3")]
    old = {"1": "a", "2": "b", "3": "b"}
    new = {"1": "b", "2": "a", "3": "b"}
    found = compare("test_set", samples, lambda text: _Read(old[text]), lambda text: _Read(new[text], asks_back=True))
    assert found.whole.before.right == pytest.approx(1 / 3)
    assert found.whole.after.right == pytest.approx(1 / 3)
    assert found.whole.after.asks_back == 1
    assert [moved.text for moved in found.better] == ["2"]
    assert [moved.text for moved in found.worse] == ["1"]


def test_a_broken_model_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "desk-x.tar.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(ModelFileError, match="desk-x"):
        read_model(path, KNOWLEDGE, TODAY)


@pytest.mark.slow
def test_a_model_that_rasa_trained_can_be_read() -> None:
    path = newest_model(ROOT / "models")
    if path is None:
        pytest.skip("no model is trained here")
    reading = read_model(path, KNOWLEDGE, TODAY).read("自動更新を止めたいです")
    assert reading.intent == "stop_auto_renew"


def test_a_folder_without_a_process_is_not_alive(tmp_path: Path) -> None:
    assert not is_alive(tmp_path / "nothing")
