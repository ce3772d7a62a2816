"""Up to three suggested replies, made only from the knowledge base and from what the customer wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from bot.assist.choosing import Pick, picks, picks_of_the_place
from bot.assist.facts import Facts, read_facts
from bot.assist.lines import Line
from bot.assist.paragraphs import Paragraph, cite, paragraphs
from bot.assist.receipts import Sentence, explained, of_line
from bot.assist.understood import Understood
from bot.dialogue.purchase_places import place_of
from bot.knowledge import Bilingual, Identification, Knowledge, identify
from bot.messages import Language

MOST = 3
_LONG = 6
"""A reply of more paragraphs than this is also offered in short."""

_ABOUT_THE_PROVIDER = frozenset(
    {None, "identify_provider", "stop_auto_renew", "unknown_charge", "find_order_number", "cannot_cancel", "inform"}
)
"""Intents whose reply says from which provider a number or a statement line comes."""


@dataclass(frozen=True)
class Suggestion:
    """A reply in the customer's language; ``guide`` and ``variant`` name what it tells, None for a finding alone."""

    sentences: tuple[Sentence, ...]
    guide: str | None = None
    variant: str | None = None
    short: bool = False

    @property
    def text(self) -> str:
        """The reply as it is inserted."""
        return "\n".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Suggested:
    """The suggestions, best first, and what they were made from."""

    suggestions: tuple[Suggestion, ...]
    language: Language
    provider: str | None
    intent: str | None
    confidence: float
    facts: Facts


@dataclass(frozen=True)
class Question:
    """What is to be answered.

    Args:
        lines: the conversation, or the one text that was asked; the customer's last line is the one to answer.
        understood: how that line was understood.
        language: the language to answer in.
        today: the day from which relative dates count.
    """

    lines: Sequence[Line]
    understood: Understood
    language: Language
    today: date


def suggest(question: Question, knowledge: Knowledge) -> Suggested:
    """Suggest replies; none where the knowledge base holds nothing on it."""
    facts = read_facts(question.lines, knowledge, question.today, question.language)
    finding = _finding(question, knowledge)
    found = list(_suggestions(question, facts, finding, knowledge))
    provider = finding[1].provider if finding else None
    place = place_of(facts.memory, knowledge)
    return Suggested(
        suggestions=tuple(found[:MOST]),
        language=question.language,
        provider=provider or (place if place in knowledge.providers else None),
        intent=question.understood.intent,
        confidence=question.understood.confidence,
        facts=facts,
    )


def _suggestions(
    question: Question, facts: Facts, finding: tuple[Line, Identification] | None, knowledge: Knowledge
) -> Iterator[Suggestion]:
    language = question.language
    greeting = _salutation(facts, language)
    head = (*greeting, *_explanation(question, finding, knowledge))
    chosen = picks(question.lines, question.understood, facts, knowledge)
    if not chosen:
        if len(head) > len(greeting):
            yield Suggestion(head)
            told = picks_of_the_place(question.lines, facts, knowledge)
            yield from (_draft(pick, head, language, knowledge) for pick in told)
        return
    best, *others = (_draft(pick, greeting if pick.follows else head, language, knowledge) for pick in chosen)
    yield best
    brief = _in_short(chosen[0], head, language, knowledge)
    if brief is not None:
        others.insert(_another_answer(chosen[1:]), brief)
    yield from others


def _another_answer(others: tuple[Pick, ...]) -> int:
    """How many other answers come before the short form of the first: one, if it is no mere follow-up."""
    return 1 if others and not others[0].follows else 0


def _finding(question: Question, knowledge: Knowledge) -> tuple[Line, Identification] | None:
    """The last of the customer's lines that tells the provider, or comes near it."""
    near: tuple[Line, Identification] | None = None
    for line in reversed(question.lines):
        if line.speaker != "customer" or not line.text:
            continue
        found = identify(line.text, knowledge)
        if found.provider is not None:
            return line, found
        if near is None and found.near_misses:
            near = line, found
    return near


def _explanation(
    question: Question, finding: tuple[Line, Identification] | None, knowledge: Knowledge
) -> tuple[Sentence, ...]:
    if finding is None or question.understood.intent not in _ABOUT_THE_PROVIDER:
        return ()
    line, found = finding
    said: tuple[Bilingual, ...] = found.sentences
    return tuple(explained(sentence, found.provider, line, question.language, knowledge) for sentence in said)


def _salutation(facts: Facts, language: Language) -> tuple[Sentence, ...]:
    name = facts.of("person_name")
    if name is None:
        return ()
    return (Sentence(_frames()["salutation"].fill(name=name.value).in_(language), (of_line(name.line),)),)


def _draft(pick: Pick, head: tuple[Sentence, ...], language: Language, knowledge: Knowledge) -> Suggestion:
    guide = knowledge.guides[pick.guide]
    body = paragraphs(guide, language, knowledge, pick.variant)
    return Suggestion((*head, *(cite(guide, part, language) for part in body)), pick.guide, pick.variant)


def _in_short(pick: Pick, head: tuple[Sentence, ...], language: Language, knowledge: Knowledge) -> Suggestion | None:
    """The steps without notes and lists, or else the first paragraph; None where that is nearly the whole."""
    guide = knowledge.guides[pick.guide]
    body = paragraphs(guide, language, knowledge, pick.variant)
    kept = tuple(part for part in body if _is_core(part, has_steps=bool(guide.steps)))
    if len(body) <= _LONG or len(kept) >= len(body):
        return None
    return Suggestion((*head, *(cite(guide, part, language) for part in kept)), pick.guide, pick.variant, short=True)


def _is_core(part: Paragraph, *, has_steps: bool) -> bool:
    return part.kind == "link" or (part.kind == "step" if has_steps else part.kind == "text")


@lru_cache(maxsize=1)
def _frames() -> dict[str, Bilingual]:
    loaded = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text("utf-8"))
    return {name: Bilingual.model_validate(texts) for name, texts in loaded.items()}
