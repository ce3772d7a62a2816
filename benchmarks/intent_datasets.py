"""Reads intent data of others: Rasa's nlu.yml, CSV with text and label, CLINC150's JSON, xSID's CoNLL."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.intent_model import OUT_OF_SCOPE

_TEXT_COLUMNS = ("text", "utterance", "utt", "sentence", "query", "message")
_LABEL_COLUMNS = ("intent", "label", "category", "class")
_FOREIGN = frozenset({"oos", "out_of_scope", "ood", "nlu_fallback"})
_TEST_NAMES = ("test", "eval")
_VALIDATION_NAMES = ("valid", "dev", "val")


class DatasetError(Exception):
    """A file can't be read as intent data; the message names it."""


@dataclass(frozen=True)
class Labelled:
    """A message with its intent; what belongs to none is OUT_OF_SCOPE, whatever its data calls it."""

    text: str
    intent: str


@dataclass(frozen=True)
class Dataset:
    """Messages to train on and others to test with; without ``test`` the data has no split of its own."""

    name: str
    train: tuple[Labelled, ...]
    test: tuple[Labelled, ...] = ()


def load_datasets(folder: Path) -> tuple[Dataset, ...]:
    """Every data set under a folder: each subfolder is one, and so are the files that lie in it directly.

    Files whose name begins with "test" or "eval" (of xSID: behind the language) are tested with, all others are trained on,
    those with "valid" or "dev" only when there are no others. A CLINC150 file holds its parts itself.

    Raises:
        DatasetError: the folder isn't there or holds nothing to train on, or a file has another form than its name says.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder} is no folder")
    found = [_dataset(place) for place in (folder, *sorted(one for one in folder.iterdir() if one.is_dir()))]
    kept = tuple(one for one in found if one is not None)
    if not kept:
        raise DatasetError(f"{folder} holds no file of a known form ({', '.join(sorted(_READERS))})")
    return kept


def _dataset(folder: Path) -> Dataset | None:
    train: list[Labelled] = []
    validation: list[Labelled] = []
    test: list[Labelled] = []
    for path in sorted(one for one in folder.iterdir() if one.suffix in _READERS):
        try:
            parts = _READERS[path.suffix](path)
        except DatasetError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
            raise DatasetError(f"{path.name}: {type(error).__name__}: {error}") from error
        for part, messages in parts.items():
            name = part.lower()
            kind = validation if name.startswith(_VALIDATION_NAMES) else test if name.startswith(_TEST_NAMES) else train
            kind.extend(messages)
    if not train and not validation and not test:
        return None
    if not train and not validation:
        raise DatasetError(f"{folder} holds nothing to train on")
    return Dataset(folder.name, tuple(train or validation), tuple(test))


def read_rasa(path: Path) -> tuple[Labelled, ...]:
    """The messages of an nlu.yml; the marks around entities are taken off."""
    from rasa.shared.nlu.training_data.entities_parser import replace_entities

    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return tuple(
        Labelled(replace_entities(line[2:].strip()), _named(str(block["intent"])))
        for block in data["nlu"]
        if "intent" in block
        for line in str(block["examples"]).splitlines()
        if line.startswith("- ")
    )


def _read_csv(path: Path) -> dict[str, tuple[Labelled, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, dialect="excel-tab" if path.suffix == ".tsv" else "excel")
        text, label = _column(rows, _TEXT_COLUMNS, path), _column(rows, _LABEL_COLUMNS, path)
        return {path.stem: tuple(Labelled(row[text].strip(), _named(row[label])) for row in rows)}


def _column(rows: csv.DictReader[str], names: tuple[str, ...], path: Path) -> str:
    found = next((column for column in rows.fieldnames or () if column.strip().lower() in names), None)
    if found is None:
        raise DatasetError(f"{path.name}: no column is called {' or '.join(names)}")
    return found


def _read_clinc(path: Path) -> dict[str, tuple[Labelled, ...]]:
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    parts: dict[str, list[Labelled]] = {}
    for name, pairs in data.items():
        part = name.removeprefix("oos_")
        parts.setdefault(part, []).extend(Labelled(str(text), _named(str(label))) for text, label in pairs)
    return {part: tuple(messages) for part, messages in parts.items()}


def _read_xsid(path: Path) -> dict[str, tuple[Labelled, ...]]:
    return {path.stem.partition(".")[2] or path.stem: tuple(_commented(path))}


def _commented(path: Path) -> Iterator[Labelled]:
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.removeprefix("#").partition(":")
        if not line.startswith("#"):
            continue
        if key.strip() == "text":
            text = value.strip()
        elif key.strip() == "intent":
            if not text:
                raise DatasetError(f"{path.name}: an intent stands before its text")
            yield Labelled(text, _named(value))
            text = ""


def _named(label: str) -> str:
    name = label.strip()
    if not name:
        raise ValueError("a message has no label")
    return OUT_OF_SCOPE if name.lower() in _FOREIGN else name


_READERS: Mapping[str, Callable[[Path], Mapping[str, tuple[Labelled, ...]]]] = {
    ".yml": lambda path: {path.stem: read_rasa(path)},
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".json": _read_clinc,
    ".conll": _read_xsid,
}
