"""What is kept of a vendor's page without a word of it: hashes and sketches, and which of our facts rest on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.desk.knowledge.comparing.held import Fact, Place, Statement, facts_of, sections_of, statements_of
from bot.desk.knowledge.comparing.page_text import PageText
from bot.desk.knowledge.comparing.saved_page import SavedPage
from bot.desk.knowledge.comparing.sentences import Sentence, hashed, normal, overlap, pairs, sentences, sketch
from bot.desk.knowledge.comparing.tokens import Tokens, hashes
from bot.knowledge import Bilingual, Knowledge
from bot.knowledge.records import Key

FOLDER = "fingerprints"
"""Where they stand in the knowledge folder, one JSON file for each page of sources.yml."""

_LEAST_OVERLAP = 0.45
_LEAST_OF_HEADING = 0.8
_SHORTEST = 7
"""Pairs of characters below which a likeness tells nothing."""


class FingerprintError(Exception):
    """A fingerprint file can't be used; the text names it."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptSentence(_Kept):
    """A sentence: its hash, its sketch, its section's place, its facts' hashes, and what of ours rests on it."""

    hash: str
    sketch: str
    section: int
    heading: bool = False
    facts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Fingerprint(_Kept):
    """A page as it was on the day its facts were read; ``sections`` are the hashes of its headings."""

    format: Literal[1] = 1
    page: Key
    captured_on: date
    sections: tuple[str, ...]
    sentences: tuple[KeptSentence, ...]
    links: tuple[str, ...] | None = None
    found: tuple[str, ...]
    """Hashes of our facts that stood on the page by themselves: in brackets, as an item, as a number."""
    within: tuple[str, ...] = ()
    """Hashes of those that stood only within other words."""

    @property
    def facts(self) -> frozenset[str]:
        """The hashes of every fact that stood on the page."""
        return frozenset(fact for sentence in self.sentences for fact in sentence.facts)


def fingerprint(page_key: str, page: Bilingual, copy: SavedPage, knowledge: Knowledge, day: date) -> Fingerprint:
    """Take a page's fingerprint.

    Args:
        page_key: its key in sources.yml.
        page: its title, as our records name it.
        copy: the page.
        knowledge: what is held of it.
        day: when the copy was saved.
    """
    ours = sections_of(page, knowledge)
    read = sentences(copy, map(hashed, ours))
    tokens = Tokens.of(knowledge)
    facts = facts_of(page, knowledge, tokens)
    headings = list(dict.fromkeys(["", *(sentence.heading for sentence in read)]))
    text = PageText.of(read, tokens)
    found = tuple(fact for fact in facts if text.has(fact))
    within = tuple(fact for fact in facts if fact not in found and text.has_within(fact))
    resting = _resting(read, found, within, page, knowledge, tokens)
    return Fingerprint(
        page=page_key,
        captured_on=day,
        sections=tuple(hashed(normal(heading)) if heading else "" for heading in headings),
        sentences=tuple(
            KeptSentence(
                hash=sentence.hash,
                sketch=sketch(sentence.text),
                section=headings.index(sentence.heading),
                heading=sentence.is_heading,
                facts=tuple(sorted(hashes(tokens.of_text(sentence.text, whole_line=True)))),
                places=tuple(sorted(map(str, places))),
            )
            for sentence, places in zip(read, resting, strict=True)
        ),
        links=None if copy.links is None else tuple(sorted({hashed(url) for _words, url in copy.links})),
        found=tuple(sorted(fact.token.hash for fact in found)),
        within=tuple(sorted(fact.token.hash for fact in within)),
    )


def load_fingerprint(folder: Path, page_key: str) -> Fingerprint | None:
    """The kept fingerprint of a page; None if there is none.

    Raises:
        FingerprintError: the file is damaged.
    """
    path = folder / FOLDER / f"{page_key}.json"
    try:
        return Fingerprint.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise FingerprintError(f"{FOLDER}/{page_key}.json") from None


def save_fingerprint(folder: Path, kept: Fingerprint) -> Path:
    """Write a fingerprint into the knowledge folder."""
    path = folder / FOLDER / f"{kept.page}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(kept.model_dump_json(indent=1, exclude_defaults=True) + "\n", encoding="utf-8")
    return path


def _resting(
    read: tuple[Sentence, ...],
    found: tuple[Fact, ...],
    within: tuple[Fact, ...],
    page: Bilingual,
    knowledge: Knowledge,
    tokens: Tokens,
) -> list[set[Place]]:
    """What of ours rests on each sentence: facts that stand in it, and texts that say the same in other words."""
    places: list[set[Place]] = [set() for _ in read]
    for mine, sentence in zip(places, read, strict=True):
        text = PageText.of((sentence,), tokens)
        for fact in (*(each for each in found if text.has(each)), *(each for each in within if text.has_within(each))):
            if fact.token.kind != "label":  # a label stands in many places that have nothing to do with each other
                mine.update(fact.places)
    headings = dict.fromkeys(sentence.heading for sentence in read)
    said = [(pairs(sentence.text), _labels(sentence.text, tokens)) for sentence in read]
    for statement in statements_of(page, knowledge):
        at_home = {_named(part, headings) for part in statement.section.split(" / ")} - {None}
        where = [n for n, each in enumerate(read) if not each.is_heading and (not at_home or each.heading in at_home)]
        for n in _saying(statement, where, said, _labels(statement.text, tokens)):
            places[n].add(statement.place)
    for name, (_shown, records) in sections_of(page, knowledge).items():
        heading = _named(name, headings)
        for mine, sentence in zip(places, read, strict=True):
            if sentence.is_heading and heading is not None and normal(sentence.text) == normal(heading):
                mine.update(Place(record, "source") for record in records)
    return places


def _saying(
    statement: Statement,
    where: list[int],
    said: list[tuple[frozenset[str], frozenset[str]]],
    labels: frozenset[str],
) -> list[int]:
    """The sentences that say what a text of ours says, or else those that name the same buttons."""
    mine = pairs(statement.text)
    scores = {n: overlap(mine, said[n][0]) for n in where if min(len(mine), len(said[n][0])) >= _SHORTEST}
    best = max(scores.values(), default=0.0)
    if best >= _LEAST_OVERLAP:
        return [n for n, score in scores.items() if score >= max(_LEAST_OVERLAP, best * 0.9)]
    return [n for n in where if labels & said[n][1]]


def _labels(text: str, tokens: Tokens) -> frozenset[str]:
    return frozenset(token.hash for token in tokens.of_text(text) if token.kind == "label")


def _named(name: str, headings: Iterable[str]) -> str | None:
    """The heading that a section's name means: the same words, or else the one most like it."""
    exact = next((heading for heading in headings if heading and normal(heading) == normal(name)), None)
    if exact is not None:
        return exact
    likeness, found = max(((overlap(pairs(name), pairs(each)), each) for each in headings if each), default=(0.0, ""))
    return found if likeness >= _LEAST_OF_HEADING else None
