"""GiNZA's named entities, loaded when a sentence that must hold a name is met for the first time."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.nlu.text import sanitised

if TYPE_CHECKING:
    from spacy.language import Language as SpacyLanguage

_LOCK = threading.Lock()
_LONGEST = 200


def person_in(text: str) -> str | None:
    """The first ``Person`` of a Japanese sentence that Sudachi also knows as a name."""
    with _LOCK:
        document = _ginza()(sanitised(text[:_LONGEST]))
    for entity in document.ents:
        if entity.label_ == "Person" and any("人名" in token.tag_ for token in entity):
            return str(entity.text)
    return None


@lru_cache(maxsize=1)
def _ginza() -> SpacyLanguage:
    import spacy

    return spacy.load("ja_ginza", exclude=["parser", "compound_splitter", "bunsetu_recognizer"])
