"""How exactly entities were found: the span, and with it the normalised value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.intent_scores import Answered

ALL = "all"


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class EntityScore:
    """One kind of entity: ``span`` counts right places, ``value`` right places with the right value."""

    entity: str
    expected: int
    found: int
    span: Score
    value: Score


@dataclass(frozen=True)
class EntityMistake:
    """A message in which an entity was missed, or found where none is, each as ``kind: text = value``."""

    text: str
    missed: tuple[str, ...]
    surplus: tuple[str, ...]


_Place = tuple[int, int, int]
_Claim = tuple[str, _Place, str]


def entity_scores(answers: Sequence[Answered]) -> tuple[EntityScore, ...]:
    """The figures for each kind of entity in alphabetical order, those for all of them last."""
    expected, found = _claims(answers)
    kinds = sorted({kind for kind, _, _ in expected | found})
    return tuple(
        _score(
            kind or ALL,
            {claim for claim in expected if kind in ("", claim[0])},
            {claim for claim in found if kind in ("", claim[0])},
        )
        for kind in [*kinds, ""]
    )


def entity_mistakes(answers: Sequence[Answered]) -> tuple[EntityMistake, ...]:
    """The messages whose entities were not found exactly."""
    mistakes = []
    for answer in answers:
        expected, found = _claims([answer])
        text = answer[0].text
        if expected != found:
            mistakes.append(EntityMistake(text, _told(expected - found, text), _told(found - expected, text)))
    return tuple(mistakes)


def _claims(answers: Sequence[Answered]) -> tuple[set[_Claim], set[_Claim]]:
    expected = {
        (entity.entity, (index, entity.start, entity.end), entity.value)
        for index, (sample, _) in enumerate(answers)
        for entity in sample.entities
    }
    found = {
        (entity.entity, (index, entity.start, entity.end), entity.value)
        for index, (_, reading) in enumerate(answers)
        for entity in reading.entities
    }
    return expected, found


def _score(title: str, expected: set[_Claim], found: set[_Claim]) -> EntityScore:
    places = {(kind, place) for kind, place, _ in expected} & {(kind, place) for kind, place, _ in found}
    return EntityScore(
        title,
        len(expected),
        len(found),
        _shares(len(places), len(expected), len(found)),
        _shares(len(expected & found), len(expected), len(found)),
    )


def _shares(right: int, expected: int, found: int) -> Score:
    return Score(
        right / found if found else 0.0,
        right / expected if expected else 0.0,
        2 * right / (expected + found) if expected + found else 0.0,
    )


def _told(claims: set[_Claim], text: str) -> tuple[str, ...]:
    ordered = sorted(claims, key=lambda claim: claim[1])
    return tuple(f"{kind}: {text[start:end]} = {value}" for kind, (_, start, end), value in ordered)
