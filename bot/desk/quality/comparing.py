"""Compares what two models understand of the same messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from bot.evaluation.likeness import written_key
from bot.evaluation.samples import Sample
from bot.messages import Language


class Read(Protocol):
    """What one model makes of a message."""

    @property
    def intent(self) -> str: ...

    @property
    def asks_back(self) -> bool: ...


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Figures(_Kept):
    """Shares between 0 and 1: the right intent, and asking back instead of acting on one."""

    right: float
    asks_back: float


class Part(_Kept):
    """Some of the messages under both models."""

    name: Literal["all", "ja", "en", "hard"]
    messages: int
    before: Figures
    after: Figures


class Moved(_Kept):
    """A message that only one of the models gets right."""

    text: str
    intent: str
    before: str
    after: str


class Compared(_Kept):
    """One set of messages under both models."""

    name: Literal["test_set", "labelled"]
    parts: tuple[Part, ...]
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]

    @property
    def whole(self) -> Part:
        """All messages of the set."""
        return self.parts[0]


class Comparison(_Kept):
    """Everything that is shown before a model is put to use."""

    before: str
    after: str
    sets: tuple[Compared, ...]


Reader = Callable[[str], Read]
_PARTS: tuple[tuple[Literal["all", "ja", "en", "hard"], Callable[[Sample], bool]], ...] = (
    ("all", lambda sample: True),
    ("ja", lambda sample: sample.language == "ja"),
    ("en", lambda sample: sample.language == "en"),
    ("hard", lambda sample: sample.hard),
)


def compare(
    name: Literal["test_set", "labelled"], samples: Sequence[Sample], before: Reader, after: Reader
) -> Compared:
    """Let both models read every message."""
    told = [(sample, before(sample.text), after(sample.text)) for sample in samples]
    parts = []
    for part, belongs in _PARTS:
        own = [each for each in told if belongs(each[0])]
        if own or part == "all":
            first = _figures([(sample, old) for sample, old, _ in own])
            second = _figures([(sample, new) for sample, _, new in own])
            parts.append(Part(name=part, messages=len(own), before=first, after=second))
    moved = [
        (
            old.intent == sample.intent,
            Moved(text=sample.text, intent=sample.intent, before=old.intent, after=new.intent),
        )
        for sample, old, new in told
        if (old.intent == sample.intent) != (new.intent == sample.intent)
    ]
    return Compared(
        name=name,
        parts=tuple(parts),
        better=tuple(each for was_right, each in moved if not was_right),
        worse=tuple(each for was_right, each in moved if was_right),
    )


def unseen(samples: Iterable[Sample], trained_on: Iterable[str]) -> tuple[Sample, ...]:
    """The messages that stand in no training data; the others prove nothing."""
    known = {written_key(text) for text in trained_on}
    return tuple(sample for sample in samples if written_key(sample.text) not in known)


def labelled_sample(text: str, intent: str, language: Language) -> Sample:
    """A labelled message as something to measure by."""
    return Sample(text, language, intent, hard=False, entities=())


def _figures(read: Sequence[tuple[Sample, Read]]) -> Figures:
    count = max(len(read), 1)
    return Figures(
        right=sum(sample.intent == one.intent for sample, one in read) / count,
        asks_back=sum(one.asks_back for _, one in read) / count,
    )
