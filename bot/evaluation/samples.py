"""The messages that training and evaluation read, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.messages import Language
from bot.settings import ROOT

TRAINING_DATA = ROOT / "data" / "nlu.yml"
DEVELOPMENT_SET = ROOT / "tests" / "nlu" / "dev" / "intents.yml"
DEVELOPMENT_DAY = date(2026, 11, 22)
"""The day on which the development set's relative dates are read, as its head says."""


class SamplesError(Exception):
    """A data file can't be used; the message names the file and the entry."""


@dataclass(frozen=True)
class Example:
    """A training message."""

    text: str
    intent: str


@dataclass(frozen=True)
class Expected:
    """An entity that a message holds; ``start`` and ``end`` are offsets into its text."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Sample:
    """A message with what a careful reader finds in it."""

    text: str
    language: Language
    intent: str
    hard: bool
    entities: tuple[Expected, ...]


class _Marked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entity: str
    text: str
    value: str


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    lang: Language
    intent: str
    hard: bool
    entities: list[_Marked]


_ENTRIES = TypeAdapter(list[_Entry])


def load_examples(path: Path = TRAINING_DATA) -> tuple[Example, ...]:
    """The training messages in the order of Rasa's file, which holds no marked entities."""
    examples: list[Example] = []
    for block in _yaml(path)["nlu"]:
        if "intent" not in block:
            continue
        for line in str(block["examples"]).splitlines():
            if not line.startswith("- "):
                raise SamplesError(f"{path.name}: {block['intent']}: {line!r} does not begin with '- '")
            examples.append(Example(line[2:].strip(), str(block["intent"])))
    return tuple(examples)


def load_samples(path: Path = DEVELOPMENT_SET) -> tuple[Sample, ...]:
    """The messages of an evaluation set.

    Raises:
        SamplesError: an entry has another form, or an entity's text is not in its message.
    """
    try:
        entries = _ENTRIES.validate_python(_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise SamplesError(f"{path.name}: entry {first['loc']}: {first['msg']}") from None
    return tuple(Sample(entry.text, entry.lang, entry.intent, entry.hard, _located(entry, path)) for entry in entries)


def _located(entry: _Entry, path: Path) -> tuple[Expected, ...]:
    found: list[Expected] = []
    searched_to: dict[str, int] = {}
    for marked in entry.entities:
        start = entry.text.find(marked.text, searched_to.get(marked.text, 0))
        if start < 0:
            raise SamplesError(f"{path.name}: {marked.text!r} is not in {entry.text!r}")
        searched_to[marked.text] = start + len(marked.text)
        found.append(Expected(marked.entity, marked.value, start, start + len(marked.text)))
    return tuple(sorted(found, key=lambda expected: expected.start))


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
