"""Appends labelled messages to Rasa's training data and leaves every other line as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from bot.evaluation.likeness import written_key
from bot.evaluation.samples import load_examples

_INTENT = re.compile(r"^- intent: (\S+)\s*$", re.MULTILINE)
_ANNOTATION = str.maketrans({"[": "［", "]": "］"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]+")


class TrainingFileError(Exception):
    """The training data can't be read or written; the message is a machine word."""


def intents_of(path: Path) -> tuple[str, ...]:
    """Every intent of the training data, in its order.

    Raises:
        TrainingFileError: it can't be read.
    """
    return tuple(_INTENT.findall(_read(path)))


def append_examples(path: Path, labelled: Sequence[tuple[str, str]]) -> int:
    """Add messages with their intents at the end of each intent's examples; return how many are new.

    Args:
        labelled: pairs of a message and its intent. A message that is there already under its intent is left out.

    Raises:
        TrainingFileError: the file can't be written, has no such intent, or would not say afterwards what it should.
    """
    known = {(written_key(example.text), example.intent) for example in load_examples(path)}
    fresh: dict[str, list[str]] = {}
    for text, intent in labelled:
        line, key = as_example(text), (written_key(as_example(text)), intent)
        if line and key not in known:
            known.add(key)
            fresh.setdefault(intent, []).append(line)
    if not fresh:
        return 0
    before = _read(path)
    after = _with(before, fresh)
    _check(before, after, fresh)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(after, encoding="utf-8", newline="\n")
        draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise TrainingFileError("not_writable") from None
    return sum(map(len, fresh.values()))


def as_example(text: str) -> str:
    """A message as Rasa's file holds it: one line, without the brackets by which Rasa marks entities."""
    return _CONTROL.sub(" ", text).translate(_ANNOTATION).strip().lstrip("-").strip()


def _with(content: str, fresh: Mapping[str, Sequence[str]]) -> str:
    lines = content.split("\n")
    for intent, texts in fresh.items():
        try:
            head = lines.index(f"- intent: {intent}")
        except ValueError:
            raise TrainingFileError("unknown_intent") from None
        last = head
        for place in range(head + 1, len(lines)):
            if lines[place] and not lines[place].startswith(" "):
                break
            if re.match(r"\s+- ", lines[place]):
                last = place
        indent = re.match(r"\s+", lines[last])
        if last == head or indent is None:
            raise TrainingFileError("unknown_form")
        lines[last + 1 : last + 1] = [f"{indent[0]}- {text}" for text in texts]
    return "\n".join(lines)


def _check(before: str, after: str, fresh: Mapping[str, Sequence[str]]) -> None:
    """Nobody may find out at the next training that the file is broken."""
    try:
        old, new = (_examples(text) for text in (before, after))
    except (yaml.YAMLError, KeyError, TypeError):
        raise TrainingFileError("unreadable") from None
    wanted = {intent: [*texts, *fresh.get(intent, ())] for intent, texts in old.items()}
    if new != wanted:
        raise TrainingFileError("unreadable")


def _examples(content: str) -> dict[str, list[str]]:
    blocks = yaml.load(content, Loader=yaml.CSafeLoader)["nlu"]
    return {
        str(block["intent"]): [line[2:] for line in str(block["examples"]).splitlines()]
        for block in blocks
        if "intent" in block
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise TrainingFileError("not_readable") from None
