"""Which guides answer what is open in a conversation, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.assist.facts import Facts
from bot.assist.lines import Line
from bot.assist.understood import Understood
from bot.dialogue.answers import guide_for, is_question
from bot.dialogue.purchase_places import NEXWAY_GUIDES, guides_of, place_of
from bot.dialogue.variants import variants_for
from bot.knowledge import Knowledge

_NEAR = 0.3
"""A second reading is worth a suggestion from this share of the first one's confidence on."""

_LEAST = 0.12
"""A second reading below this confidence is a guess."""

NO_WISH = frozenset({None, "inform", "correct_information", "affirm", "deny", "talk_to_human", "problem_not_solved"})
"""What leaves the wish of an earlier line open; None is a line that nobody could read."""


@dataclass(frozen=True)
class Pick:
    """A guide, or one of its short answers, and the line that asks for it."""

    guide: str
    variant: str | None
    line: Line
    follows: bool = False
    """Whether it is what usually comes next, and no answer to the line itself."""


def picks(lines: Sequence[Line], understood: Understood, facts: Facts, knowledge: Knowledge) -> tuple[Pick, ...]:
    """The guides worth suggesting for the last of the customer's lines.

    First those of the likeliest reading, then those of a close second one, then what usually comes next.
    """
    asked = _last_asked(lines)
    if asked is None:
        return ()
    found: list[Pick] = []
    for intent in _readings(understood):
        found.extend(_answering(intent, asked, facts, knowledge))
    if not found and (understood.intent in NO_WISH or understood.asks_back):
        earlier = _open_wish(lines, knowledge)
        if earlier is not None and earlier.intent is not None:
            found.extend(_answering(earlier.intent, earlier, facts, knowledge))
    for pick in tuple(found[:1]):
        for intent in knowledge.guides[pick.guide].follow_ups:
            following = _answering(intent, pick.line, facts, knowledge)
            found.extend(replace(one, follows=True) for one in following)
    return tuple({(pick.guide, pick.variant): pick for pick in reversed(found)}.values())[::-1]


def picks_of_the_place(lines: Sequence[Line], facts: Facts, knowledge: Knowledge) -> tuple[Pick, ...]:
    """The guides of the place of purchase, for a customer who told it and nothing else that is understood."""
    asked, place = _last_asked(lines), place_of(facts.memory, knowledge)
    if asked is None or place is None or facts.memory.product_line == "eset":
        return ()
    return tuple(Pick(guide, None, asked) for guide in _guides_at(place, facts, knowledge))


def _readings(understood: Understood) -> Iterator[str]:
    if not understood.ranking:
        return
    first, confidence = understood.ranking[0]
    yield first
    if first == "out_of_scope":
        return
    for intent, chance in understood.ranking[1:3]:
        if chance >= max(_LEAST, _NEAR * confidence):
            yield intent


def _answering(intent: str, line: Line, facts: Facts, knowledge: Knowledge) -> Iterable[Pick]:
    if intent == "stop_auto_renew":
        return [Pick(guide, None, line) for guide in _stopping(facts, knowledge)]
    if intent == "identify_provider":
        place = place_of(facts.memory, knowledge)
        if place is not None:
            return [Pick(guide, None, line) for guide in _guides_at(place, facts, knowledge)]
        names = variants_for(intent, facts.memory, knowledge, line.text)
        return [Pick("provider_identification", name, line) for name in names or (None,)]
    if not is_question(intent, knowledge):
        return []
    guide = guide_for(intent, facts.memory, knowledge)
    known = knowledge.guides[guide].variants
    fitting = [name for name in variants_for(intent, facts.memory, knowledge, line.text) if name in known]
    return [Pick(guide, name, line) for name in fitting or (None,)]


def _stopping(facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    if facts.memory.product_line == "eset":
        return ("support_desks",)
    place = place_of(facts.memory, knowledge)
    if place is None:
        return ("provider_identification", "order_number", knowledge.providers["my_kaspersky"].guide)
    return _guides_at(place, facts, knowledge)


def _guides_at(place: str, facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    return guides_of(place, facts.memory, knowledge) or NEXWAY_GUIDES["nexway:unsure"]


def _last_asked(lines: Sequence[Line]) -> Line | None:
    return next((line for line in reversed(lines) if line.speaker == "customer" and line.text), None)


def _open_wish(lines: Sequence[Line], knowledge: Knowledge) -> Line | None:
    """The customer's last line that asked for something a guide answers."""
    tasks = ("stop_auto_renew", "identify_provider")
    return next(
        (
            line
            for line in reversed(lines)
            if line.speaker == "customer"
            and line.intent is not None
            and (line.intent in tasks or is_question(line.intent, knowledge))
        ),
        None,
    )
