"""The front's own sentences in both languages, read from ``sentences.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from bot.messages import Language


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(_Strict):
    """The same sentence in Japanese and English."""

    ja: str
    en: str

    def in_(self, language: Language, **values: str | int) -> str:
        """The sentence in one language with its places filled."""
        text = self.ja if language == "ja" else self.en
        return text.format(**values) if values else text


class Notices(_Strict):
    """What the desk says within a conversation."""

    slow: Sentence
    unanswerable: Sentence
    joined: Sentence
    left: Sentence
    relieved: Sentence


class ProblemSentences(_Strict):
    """What is wrong with a request, in short and in full."""

    title: Sentence
    detail: Sentence


class ReadinessSentences(_Strict):
    """Which part isn't ready, why, and what helps."""

    part: str
    problem: Sentence
    remedy: Sentence


class Sentences(_Strict):
    """Everything the front says itself."""

    notices: Notices
    problems: dict[str, ProblemSentences]
    readiness: dict[str, ReadinessSentences]


@lru_cache(maxsize=1)
def load_sentences() -> Sentences:
    """The sentences of this release."""
    path = Path(__file__).with_name("sentences.yml")
    return Sentences.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
