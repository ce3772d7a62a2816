"""What the desk's pipeline and Rasa's stock pipeline reached, and whether the bars between them are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.evaluation.markdown import page, percent, table
from bot.evaluation.samples import Expected, Sample

PARSE_BAR = 1 / 5
TRAINING_BAR = 1 / 50


@dataclass(frozen=True)
class Measured:
    """One pipeline: training in CPU seconds; per message its parse times in CPU milliseconds, one for each round, its
    ranking, and the entities found."""

    training: float
    megabytes: float
    times: tuple[tuple[float, ...], ...]
    rankings: tuple[tuple[str, ...], ...]
    entities: tuple[tuple[Expected, ...], ...]

    @property
    def parse(self) -> list[float]:
        """Each message's middle time over the rounds: what else the machine did in one of them does not count."""
        return [float(np.median(rounds)) for rounds in self.times]

    def accuracy(self, samples: Sequence[Sample], within: int = 1) -> float:
        """The share of the messages whose intent is among the first ``within``."""
        return float(np.mean([s.intent in ranking[:within] for s, ranking in zip(samples, self.rankings, strict=True)]))

    def entity_f1(self, samples: Sequence[Sample]) -> float:
        """F1 of exact place, kind and value over all entities."""
        expected = {(index, entity) for index, sample in enumerate(samples) for entity in sample.entities}
        found = {(index, entity) for index, entities in enumerate(self.entities) for entity in entities}
        return 2 * len(expected & found) / max(len(expected) + len(found), 1)

    def of(self, chosen: Sequence[bool]) -> Measured:
        """The same for some of the messages."""
        places = [place for place, wanted in enumerate(chosen) if wanted]
        return replace(
            self,
            times=tuple(self.times[place] for place in places),
            rankings=tuple(self.rankings[place] for place in places),
            entities=tuple(self.entities[place] for place in places),
        )


@dataclass(frozen=True)
class Ratio:
    """Our time as a share of the stock pipeline's, and how much it may be."""

    title: str
    ours: float
    stock: float
    share: float
    wanted: float

    @property
    def is_met(self) -> bool:
        """Whether our share is small enough."""
        return self.share <= self.wanted


def ratios(ours: Measured, stock: Measured) -> tuple[Ratio, ...]:
    """Training and parsing; parsing at the middle, at the slow end, and message by message."""
    pairs = [(mine, other) for mine, other in zip(ours.parse, stock.parse, strict=True)]
    found = [Ratio("training, CPU s", ours.training, stock.training, ours.training / stock.training, TRAINING_BAR)]
    for percentile in (50, 95):
        mine, other = (float(np.percentile(one.parse, percentile)) for one in (ours, stock))
        found.append(Ratio(f"one message p{percentile}, CPU ms", mine, other, mine / other, PARSE_BAR))
    share = float(np.median([mine / other for mine, other in pairs]))
    medians = (float(np.median(one.parse)) for one in (ours, stock))
    found.append(Ratio("one message, middle of the shares message by message", *medians, share, PARSE_BAR))
    return tuple(found)


def report(head: str, trained_on: int, epochs: int, samples: Sequence[Sample], ours: Measured, stock: Measured) -> str:
    """The page."""
    found = ratios(ours, stock)
    training, middle = found[0], found[1]
    return page(
        "The desk's pipeline and Rasa's stock pipeline",
        head,
        f"{trained_on} training messages, {len(samples)} unseen messages, DIETClassifier with {epochs} epochs, one thread "
        "each. Both were trained and read inside Rasa, by CPU time of the process without its imports; the messages were "
        f"parsed by both in turns in one process, {len(ours.times[0])} times each, and the middle time of each message "
        "counts. The desk's times include its entities.",
        f"**Training in at most 1/{1 / TRAINING_BAR:.0f} of the time: {_met(training)}. "
        f"A message in at most 1/{1 / PARSE_BAR:.0f} of the time (p50): {_met(middle)}.**",
        table(
            ["", "ours", "stock", "ours / stock", "wanted", "met"],
            [
                [
                    one.title,
                    f"{one.ours:.2f}",
                    f"{one.stock:.2f}",
                    f"1/{1 / one.share:.1f}",
                    f"1/{1 / one.wanted:.0f}",
                    "yes" if one.is_met else "no",
                ]
                for one in found
            ],
        ),
        table(["", "ours", "stock"], _understanding(samples, ours, stock)),
        "Entities: the training data marks none, so that the stock pipeline has none to learn and finds none; the desk "
        "finds them by rules. That is to the stock pipeline's advantage in time, which has less to learn and to decode. "
        "It can't be read as what DIETClassifier would reach with marked entities.",
    )


def _understanding(samples: Sequence[Sample], ours: Measured, stock: Measured) -> list[list[str]]:
    groups = (
        ("intents, all", [True for _ in samples]),
        ("intents, Japanese", [sample.language == "ja" for sample in samples]),
        ("intents, English", [sample.language == "en" for sample in samples]),
        ("intents, hard", [sample.hard for sample in samples]),
    )
    rows = []
    for title, chosen in groups:
        some = [sample for sample, wanted in zip(samples, chosen, strict=True) if wanted]
        if not some:
            continue
        rows.append([title, *(percent(one.of(chosen).accuracy(some)) for one in (ours, stock))])
    rows.append(["right intent among the first three", *(percent(one.accuracy(samples, 3)) for one in (ours, stock))])
    rows.append(["entities, exact place and value, F1", *(f"{one.entity_f1(samples):.3f}" for one in (ours, stock))])
    rows.append(["model file, MB", *(f"{one.megabytes:.2f}" for one in (ours, stock))])
    return rows


def _met(ratio: Ratio) -> str:
    return f"{'met' if ratio.is_met else 'not met'} (1/{1 / ratio.share:.1f})"
