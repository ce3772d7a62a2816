"""The comparison of a copy as the page shows it: which page it is, each difference, and the guides it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.assist.paragraphs import read_back
from bot.assist.receipts import of_source
from bot.desk.knowledge.comparing.differences import Change, Comparison, What, compare
from bot.desk.knowledge.comparing.fingerprint import Fingerprint, fingerprint, load_fingerprint
from bot.desk.knowledge.comparing.held import Place, guides_of
from bot.desk.knowledge.comparing.saved_page import SavedPage
from bot.desk.knowledge.comparing.sentences import sentences
from bot.knowledge import Bilingual, Knowledge, Provider


class NoPages(Exception):
    """There is no such page in sources.yml."""


class Touch(BaseModel):
    """A record and its part that a difference touches, the guide that shows it, and what we say there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: str
    part: str
    guide: str | None
    says: str = ""


class Row(BaseModel):
    """One difference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    change: Change
    what: What
    before: str | None
    after: str | None
    section: str
    touches: tuple[Touch, ...]

    @property
    def pieces(self) -> list[tuple[str, str, str]]:
        """What stayed, went and came, where both states are known: ``(how, before, after)``."""
        before, after = self.before or "", self.after or ""
        if not before or not after:
            return []
        codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        return [(how, before[a:b], after[c:d]) for how, a, b, c, d in codes]


@dataclass(frozen=True)
class Compared:
    """The whole result.

    Args:
        page_key: which page it is.
        title: its title.
        compared_with: the day of what it was compared with; None where only facts were looked for.
        has_words: whether the earlier copy's words were at hand.
        encoding: of the new copy.
        rows: the differences.
        comparison: the counts.
        guides: how many differences touch each guide.
    """

    page_key: str
    title: Bilingual
    compared_with: date | None
    has_words: bool
    encoding: str
    rows: tuple[Row, ...]
    comparison: Comparison
    guides: tuple[tuple[str, int], ...]


def compared(
    page_key: str,
    pages: Mapping[str, Bilingual],
    copy: SavedPage,
    earlier: SavedPage | None,
    knowledge: Knowledge,
    folder: Path,
) -> Compared:
    """Compare a copy with an earlier one, with the page's fingerprint, or with the facts alone.

    Args:
        page_key: the page; empty to find out which it is.
        pages: all pages.
        copy: the new copy.
        earlier: an earlier copy, if the lead has one.
        knowledge: the facts.
        folder: the knowledge folder, with the fingerprints.

    Raises:
        NoPages: there is no such page.
        FingerprintError: a fingerprint is damaged.
    """
    key = page_key or _likeliest(pages, copy, knowledge, folder)
    if key not in pages:
        raise NoPages
    title = pages[key]
    kept = load_fingerprint(folder, key)
    day = kept.captured_on if kept and earlier is None else None
    before = kept if earlier is None else fingerprint(key, title, earlier, knowledge, date.min)
    comparison = compare(title, copy, knowledge, before, earlier)
    rows = tuple(
        Row(
            change=each.change,
            what=each.what,
            before=each.before,
            after=each.after,
            section=each.section,
            touches=_touches(each.places, knowledge),
        )
        for each in comparison.differences
    )
    counts: dict[str, int] = {}
    for row in rows:
        for guide in dict.fromkeys(touch.guide for touch in row.touches if touch.guide):
            counts[guide] = counts.get(guide, 0) + 1
    return Compared(
        page_key=key,
        title=title,
        compared_with=day,
        has_words=earlier is not None,
        encoding=copy.encoding,
        rows=rows,
        comparison=comparison,
        guides=tuple(sorted(counts.items(), key=lambda pair: -pair[1])),
    )


def _likeliest(pages: Mapping[str, Bilingual], copy: SavedPage, knowledge: Knowledge, folder: Path) -> str:
    """The page that a copy has most in common with."""
    read = {sentence.hash for sentence in sentences(copy)}

    def in_common(key: str) -> float:
        kept: Fingerprint | None = load_fingerprint(folder, key)
        if kept is None:
            held, present = compare(pages[key], copy, knowledge, None).facts
            return present / held if held else 0.0
        return 1 + sum(sentence.hash in read for sentence in kept.sentences) / len(kept.sentences)

    return max(pages, key=in_common, default="")


def _touches(places: tuple[Place, ...], knowledge: Knowledge) -> tuple[Touch, ...]:
    found: list[Touch] = []
    for place in places:
        says = _says(place, knowledge)
        for guide in guides_of(place, knowledge) or (None,):
            found.append(Touch(record=place.record, part=place.part, guide=guide, says=says))
    return tuple(dict.fromkeys(found))


def _says(place: Place, knowledge: Knowledge) -> str:
    """What we say at a place, in Japanese."""
    folder, _, key = place.record.partition("/")
    if folder == "guides" and key in knowledge.guides and place.part != "source":
        receipt = of_source(place.record, place.part, knowledge.guides[key].source, "ja")
        return read_back(receipt, "ja", knowledge) or ""
    if folder == "products" and key in knowledge.products:
        return knowledge.products[key].name.ja
    if folder == "providers" and key in knowledge.providers:
        return _says_of(knowledge.providers[key], place.part)
    return ""


def _says_of(provider: Provider, part: str) -> str:
    """What a provider's record says: the look of its numbers, a text on statements, or its name."""
    name = provider.name.ja
    rule = next((rule for rule in provider.order_number_rules if f"/{rule.id}/" in part), None)
    if rule is not None:
        return f"{name}: {rule.looks.ja}"
    head, _, number = part.partition("/")
    texts = [statement.text for statement in provider.card_statements] if head == "card_statements" else []
    return f"{name}: {texts[int(number)]}" if number.isdecimal() and int(number) < len(texts) else name
