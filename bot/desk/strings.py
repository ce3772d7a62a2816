"""The desk's texts in both languages, read from ``strings/*.yml``; a key is the file's name, a dot and the key there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.channels.sentences import Sentence
from bot.messages import Language

_FOLDER = Path(__file__).with_name("strings")
_FILE = TypeAdapter(dict[str, Sentence])
# The same loader in C, where PyYAML was built with it: ten times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StringsError(Exception):
    """A file of texts can't be read; the message says which and why."""


@lru_cache(maxsize=1)
def strings() -> Mapping[str, Sentence]:
    """Every text of the desk.

    Raises:
        StringsError: a file can't be read.
    """
    found: dict[str, Sentence] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        try:
            texts = _FILE.validate_python(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {})
        except (ValidationError, yaml.YAMLError) as error:
            raise StringsError(f"{path.name}: {error}") from None
        found.update((f"{path.stem}.{key}", sentence) for key, sentence in texts.items())
    return found


def text(key: str, language: Language, **values: str | int) -> str:
    """One text with its places filled.

    Raises:
        KeyError: there is no such text.
    """
    return strings()[key].in_(language, **values)
