"""What leads make of the week's misunderstandings: labels, and answers that agents called wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk.demo.cast import cast
from bot.desk.demo.moments import DemoClock
from bot.desk.demo.telling import Learnt
from bot.opening_hours import OpeningHours
from bot.store import Store
from bot.store.people_records import Person


def learn(
    store: Store,
    clock: DemoClock,
    chance: random.Random,
    people: Sequence[Person],
    learnt: Sequence[Learnt],
    until: datetime,
    hours: OpeningHours,
) -> None:
    """Call some answers wrong and label every second message that was not understood; the others wait.

    Where the desk wants a second person's review, the labels wait for it.
    """
    lead = next(person for person in people if person.role == "lead")
    agent = next(person for person in people if person.role == "agent")
    for number, flag in enumerate(cast().flags, start=1):
        clock.now = until - timedelta(days=number, minutes=chance.randint(0, 300))
        store.flag_answer(agent.agent, flag.question, intent=flag.intent, guide=flag.guide)
    for each in learnt[::2]:
        doubt = store.doubt("turn", each.turn_id)
        if doubt is None:
            continue
        clock.now = min(hours.next_open(doubt.happened_at + timedelta(hours=chance.uniform(1, 20))), until)
        store.label(doubt, doubt.text, each.intent or None, lead.agent)
