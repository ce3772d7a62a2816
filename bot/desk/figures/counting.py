"""Numbers from material: how many, what share, how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.figures.contacts import Contact
from bot.desk.figures.durations import NEVER, Times, times_of
from bot.desk.figures.entries import Entry, Material, entries_of, marks_of, others_of
from bot.desk.figures.period import Period, day_of


@dataclass(frozen=True)
class Numbers:
    """Every figure of some material by its name."""

    counts: Mapping[str, int]
    response: Times = NEVER
    at_work: Times = NEVER
    resolution: Times = NEVER

    @classmethod
    def of(cls, contacts: Iterable[Contact]) -> Numbers:
        """The figures of some contacts alone."""
        return cls(Counter([name for contact in contacts for names, _ in marks_of(contact) for name in names]))

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    def share(self, part: str, *whole: str) -> float | None:
        """What part of the sum of some figures one is; None when there is nothing of them."""
        return ratio(self[part], sum(self[name] for name in whole))

    def under(self, prefix: str) -> list[tuple[str, int]]:
        """The figures whose name begins so, without that beginning, the largest first."""
        found = [(name[len(prefix) :], count) for name, count in self.counts.items() if name.startswith(prefix)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def numbers_of(material: Material, parts: Iterable[Numbers] | None = None) -> Numbers:
    """Count everything.

    Args:
        parts: the same contacts counted before, each once.
    """
    counts: Counter[str] = Counter()
    for part in parts if parts is not None else (Numbers.of(material.contacts),):
        counts.update(part.counts)
    counts.update(name for _, names in others_of(material) for name in names)
    cases = material.cases
    return Numbers(
        counts,
        times_of([case.first_response for case in cases if case.first_response is not None]),
        times_of([case.first_response_at_work for case in cases if case.first_response_at_work is not None]),
        times_of([case.resolution for case in cases if case.resolution is not None]),
    )


def entries_named(material: Material, name: str) -> list[Entry]:
    """The list behind a number: as many entries as it says, the latest first; of times the longest first."""
    found = [entry for entry, names in entries_of(material) if name in names]
    return sorted(
        found, key=lambda entry: (entry.seconds or 0, entry.at, entry.conversation_id, entry.seq or 0), reverse=True
    )


def by_part(contacts: Sequence[Contact], parts: Sequence[Period]) -> list[Numbers]:
    """The figures of the conversations of each part of a period."""
    place = {}
    for number, part in enumerate(parts):
        for ordinal in range(part.first.toordinal(), part.last.toordinal() + 1):
            place[ordinal] = number
    sorted_in: list[list[Contact]] = [[] for _ in parts]
    for contact in contacts:
        sorted_in[place[day_of(contact.began).toordinal()]].append(contact)
    return [Numbers.of(each) for each in sorted_in]


def ratio(part: int, whole: int) -> float | None:
    """A share from 0 to 1; None of nothing."""
    return part / whole if whole else None
