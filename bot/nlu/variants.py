"""Variants of a training message as other keyboards and hands would have written it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.features import Mask
from bot.nlu.text import fold, has_japanese, to_hiragana
from bot.nlu.tokens import words


@dataclass(frozen=True)
class Variant:
    """A message written differently, with the masks that still apply to it."""

    text: str
    masks: tuple[Mask, ...]


def variants(text: str, masks: Sequence[Mask]) -> Iterator[Variant]:
    """The message in kana alone and without its particles, where that changes a Japanese text."""
    if not has_japanese(text):
        return
    folded = fold(text)
    seen = {folded}
    if masks:
        return
    found = words(folded)
    kana = "".join(word.reading if not word.tag.startswith(("補助記号", "記号")) else word.text for word in found)
    bare = "".join(word.text for word in found if not word.tag.startswith(("助詞-格助詞", "助詞-係助詞")))
    for written in (to_hiragana(kana), bare):
        if written and written not in seen:
            seen.add(written)
            yield Variant(written, ())
