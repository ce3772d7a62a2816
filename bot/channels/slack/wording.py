"""What the desk itself says in Slack, in both languages, read from ``wording.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from bot.channels.sentences import Sentence
from bot.messages import Language

_WORDING = TypeAdapter(dict[str, Sentence])


@lru_cache(maxsize=1)
def wording() -> dict[str, Sentence]:
    """Every sentence by its name."""
    path = Path(__file__).with_name("wording.yml")
    return _WORDING.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def say(sentence: str, language: Language, /, **values: str | int) -> str:
    """One sentence with its places filled."""
    return wording()[sentence].in_(language, **values)
