"""How often the right intent was understood, and what it was taken for otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.samples import Sample
from bot.evaluation.understanding import Reading

Answered = tuple[Sample, Reading]


@dataclass(frozen=True)
class Group:
    """The messages of one kind: shares are between 0 and 1, ``macro_f1`` weighs every intent alike."""

    title: str
    messages: int
    accuracy: float
    among_first_three: float
    macro_f1: float


@dataclass(frozen=True)
class PerIntent:
    """How one intent fared."""

    intent: str
    messages: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Confusion:
    """One intent taken for another, with the messages it happened to."""

    truth: str
    taken_for: str
    texts: tuple[str, ...]


_GROUPS: tuple[tuple[str, Callable[[Sample], bool]], ...] = (
    ("all", lambda sample: True),
    ("Japanese", lambda sample: sample.language == "ja"),
    ("English", lambda sample: sample.language == "en"),
    ("hard", lambda sample: sample.hard),
    ("other", lambda sample: not sample.hard),
    ("hard, Japanese", lambda sample: sample.hard and sample.language == "ja"),
    ("hard, English", lambda sample: sample.hard and sample.language == "en"),
)


def by_group(answers: Sequence[Answered]) -> tuple[Group, ...]:
    """The figures for all messages, each language, and hard ones."""
    return tuple(group(title, [one for one in answers if belongs(one[0])]) for title, belongs in _GROUPS)


def group(title: str, answers: Sequence[Answered]) -> Group:
    """The figures for some messages."""
    count = max(len(answers), 1)
    right = sum(sample.intent == reading.intent for sample, reading in answers)
    near = sum(sample.intent in [score.name for score in reading.ranking[:3]] for sample, reading in answers)
    present = {sample.intent for sample, _ in answers}
    scores = [one.f1 for one in by_intent(answers) if one.intent in present]
    return Group(title, len(answers), right / count, near / count, sum(scores) / max(len(scores), 1))


def by_intent(answers: Sequence[Answered]) -> tuple[PerIntent, ...]:
    """The figures for each intent, the worst first."""
    truth = Counter(sample.intent for sample, _ in answers)
    said = Counter(reading.intent for _, reading in answers)
    both = Counter(sample.intent for sample, reading in answers if sample.intent == reading.intent)
    found = [
        PerIntent(
            intent,
            truth[intent],
            both[intent] / said[intent] if said[intent] else 0.0,
            both[intent] / truth[intent] if truth[intent] else 0.0,
            2 * both[intent] / (truth[intent] + said[intent]),
        )
        for intent in sorted({*truth, *said})
    ]
    return tuple(sorted(found, key=lambda one: (one.f1, one.intent)))


def confusions(answers: Sequence[Answered]) -> tuple[Confusion, ...]:
    """What was taken for what, the most frequent first."""
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for sample, reading in answers:
        if sample.intent != reading.intent:
            texts[sample.intent, reading.intent].append(sample.text)
    found = [Confusion(truth, other, tuple(examples)) for (truth, other), examples in texts.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.texts), one.truth, one.taken_for)))
