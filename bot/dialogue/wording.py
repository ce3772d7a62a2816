"""The words of summaries, receipts and buttons that actions put together (wording.yml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.messages import Choice, Choices, Language, Message


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text("utf-8"))
    return loaded


def word(path: str, language: Language) -> str:
    """The word at a dotted path, such as ``fields.email``.

    Raises:
        KeyError: there is no such word; a programming error.
    """
    node: Any = _wording()
    for part in path.split("."):
        node = node[part]
    text: str = node[language]
    return text


def label_of(field: str, language: Language) -> str:
    """A field's label inside a sentence."""
    label = word(f"fields.{field}", language)
    return label.lower() if language == "en" else label


def button(name: str, payload: str, language: Language) -> Choice:
    """A button of wording.yml with what it stands for."""
    return Choice(label=word(f"buttons.{name}", language), payload=payload)


def pick(value: str, shown: str = "") -> str:
    """The payload of a button that stands for a choice rather than an intent.

    Args:
        value: the choice.
        shown: what the button stands under, as ``str(Shown)`` writes it.
    """
    beside = f', "shown": "{shown}"' if shown else ""
    return f'/inform{{"choice": "{value}"{beside}}}'


def choices(language: Language, *items: Choice) -> Message:
    """A message that is only a group of choices."""
    return Message(language=language, blocks=(Choices(items=items),))
