"""Which stories the week has, when each begins, and how far each goes; all of it follows from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.demo.cast import Told, somebody
from bot.desk.demo.stories import SPOKEN, Channel, Step, Story, stories, stories_of_this_moment
from bot.desk.demo.week import arrivals
from bot.messages import Language
from bot.opening_hours import OpeningHours

_NEVER_TAKEN = 0.08
_STILL_AT_WORK = 0.15
_ENDINGS = ("settle", "settle_case", "answer_case")


@dataclass(frozen=True, order=True)
class Line:
    """What a customer does in a turn that the assistant answers: words, or the label that they pick.

    ``after_agent``: a human had the conversation since the last turn.
    """

    words: str
    is_pick: bool = False
    after_agent: bool = False


@dataclass(frozen=True)
class Planned:
    """One step of one conversation.

    Args:
        words: what is said or picked.
        played: its place among the turns that the assistant answers; None for everything else.
        means: what the customer's words should be understood as.
    """

    step: Step
    words: str | None
    played: int | None = None
    means: str | None = None


@dataclass(frozen=True)
class Plan:
    """One conversation of the week: where, when, who, and what happens."""

    story: Story
    channel: Channel
    language: Language
    began: datetime
    told: Told
    steps: tuple[Planned, ...]
    lines: tuple[Line, ...]


def plans(
    chance: random.Random, how_many: int, since: datetime, until: datetime, hours: OpeningHours
) -> Iterator[Plan]:
    """The conversations of the week; a story that is told for the first time is told to its end."""
    told = Ways(chance)
    for moment, channel, language in arrivals(chance, how_many, since, until, hours):
        story, variant = told.next(language)
        yield _plan(chance, story, variant, channel, language, moment, whole=variant == 0)
    for number, story in enumerate(stories_of_this_moment()):
        moment = until - timedelta(minutes=story.began or 0.0)
        yield _plan(chance, story, number, story.channel or "web", story.language or "ja", moment, whole=True)


class Ways:
    """Draws stories by their weight: every story once before any comes by chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._first: dict[Language, list[Story]] = {}
        self._count: dict[tuple[str, Language], int] = {}

    def next(self, language: Language) -> tuple[Story, int]:
        """A story that is told in this language, and in which of its ways."""
        fitting = [story for story in stories() if language in story.languages]
        if language not in self._first:
            self._first[language] = self._chance.sample(fitting, k=len(fitting))
        waiting = self._first[language]
        story = waiting.pop() if waiting else self._by_weight(fitting)
        key = (story.id, language)
        self._count[key] = self._count.get(key, -1) + 1
        return story, self._count[key]

    def _by_weight(self, fitting: Sequence[Story]) -> Story:
        return self._chance.choices(fitting, weights=[story.weight for story in fitting])[0]


def _plan(
    chance: random.Random,
    story: Story,
    variant: int,
    channel: Channel,
    language: Language,
    moment: datetime,
    *,
    whole: bool = False,
) -> Plan:
    told = somebody(chance, language, story.seller, moment.date())
    steps: list[Planned] = []
    lines: list[Line] = []
    held = after_agent = False
    for step in story.turns if whole else _happening(chance, story.turns):
        words = step.words(language, variant)
        words = told.fill(words) if words is not None else None
        if step.do not in SPOKEN:
            held = step.do == "claim" or (held and step.do not in ("hand_back", "close", "settle"))
            after_agent = after_agent or step.do in ("hand_back", "close", "settle")
            steps.append(Planned(step, words))
            continue
        if words is None:
            continue
        means = step.means[variant % len(step.means)] if step.means else None
        if held:
            steps.append(Planned(step, words, means=means))
            continue
        steps.append(Planned(step, words, len(lines), means))
        lines.append(Line(words, step.do == "pick", after_agent))
        after_agent = False
    return Plan(story, channel, language, moment, told, tuple(steps), tuple(lines))


def _happening(chance: random.Random, told: Sequence[Step]) -> Iterator[Step]:
    """The steps that happen: customers leave, and not every case is taken or brought to its end."""
    gone = False
    for step in told:
        if step.do not in SPOKEN:
            gone = False
            left = _NEVER_TAKEN if step.do == "take_case" else _STILL_AT_WORK if step.do in _ENDINGS else 0.0
            if chance.random() < left:
                return
            yield step
        elif not gone:
            gone = chance.random() >= step.chance
            if not gone:
                yield step
