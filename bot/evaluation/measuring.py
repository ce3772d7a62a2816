"""One run of the evaluation: every message read once, clean and with each kind of noise."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.bars import Bar, bars
from bot.evaluation.calibration import Calibration, calibration
from bot.evaluation.entity_scores import EntityScore, entity_scores
from bot.evaluation.intent_scores import Answered, Group, by_group, group
from bot.evaluation.likeness import met_before
from bot.evaluation.noise import NOISES, Noise, noisy
from bot.evaluation.samples import Example, Sample
from bot.evaluation.scope_scores import ScopeScores, scope_scores
from bot.evaluation.understanding import Understanding
from bot.nlu.entities import extract_entities

SEED = 1


@dataclass(frozen=True)
class ParseTimes:
    """CPU milliseconds for one message, entities and intent together."""

    median: float
    p95: float


@dataclass(frozen=True)
class Findings:
    """All figures of the clean messages.

    Every figure is that of ``answers``, the messages that nobody happened to write, or nearly so, into the training data
    too; ``met`` is the group that holds those as well.
    """

    answers: tuple[Answered, ...]
    met: Group
    groups: tuple[Group, ...]
    scope: ScopeScores
    calibration: Calibration
    entities: tuple[EntityScore, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class NoiseFindings:
    """One kind of noise: the messages that it changes, as they were (``clean``) and as they became."""

    noise: Noise
    clean: Group
    noisy: Group
    japanese: Group
    english: Group


def measure(understanding: Understanding, samples: Sequence[Sample], trained_on: Sequence[Example]) -> Findings:
    """Read the messages and compare with what they mean."""
    known = met_before([sample.text for sample in samples], [example.text for example in trained_on])
    met = [(sample, understanding.read(sample.text)) for sample in samples]
    answers = tuple(answer for answer in met if answer[0].text not in known)
    groups, scope = by_group(answers), scope_scores(answers)
    calibrated, entities = calibration(answers), entity_scores(answers)
    everything = group("all, coincidences included", met)
    return Findings(answers, everything, groups, scope, calibrated, entities, bars(groups, scope, calibrated, entities))


def measure_noise(
    understanding: Understanding, answers: Sequence[Answered], seed: int = SEED, noises: Sequence[Noise] = NOISES
) -> tuple[NoiseFindings, ...]:
    """Read the messages again with each kind of noise in turn."""
    return tuple(_noise_findings(understanding, answers, seed, noise) for noise in noises)


def measure_times(understanding: Understanding, samples: Sequence[Sample]) -> ParseTimes:
    """Time each message alone."""
    spent = []
    for sample in samples:
        began = time.process_time()
        entities = extract_entities(sample.text, understanding.knowledge, understanding.today)
        understanding.configured.predict(sample.text, entities)
        spent.append(1000 * (time.process_time() - began))
    return ParseTimes(float(np.percentile(spent, 50)), float(np.percentile(spent, 95)))


def _noise_findings(
    understanding: Understanding, answers: Sequence[Answered], seed: int, noise: Noise
) -> NoiseFindings:
    clean: list[Answered] = []
    dirty: list[Answered] = []
    for sample, reading in answers:
        text = noisy(sample.text, noise, seed)
        if text is not None:
            clean.append((sample, reading))
            dirty.append((sample, understanding.read(text)))
    return NoiseFindings(
        noise,
        group("clean", clean),
        group("noisy", dirty),
        group("Japanese", [one for one in dirty if one[0].language == "ja"]),
        group("English", [one for one in dirty if one[0].language == "en"]),
    )
