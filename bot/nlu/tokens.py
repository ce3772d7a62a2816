"""Words of a text as spaCy's Japanese tokenizer (Sudachi, short units) sees them."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from bot.nlu.english import english_words
from bot.nlu.text import MAX_CHARS, has_japanese, sanitised

if TYPE_CHECKING:
    from sudachipy import Tokenizer

ENGLISH = "名詞-英語"
"""The tag of every word of a message without any Japanese."""

_LOCK = threading.Lock()


class Word(NamedTuple):
    """One token: ``norm`` joins spellings (やめ, 止め), ``reading`` is katakana, ``tag`` is UniDic's part of speech."""

    text: str
    norm: str
    reading: str
    tag: str

    @property
    def is_content(self) -> bool:
        """Whether the word carries meaning of its own."""
        return self.tag.startswith(("名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞")) and "非自立" not in self.tag


@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, blanks left out."""
    text = " ".join(sanitised(text[:MAX_CHARS]).split())
    if not text:
        return ()
    if not has_japanese(text):
        return tuple(Word(word, stem, word, ENGLISH) for word, stem in english_words(text.lower()))
    with _LOCK:  # a Sudachi tokenizer is not safe between threads
        found = _tokenizer().tokenize(text)
        return tuple(
            Word(
                part.surface(),
                part.normalized_form(),
                part.reading_form() or part.surface(),
                _tag(part.part_of_speech()),
            )
            for part in found
            if not part.surface().isspace()
        )


@lru_cache(maxsize=256)
def _tag(parts: tuple[str, ...]) -> str:
    return "-".join(part for part in parts[:4] if part != "*")


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    import spacy  # takes seconds to import: only processes that read text pay for it

    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"split_mode": "A"}}})
    # Sudachi as spaCy sets it up; the document that spaCy would build around the words takes five times as long
    return cast("Tokenizer", getattr(nlp.tokenizer, "tokenizer"))  # noqa: B009
