"""Classes of words that mean the same at this desk, from ``synonyms.yml`` beside this module."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from bot.nlu.text import fold, to_katakana

_FILE = Path(__file__).with_name("synonyms.yml")


def synonym_classes(folded: str, norms: tuple[str, ...]) -> tuple[str, ...]:
    """The classes met in a folded text, in the order of the file.

    Args:
        norms: the normalised forms of the text's words; entries of one word are also looked up there.
    """
    kana = to_katakana(folded)
    known = set(norms)
    return tuple(name for name, pattern, forms in _classes() if not known.isdisjoint(forms) or pattern.search(kana))


@lru_cache(maxsize=1)
def _classes() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    entries: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (name, re.compile("|".join(_form(entry) for entry in sorted(listed, key=len, reverse=True))), frozenset(fold(entry) for entry in listed))
        for name, listed in entries.items()
    )


def _form(entry: str) -> str:
    folded = to_katakana(fold(entry))
    pattern = re.escape(folded).replace(r"\ ", " ?")
    if folded.isascii():
        return rf"(?<![a-z]){pattern}"
    return pattern
