"""Intent data of others is read in each of its forms, and classifiers are compared fairly on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from benchmarks.classifiers import Ranking, Reader, classifiers, score, splits
from benchmarks.intent_datasets import Dataset, DatasetError, Labelled, load_datasets
from benchmarks.third_party import agreement, foreign_messages, read_topics, taken, topic_dataset
from bot.evaluation.understanding import Reading, Understanding
from bot.knowledge import load_knowledge
from bot.nlu.intent_model import OUT_OF_SCOPE, IntentScore
from bot.settings import ROOT


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_rasa_files_lose_their_marks(tmp_path: Path) -> None:
    write(
        tmp_path / "nlu.yml",
        "nlu:\n- intent: book\n  examples: |\n    - a room in [Kyoto](city)\n    - [two](count) nights\n- lookup: x\n",
    )
    (found,) = load_datasets(tmp_path)
    assert found.train == (Labelled("a room in Kyoto", "book"), Labelled("two nights", "book"))


def test_csv_files_are_split_by_their_names(tmp_path: Path) -> None:
    write(tmp_path / "bank" / "train.csv", 'text,category\n"Where, then, is my card?",card_arrival\n')
    write(tmp_path / "bank" / "test.tsv", "utterance\tintent\ncard lost\tlost_card\n")
    write(tmp_path / "bank" / "valid.csv", "text,label\nnever read,nothing\n")
    (found,) = load_datasets(tmp_path)
    assert found == Dataset(
        "bank", (Labelled("Where, then, is my card?", "card_arrival"),), (Labelled("card lost", "lost_card"),)
    )


def test_clinc_files_bring_their_parts_and_what_is_out_of_scope(tmp_path: Path) -> None:
    parts = {
        "train": [["tip for 40 dollars", "calculator"]],
        "val": [["x", "y"]],
        "oos_train": [["how far is the moon", "oos"]],
        "test": [["3 plus 4", "calculator"]],
        "oos_test": [["sing", "oos"]],
    }
    write(tmp_path / "data_full.json", json.dumps(parts))
    (found,) = load_datasets(tmp_path)
    assert found.train == (Labelled("tip for 40 dollars", "calculator"), Labelled("how far is the moon", OUT_OF_SCOPE))
    assert found.test == (Labelled("3 plus 4", "calculator"), Labelled("sing", OUT_OF_SCOPE))


def test_xsid_files_are_read_by_their_comments(tmp_path: Path) -> None:
    def sentence(text: str, intent: str) -> str:
        return f"# id: 1\n# text: {text}\n# text-en: other words\n# intent: {intent}\n1\t{text}\t{intent}\tO\n\n"

    write(tmp_path / "ja.valid.conll", sentence("明日の天気", "weather/find") + sentence("雨を止めて", "alarm/cancel"))
    write(tmp_path / "ja.test.conll", sentence("起こして", "alarm/set_alarm"))
    (found,) = load_datasets(tmp_path)
    assert [one.text for one in found.train] == ["明日の天気", "雨を止めて"], (
        "without other data the validation part is it"
    )
    assert found.test == (Labelled("起こして", "alarm/set_alarm"),)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "sentence,topic\nx,y\n", "a.csv: no column is called intent"),
        ("a.csv", "text,label\nx,\n", "a.csv.*no label"),
        ("a.json", "[1]", "a.json"),
        ("a.yml", "version: 3\n", "a.yml"),
        ("a.conll", "# intent: x\n", "a.conll: an intent stands before its text"),
        ("test.csv", "text,label\nx,y\n", "nothing to train on"),
        ("notes.txt", "hello", "no file of a known form"),
    ],
)
def test_a_file_of_another_form_is_named(tmp_path: Path, name: str, text: str, told: str) -> None:
    write(tmp_path / name, text)
    with pytest.raises(DatasetError, match=told):
        load_datasets(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no folder"):
        load_datasets(tmp_path / "nowhere")


def _weather(count: int = 12) -> Dataset:
    train = [Labelled(f"明日の{place}の天気", "weather") for place in "東西南北上下左右前後内外"[:count]]
    train += [Labelled(f"{hour}時に起こして", "alarm") for hour in range(count)]
    train += [Labelled(f"{word}を歌って", OUT_OF_SCOPE) for word in "海山川空森星月花鳥風雪雨"[:count]]
    return Dataset("weather", tuple(train), (Labelled("今日の天気", "weather"), Labelled("夢を歌って", OUT_OF_SCOPE)))


@pytest.mark.parametrize("name", ["the desk's", "character n-grams, logistic regression"])
def test_both_classifiers_learn(name: str) -> None:
    found = score(_weather(), classifiers(load_knowledge(ROOT / "knowledge"))[name])
    assert found.accuracy == 1
    assert found.outside == 1
    assert found.training > 0


def test_scores_are_those_of_the_ranking() -> None:
    def fit(messages: Sequence[Labelled]) -> Reader:
        return _always

    found = score(_weather(), fit)
    assert found.accuracy == 0.5
    assert found.calibration_error == pytest.approx(0.4)
    assert found.macro_f1 == pytest.approx((2 / 3) / 2)


def _always(text: str) -> Ranking:
    return [("weather", 0.9), (OUT_OF_SCOPE, 0.1)]


def test_without_a_test_part_every_message_is_tested_once_and_never_trained_on() -> None:
    whole = Dataset("x", (*_weather().train, Labelled("once", "too_rare")))
    parts = splits(whole)
    assert sorted(one.text for _, test in parts for one in test) == sorted(one.text for one in whole.train[:-1])
    assert all(not set(train) & set(test) for train, test in parts)


def test_topics_hold_each_wording_once(tmp_path: Path) -> None:
    write(tmp_path / "food.yml", "conversations:\n- - rice?\n  - no\n- - rice?\n  - yes\n- - 1990\n  - x\n")
    write(tmp_path / "gossip.yml", "conversations:\n- - rice?\n  - no\n")
    topics = read_topics(tmp_path)
    assert topics == {"food": ("rice?", "1990"), "gossip": ("rice?",)}
    assert foreign_messages(topics) == ("rice?", "1990"), "gossip may be meant for the assistant"
    many = {"food": (*(f"f{n}" for n in range(10)), "both"), "gossip": ("both",)}
    assert {one.intent for one in topic_dataset("x", many).train} == {"food"}
    assert len(topic_dataset("x", many).train) == 10


class _Desk:
    """Reads a text as the intent that the text is."""

    class configured:
        intents = ("greet", "inform", OUT_OF_SCOPE)

    def read(self, text: str) -> Reading:
        return Reading((IntentScore(text, 1.0), IntentScore("greet", 0.0)), 0.0, text == "unsure", ())


def test_small_talk_is_told_from_being_acted_on() -> None:
    found = taken(cast(Understanding, _Desk()), "x", [OUT_OF_SCOPE, "unsure", "greet", "inform"])
    assert (found.turned_away, found.small_talk, found.acted_on) == (0.5, 0.25, 0.25)
    assert found.taken_for == (("inform", 1),)


def test_only_intents_that_both_have_are_compared() -> None:
    messages = [Labelled("greet", "greet"), Labelled("inform", "greet"), Labelled("x", "mood_great")]
    assert agreement(cast(Understanding, _Desk()), messages) == {"greet": (2, 1)}
