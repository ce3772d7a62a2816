"""From stored rows to what falls under a filter."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.desk.figures.contacts import APART, Contact, contacts_of
from bot.desk.figures.entries import Material, PlacedUse, TimedCase, first_line, seconds_between
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.period import Period
from bot.opening_hours import OpeningHours
from bot.store import Store
from bot.store.figures_records import CaseFact, FigureRows, WaitingNow


@dataclass(frozen=True)
class Gatherer:
    """Reads the store for figures. Blocks.

    Args:
        hours: when the desk is open.
    """

    store: Store
    hours: OpeningHours

    def of(self, shown: FigureFilter, now: datetime) -> Material:
        """What a period's figures are counted from."""
        with _in_one_go():
            return self._of(shown, now)

    def with_before(self, shown: FigureFilter, now: datetime) -> tuple[Material, Material]:
        """The same, and that of the period before; both read at once."""
        with _in_one_go():
            return self._with_before(shown, now)

    def _of(self, shown: FigureFilter, now: datetime) -> Material:
        period = shown.period
        rows = self.store.figure_rows(period.start, period.end, APART)
        return material_of(rows, tuple(contacts_of(rows, now)), period, shown, self.hours, self.store.waiting_now())

    def _with_before(self, shown: FigureFilter, now: datetime) -> tuple[Material, Material]:
        period = shown.period
        rows = self.store.figure_rows(period.before.start, period.end, APART)
        contacts = tuple(contacts_of(rows, now))
        return (
            material_of(rows, contacts, period, shown, self.hours, self.store.waiting_now()),
            material_of(rows, contacts, period.before, shown, self.hours),
        )


@contextmanager
def _in_one_go() -> Iterator[None]:
    """Put the search for circular garbage off: a hundred thousand rows make none, and searching takes half the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def material_of(
    rows: FigureRows,
    contacts: Iterable[Contact],
    period: Period,
    shown: FigureFilter,
    hours: OpeningHours,
    waiting: Iterable[WaitingNow] = (),
) -> Material:
    """Everything of the rows that belongs to a period and falls under a filter; who waits now belongs to any."""
    start, end = period.start, period.end
    return Material(
        contacts=tuple(
            contact
            for contact in contacts
            if start <= contact.began < end and shown.takes(contact.channel, contact.language, contact.provider)
        ),
        cases=tuple(_cases(rows, (case for case in rows.cases if start <= case.at < end), shown, hours)),
        uses=tuple(_uses(rows, start, end, shown)),
        waiting=tuple(each for each in waiting if shown.takes(each.place.channel, each.place.language, each.provider)),
    )


def _cases(
    rows: FigureRows, cases: Iterable[CaseFact], shown: FigureFilter, hours: OpeningHours
) -> Iterator[TimedCase]:
    for case in cases:
        place = rows.places.get(case.conversation_id)
        channel, language = (place.channel, place.language) if place else (case.channel, case.language)
        if not shown.takes(channel, language, case.provider):
            continue
        answered = first_line(case, rows.lines.get(case.conversation_id, ()))
        yield TimedCase(
            fact=case,
            channel=channel,
            language=language,
            first_response=seconds_between(case.at, answered),
            first_response_at_work=hours.between(case.at, answered).total_seconds() if answered else None,
            resolution=seconds_between(case.at, case.resolved_at),
        )


def _uses(rows: FigureRows, start: datetime, end: datetime, shown: FigureFilter) -> Iterator[PlacedUse]:
    """Suggestions are made in conversations whose provider is that of their latest contact before the use."""
    in_period = [use for use in rows.uses if start <= use.at < end]
    known = _providers(rows, {use.conversation_id for use in in_period}) if shown.provider else {}
    for use in in_period:
        place = rows.places.get(use.conversation_id)
        if place is None:
            continue
        provider = next((name for at, name in known.get(use.conversation_id, ()) if at <= use.at), None)
        if shown.takes(place.channel, place.language, provider):
            yield PlacedUse(use, place.channel, place.language)


def _providers(rows: FigureRows, wanted: set[str]) -> dict[str, list[tuple[datetime, str]]]:
    """When which provider was found out in some conversations, the latest first."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for turn in reversed(rows.turns):
        if turn.provider and turn.conversation_id in wanted:
            found.setdefault(turn.conversation_id, []).append((turn.at, turn.provider))
    return found
