"""What is counted: each thing once, with the names of all the figures that it belongs to.

A number is how many entries carry its name, and the list behind the number is those same entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.desk.figures.contacts import Contact, Outcome
from bot.desk.figures.durations import bar_of
from bot.store.figures_records import CaseFact, TurnFact, UseFact, VerdictFact, WaitingNow

REPLIES = frozenset(
    {
        "inform",
        "correct_information",
        "affirm",
        "deny",
        "problem_solved",
        "problem_not_solved",
        "cancel",
        "greet",
        "goodbye",
        "thank",
        "nlu_fallback",
    }
)
"""What customers mean that is no wish of its own."""

_MESSAGE = ("message",)
_LOST_MESSAGE = ("message", "message:lost")


@dataclass(frozen=True)
class TimedCase:
    """A case with its waiting times in seconds; None while nobody answered, or it isn't resolved."""

    fact: CaseFact
    channel: str
    language: str
    first_response: float | None
    first_response_at_work: float | None
    resolution: float | None


@dataclass(frozen=True)
class PlacedUse:
    """A use of a suggestion, and where it happened."""

    fact: UseFact
    channel: str
    language: str


@dataclass(frozen=True)
class Material:
    """Everything that falls under a filter."""

    contacts: tuple[Contact, ...]
    cases: tuple[TimedCase, ...] = ()
    uses: tuple[PlacedUse, ...] = ()
    waiting: tuple[WaitingNow, ...] = ()


class Entry(NamedTuple):
    """One row of a list; ``seconds`` is how long it took, where that is what the list is of."""

    conversation_id: str
    at: datetime
    channel: str
    language: str
    seq: int | None = None
    provider: str | None = None
    outcome: Outcome | None = None
    seconds: float | None = None
    case: str | None = None


Named = tuple[Entry, tuple[str, ...]]
Mark = tuple[Sequence[str], TurnFact | VerdictFact | None]
"""Names of figures, and the part of a contact that they count; None for the contact itself."""


def entries_of(material: Material) -> Iterator[Named]:
    """Everything that is counted, with the figures that count it."""
    for contact in material.contacts:
        whole = _entry(contact)
        for names, detail in marks_of(contact):
            entry = whole
            if detail is not None:
                entry = whole._replace(at=detail.at, seq=detail.seq if isinstance(detail, TurnFact) else None)
            yield entry, tuple(names)
    yield from others_of(material)


def others_of(material: Material) -> Iterator[Named]:
    """What is counted besides contacts."""
    for case in material.cases:
        yield from _of_case(case)
    for use in material.uses:
        fact = use.fact
        outcomes = (fact.outcome,) if fact.outcome == "rejected" else (fact.outcome, "used")
        names = [f"use:{outcome}{subject}" for outcome in outcomes for subject in ("", f":{subject_of(fact)}")]
        yield Entry(fact.conversation_id, fact.at, use.channel, use.language), ("use", *names)
    for waits in material.waiting:
        place = waits.place
        yield (
            Entry(waits.conversation_id, waits.since, place.channel, place.language, None, waits.provider),
            ("waiting",),
        )


def subject_of(use: UseFact) -> str:
    """What was suggested: a guide, whole or a part of it, or a canned reply."""
    subject = use.subject or ""
    return f"{use.kind}:{subject.partition(':')[0] if use.kind == 'suggestion' else subject}"


def furthest(contact: Contact) -> dict[str, int]:
    """Each guide that was shown, and the furthest step of it that was shown alone (0: only the whole guide)."""
    reached: dict[str, int] = {}
    for turn in contact.turns:
        if turn.guide:
            reached[turn.guide] = max(reached.get(turn.guide, 0), turn.guide_step or 0)
    return reached


def marks_of(contact: Contact) -> Iterator[Mark]:
    """What a contact counts for: by itself, by its messages, and by what was said of guides."""
    names = [
        "all",
        f"outcome:{contact.outcome}",
        f"channel:{contact.channel}",
        f"language:{contact.language}",
        f"provider:{contact.provider or 'none'}",
    ]
    turns = contact.turns
    names += [f"intent:{intent}" for intent in {turn.intent for turn in turns} if intent and intent not in REPLIES]
    if any(turn.sign == "not_understood" for turn in turns):
        names.append("lost")
    reached = furthest(contact)
    for guide, step in reached.items():
        names.append(f"guide:{guide}")
        if step:
            names += [f"step:{guide}:{each}" for each in range(1, step + 1)]
            finished = any(v.guide == guide and v.step == step and v.helped for v in contact.verdicts)
            names.append(f"{'past' if finished else 'left'}:{guide}:{step}")
    yield names, None
    for turn in turns:
        if turn.kind == "text" and turn.intent is not None:
            yield _LOST_MESSAGE if turn.sign == "not_understood" else _MESSAGE, turn
    for verdict in contact.verdicts:
        said = "yes" if verdict.helped else "no"
        of_guide = (f"verdict:{said}", f"verdict:{said}:{verdict.guide}")
        of_step = (f"verdict:{said}:{verdict.guide}:{verdict.step}",)
        yield of_guide if verdict.step is None else of_step, verdict


def _entry(contact: Contact) -> Entry:
    return Entry(
        contact.conversation_id,
        contact.began,
        contact.channel,
        contact.language,
        contact.seq,
        contact.provider,
        contact.outcome,
    )


def _of_case(case: TimedCase) -> Iterator[Named]:
    fact = case.fact
    entry = Entry(fact.conversation_id, fact.at, case.channel, case.language, provider=fact.provider, case=fact.number)
    yield entry, ("case",)
    # Each kind of time has entries of its own, since each list shows another time.
    for name, seconds in (
        ("response", case.first_response),
        ("at_work", case.first_response_at_work),
        ("resolution", case.resolution),
    ):
        bar = (f"{name}:none",) if seconds is None else (name, f"{name}:{bar_of(seconds)}")
        yield entry._replace(seconds=seconds), bar


def first_line(case: CaseFact, lines: tuple[datetime, ...]) -> datetime | None:
    """When an agent first wrote to the customer after the case came, and before it was resolved."""
    return next((at for at in lines if at >= case.at and (case.resolved_at is None or at <= case.resolved_at)), None)


def seconds_between(start: datetime, end: datetime | None) -> float | None:
    """How long it took, when it has ended."""
    return None if end is None else max(end - start, timedelta()).total_seconds()
