"""Fills a database with the demo week."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.channels.sentences import Sentence, load_sentences
from bot.desk.demo.agents_work import AgentsWork
from bot.desk.demo.cast import MARK, cast
from bot.desk.demo.learning import learn
from bot.desk.demo.moments import DemoClock
from bot.desk.demo.planning import Plan, plans
from bot.desk.demo.playing import Answered, Script
from bot.desk.demo.telling import Learnt, Telling
from bot.messages import Message, Paragraph
from bot.service_levels import ServiceLevels
from bot.store import Store
from bot.store.agents import Notice
from bot.store.people_records import Person

_LATER = timedelta(hours=2)
_BEFORE = timedelta(minutes=30)
"""The desk's people were there before the week's first customer."""


@dataclass(frozen=True)
class Week:
    """What a demo week is made from; the same values always make the same week.

    Args:
        until: when it ends; whole seconds.
        conversations: how many begin in it, besides those of this very moment.
    """

    until: datetime
    days: int = 7
    conversations: int = 240
    seed: int = 1
    service: ServiceLevels | None = None

    @property
    def since(self) -> datetime:
        """When it begins."""
        return self.until - timedelta(days=self.days)


class PersonTaken(Exception):
    """Somebody who is no demo person has the login of one; the message names it."""


def planned(week: Week, service: ServiceLevels) -> tuple[Plan, ...]:
    """The conversations of a week."""
    chance = random.Random(f"{week.seed} stories")
    return tuple(plans(chance, week.conversations, week.since, week.until, service.hours))


def scripts_of(planned: Sequence[Plan]) -> set[Script]:
    """What has to be played for them."""
    return {(plan.language, plan.lines) for plan in planned}


def fill(
    url: str, week: Week, planned: Sequence[Plan], played: Mapping[Script, Sequence[Answered]], service: ServiceLevels
) -> None:
    """Write the week into a database that has none.

    Raises:
        PersonTaken: as it says; nothing was written.
    """
    chance = random.Random(f"{week.seed} moments")
    clock = DemoClock(week.since - _BEFORE)
    store = Store(
        url,
        clock=clock,
        ids=lambda: f"{chance.getrandbits(96):024x}{MARK}",
        random_below=chance.randrange,
        service=service,
    )
    try:
        people = _people(store)
        _canned(store, people)
        notices = load_sentences().notices
        work = AgentsWork(
            store,
            chance,
            people,
            {person.id: _notice(notices.joined, person) for person in people},
            {person.id: _notice(notices.left, person) for person in people},
            service.hours.next_open(week.until + _LATER),
        )
        learnt: list[Learnt] = []
        tellings = [
            Telling(plan, played[plan.language, plan.lines], store, clock, work, service.hours, chance, learnt)
            for plan in planned
        ]
        _tell_all(tellings, clock, week.until)
        learn(store, clock, chance, people, learnt, week.until, service.hours)
    finally:
        store.close()


def _tell_all(tellings: Sequence[Telling], clock: DemoClock, until: datetime) -> None:
    """Tell what happens in the order in which it happens; what lies behind the end of the week does not."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number, telling in enumerate(tellings):
        moments = telling.moments()
        _wait(waiting, number, moments, until)
    while waiting:
        moment, number, moments = heapq.heappop(waiting)
        clock.now = moment
        _wait(waiting, number, moments, until)


def _wait(
    waiting: list[tuple[datetime, int, Iterator[datetime]]], number: int, moments: Iterator[datetime], until: datetime
) -> None:
    moment = next(moments, None)
    if moment is not None and moment < until:
        heapq.heappush(waiting, (moment, number, moments))


def _people(store: Store) -> list[Person]:
    taken = {person.login for person in store.people()}
    for agent in cast().agents:
        if agent.login in taken:
            raise PersonTaken(agent.login)
    people = [store.add_person(agent.login, agent.name, agent.role, agent.language) for agent in cast().agents]
    for person in people:
        store.audit(None, "person_added", f"person:{person.id}", {"role": person.role})
    return people


def _canned(store: Store, people: Sequence[Person]) -> None:
    lead = next(person for person in people if person.role == "lead")
    known = {reply.name for reply in store.canned_replies()}
    for reply in cast().canned:
        if reply.name not in known:
            store.add_canned_reply(reply.name, reply.ja, reply.en, lead.agent)


def _notice(sentence: Sentence, person: Person) -> Notice:
    return {
        "ja": Message(language="ja", blocks=(Paragraph(text=sentence.in_("ja", name=person.name)),)),
        "en": Message(language="en", blocks=(Paragraph(text=sentence.in_("en", name=person.name)),)),
    }


def whole_second(moment: datetime) -> datetime:
    """The moment in UTC without its fraction of a second."""
    return moment.astimezone(timezone.utc).replace(microsecond=0)
