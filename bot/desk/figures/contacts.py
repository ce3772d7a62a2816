"""Conversations as figures count them, told from the stored rows alone.

A chat on LINE goes on for ever, so what is counted is a *contact*: what a customer wrote and picked, up to a silence of
``APART``. It belongs to the day on which it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeVar, get_args

from bot.messages import Language
from bot.store.figures_records import CaseFact, FigureRows, Place, TurnFact, VerdictFact

APART = timedelta(hours=24)
"""After so long a silence the next message begins a new contact."""

OVER = timedelta(hours=1)
"""After so long a silence a contact is taken for ended."""

Outcome = Literal["solved", "human", "unsolved", "open"]
"""Helped by the assistant alone, brought before a human, ended without either, still going on."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_Fact = TypeVar("_Fact", TurnFact, VerdictFact, CaseFact)
_NO_MOMENT: tuple[datetime, ...] = ()


class Contact(NamedTuple):
    """One contact; ``seq`` is where it begins in the transcript, ``provider`` the last one that was found out."""

    conversation_id: str
    began: datetime
    last: datetime
    seq: int | None
    channel: str
    language: Language
    provider: str | None
    outcome: Outcome
    turns: tuple[TurnFact, ...]
    verdicts: tuple[VerdictFact, ...]


def contacts_of(rows: FigureRows, now: datetime) -> Iterator[Contact]:
    """Every contact that the rows tell of; those that began before the rows do are not whole."""
    cases, verdicts = _by_conversation(rows.cases), _by_conversation(rows.verdicts)
    for conversation_id, turns in _by_conversation(rows.turns).items():
        place = rows.places.get(conversation_id)
        if place is None:
            continue
        filed, said = cases.get(conversation_id, ()), verdicts.get(conversation_id, ())
        lines = rows.lines.get(conversation_id, _NO_MOMENT)
        for part in split(turns):
            yield _contact(part, place, filed, said, lines, now)


def split(turns: Sequence[TurnFact]) -> Iterator[tuple[TurnFact, ...]]:
    """One conversation's turns, in order, cut at each long silence."""
    if turns and turns[-1].at - turns[0].at < APART:
        yield tuple(turns)
        return
    begin = 0
    for place in range(1, len(turns)):
        if turns[place].at - turns[place - 1].at >= APART:
            yield tuple(turns[begin:place])
            begin = place
    if turns:
        yield tuple(turns[begin:])


def _contact(
    turns: tuple[TurnFact, ...],
    place: Place,
    cases: Sequence[CaseFact],
    verdicts: Sequence[VerdictFact],
    lines: Sequence[datetime],
    now: datetime,
) -> Contact:
    began, last = turns[0].at, turns[-1].at
    end = last + APART
    filed = [case for case in cases if began <= case.at < end] if cases else ()
    said = tuple(verdict for verdict in verdicts if began <= verdict.at < end) if verdicts else ()
    by_human = bool(filed) or any(began <= line < end for line in lines)
    provider = next((turn.provider for turn in reversed(turns) if turn.provider), None)
    if provider is None and filed:
        provider = next((case.provider for case in reversed(filed) if case.provider), None)
    closed = place.closed_at is not None and place.closed_at >= last
    return Contact(
        conversation_id=turns[0].conversation_id,
        began=began,
        last=last,
        seq=turns[0].seq,
        channel=place.channel,
        language=place.language,
        provider=provider,
        outcome="human" if by_human else _outcome(turns, said, over=closed or now - last >= OVER),
        turns=turns,
        verdicts=said,
    )


def _outcome(turns: Sequence[TurnFact], verdicts: Sequence[VerdictFact], *, over: bool) -> Outcome:
    """How it stands without a human: by the last thing that told of success or failure."""
    told: bool | None = None
    told_at: datetime | None = None
    for turn in reversed(turns):
        if turn.sign is not None:
            told, told_at = turn.sign == "answered", turn.at
            break
    # What the customer says of a guide comes while its turn is being answered, so it counts behind that turn.
    if verdicts and (told_at is None or verdicts[-1].at >= told_at):
        verdict = verdicts[-1]
        if verdict.helped and verdict.step is None:
            return "solved"
        told = verdict.helped
    if not over:
        return "open"
    return "solved" if told else "unsolved"


def _by_conversation(facts: Iterable[_Fact]) -> Mapping[str, list[_Fact]]:
    found: dict[str, list[_Fact]] = {}
    for fact in facts:
        found.setdefault(fact.conversation_id, []).append(fact)
    return found
