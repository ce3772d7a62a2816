"""The data files are read as they are meant, and a wrong one is told."""

from pathlib import Path

import pytest

from bot.evaluation.samples import Example, Expected, SamplesError, load_examples, load_samples
from bot.knowledge import load_knowledge
from bot.settings import ROOT


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entity_that_is_there_twice_has_two_places(tmp_path: Path) -> None:
    path = write(
        tmp_path / "set.yml",
        """
- text: 昨日か昨日の朝
  lang: ja
  intent: inform
  hard: false
  entities:
  - {entity: purchase_date, text: 昨日, value: "2026-11-21"}
  - {entity: purchase_date, text: 昨日, value: "2026-11-21"}
""",
    )
    (sample,) = load_samples(path)
    assert sample.entities == (
        Expected("purchase_date", "2026-11-21", 0, 2),
        Expected("purchase_date", "2026-11-21", 3, 5),
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{text: a, lang: fr, intent: inform, hard: false, entities: []}", "lang"),
        ("{text: a, lang: en, intent: inform, entities: []}", "hard"),
        (
            "{text: a, lang: en, intent: inform, hard: no, entities: [{entity: e, text: b, value: b}]}",
            "'b' is not in 'a'",
        ),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, told: str) -> None:
    with pytest.raises(SamplesError, match=told):
        load_samples(write(tmp_path / "set.yml", f"- {entry}"))


def test_training_messages_are_read_like_rasa_reads_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "nlu.yml",
        "nlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi there\n- synonym: x\n  examples: |\n    - y\n",
    )
    assert load_examples(path) == (Example("hello", "greet"), Example("hi there", "greet"))


def test_the_development_set_names_what_the_knowledge_base_knows() -> None:
    knowledge = load_knowledge(ROOT / "knowledge")
    known = {"product": knowledge.products, "device": knowledge.devices, "provider": knowledge.providers}
    unknown = [
        (sample.text, entity.value)
        for sample in load_samples()
        for entity in sample.entities
        if entity.entity in known and entity.value not in known[entity.entity]
    ]
    assert not unknown


def test_the_development_set_knows_no_intent_that_is_not_trained() -> None:
    assert {sample.intent for sample in load_samples()} == {example.intent for example in load_examples()}
