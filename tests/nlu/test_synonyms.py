"""The file of synonyms is words, and its classes are found however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import bot.nlu.synonyms
from bot.nlu.synonyms import synonym_classes
from bot.nlu.text import fold


def test_every_entry_is_a_word() -> None:
    listed = yaml.load(
        Path(bot.nlu.synonyms.__file__).with_name("synonyms.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    assert all(isinstance(entry, str) and entry for entries in listed.values() for entry in entries)


@pytest.mark.parametrize("text", ["解約", "退会", "かいやく", "ｶｲﾔｸ", "やめたい", "cancelled", "turn off", "オフに"])
def test_ways_to_say_stop(text: str) -> None:
    assert "stop" in synonym_classes(fold(text), ())


def test_a_latin_entry_begins_a_word() -> None:
    assert "stop" not in synonym_classes(fold("nonstop"), ())
