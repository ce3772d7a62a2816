"""The vendor pages that the facts were read from, by their keys in ``sources.yml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.knowledge import Bilingual, KnowledgeError
from bot.knowledge.records import Key
from bot.knowledge.yaml_files import read_file

_FILE = TypeAdapter(dict[Key, Bilingual])
_NAME = "sources.yml"


def source_pages(folder: Path) -> dict[str, Bilingual]:
    """Each page's title by its key.

    Raises:
        KnowledgeError: the file can't be used.
    """
    try:
        return _FILE.validate_python(read_file(folder, _NAME))
    except ValidationError as error:
        raise KnowledgeError(_NAME, "file", error.errors()[0]["msg"]) from None
