"""What differs between a page as it was and a new copy of it, and which of our guides and fields that touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.desk.knowledge.comparing.aligning import Aligned, align
from bot.desk.knowledge.comparing.fingerprint import Fingerprint, KeptSentence
from bot.desk.knowledge.comparing.held import Fact, Place, facts_of, sections_of
from bot.desk.knowledge.comparing.page_text import PageText
from bot.desk.knowledge.comparing.saved_page import SavedPage
from bot.desk.knowledge.comparing.sentences import Sentence, hashed, normal, sentences
from bot.desk.knowledge.comparing.tokens import Token, TokenKind, Tokens
from bot.knowledge import Bilingual, Knowledge

Change = Literal["changed", "gone", "new"]
What = TokenKind | Literal["sentence", "heading"]


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was.

    Args:
        change: what became of it.
        what: what kind of thing it is.
        before: how it was; None where its words are not kept.
        after: how it is in the copy; None when it is gone.
        section: the heading above it; empty where none is known.
        places: what of ours it touches.
    """

    change: Change
    what: What
    before: str | None
    after: str | None
    section: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SectionCount:
    """How many sentences of a section are as they were, and how many are not."""

    name: str
    same: int = 0
    changed: int = 0
    new: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Comparison:
    """The whole result.

    Args:
        differences: facts first, then sentences, each in reading order.
        sections: the counts, by section of the copy, then of what is gone.
        around: new sentences before and behind the part of the page that was known, such as menus.
        facts: how many facts of ours were looked for, and how many of them stand in the copy.
        is_that_page: whether the copy looks like this page at all.
        with_sentences: whether an earlier state of the sentences was known.
    """

    differences: tuple[Difference, ...]
    sections: tuple[SectionCount, ...]
    around: tuple[str, ...]
    facts: tuple[int, int]
    is_that_page: bool
    with_sentences: bool


def compare(
    page: Bilingual,
    copy: SavedPage,
    knowledge: Knowledge,
    before: Fingerprint | None,
    earlier: SavedPage | None = None,
) -> Comparison:
    """Compare a copy with what was there before.

    Args:
        page: the page's title, as our records name it.
        copy: the new copy.
        knowledge: what is held of the page.
        before: the page's fingerprint; None when none is kept: then only our facts are looked for.
        earlier: the page that the fingerprint was taken from, if its words are at hand.
    """
    tokens = Tokens.of(knowledge)
    ours = sections_of(page, knowledge)
    known = {*map(hashed, ours), *(before.sections if before else ())}
    read = sentences(copy, known)
    old = sentences(earlier, map(hashed, ours)) if earlier else ()
    addresses = None if copy.links is None else frozenset(url for _words, url in copy.links)
    text = PageText.of(read, tokens, addresses or frozenset())
    facts = facts_of(page, knowledge, tokens)
    looked_for = _looked_for(facts, before, addresses is not None)
    missing = tuple(fact for fact, alone in looked_for if not (text.has(fact) if alone else text.has_within(fact)))
    aligned = align(before, read) if before else Aligned((), (), (), (), ())
    names = _Names(read, old, before, ours, {now: was for was, now in (*aligned.same, *aligned.changed)})
    of_facts = tuple(_of_facts(missing, aligned, before, read, tokens, names))
    found = (
        *of_facts,
        *_of_links(copy, before, knowledge),
        *_of_sentences(aligned, before, read, old, names, of_facts),
    )
    held = len(looked_for)
    present = held - len(missing)
    same = len(aligned.same)
    alike = same + len(aligned.changed) >= 0.2 * len(before.sentences) if before else 5 * present >= held
    return Comparison(
        differences=tuple(found),
        sections=_sections(aligned, before, read, names),
        around=tuple(read[n].text for n in aligned.around),
        facts=(held, present),
        is_that_page=alike,
        with_sentences=before is not None,
    )


def _looked_for(facts: Iterable[Fact], before: Fingerprint | None, has_links: bool) -> list[tuple[Fact, bool]]:
    """The facts that must stand in the copy, and whether by themselves or within other words."""
    if before is None:
        return [(fact, False) for fact in facts if has_links or fact.token.kind != "url"]
    alone, within, links = set(before.found), set(before.within), set(before.links or ())
    return [
        (fact, fact.token.hash in alone)
        for fact in facts
        if fact.token.hash in alone | within or (has_links and hashed(fact.token.text) in links)
    ]


@dataclass(frozen=True)
class _Names:
    """What the sections are called: as in the copy, or as our records name them."""

    read: Sequence[Sentence]
    old: Sequence[Sentence]
    before: Fingerprint | None
    ours: dict[str, tuple[Bilingual, list[str]]]
    kept_at: dict[int, int]

    def of_old(self, section: int) -> str:
        """The name of a section of the fingerprint."""
        if self.before is None or not self.before.sections[section]:
            return ""
        wanted = self.before.sections[section]
        texts = [sentence.heading for sentence in (*self.read, *self.old)]
        texts += [shown.ja for shown, _records in self.ours.values()]
        return next((text for text in texts if text and hashed(normal(text)) == wanted), "")

    def places_of(self, section: int) -> tuple[Place, ...]:
        """The records that name a section of the fingerprint as their source, or else those that rest on it."""
        if self.before is None:
            return ()
        here = [sentence for sentence in self.before.sentences if sentence.section == section]
        places = [Place.read(place) for sentence in here for place in sentence.places]
        sources = [place for place in places if place.part == "source"]
        return tuple(dict.fromkeys(sources or [Place(place.record, "source") for place in places]))

    def places_at(self, now: int) -> tuple[Place, ...]:
        """What something new in the copy touches: the list in which it stands, and the records of its section."""
        if self.before is None:
            return ()
        heading = self.read[now].heading
        name = hashed(normal(heading)) if heading else ""
        beside = self.kept_at.get(now - 1)
        lists = [
            Place(place.record, "card_statements")
            for place in (map(Place.read, self.before.sentences[beside].places) if beside is not None else ())
            if place.part.startswith("card_statements/")
        ]
        section = self.places_of(self.before.sections.index(name)) if name in self.before.sections else ()
        return tuple(dict.fromkeys((*lists, *section)))


def _of_facts(
    missing: tuple[Fact, ...],
    aligned: Aligned,
    before: Fingerprint | None,
    read: Sequence[Sentence],
    tokens: Tokens,
    names: _Names,
) -> Iterable[Difference]:
    """Facts of ours that are gone, facts that are new, and those that took another's place."""
    if before is None:
        for fact in missing:
            yield Difference("gone", fact.token.kind, fact.token.text, None, "", fact.places)
        return
    left = {fact.token.hash: fact for fact in missing}
    known = before.facts
    around = set(aligned.around)
    fresh: dict[str, tuple[Token, int]] = {}
    for n, sentence in enumerate(read):
        if n not in around:
            for token in tokens.of_text(sentence.text, whole_line=True):
                if token.hash not in known:
                    fresh.setdefault(token.hash, (token, n))
    for old, new in aligned.changed:
        was = [left[each] for each in before.sentences[old].facts if each in left]
        now = [token for token in tokens.of_text(read[new].text, whole_line=True) if token.hash in fresh]
        for fact in was:
            same_kind = [token for token in now if token.kind == fact.token.kind]
            if len(same_kind) == sum(each.token.kind == fact.token.kind for each in was):
                token = same_kind[[each for each in was if each.token.kind == fact.token.kind].index(fact)]
                yield Difference("changed", token.kind, fact.token.text, token.text, read[new].heading, fact.places)
                left.pop(fact.token.hash, None)
                fresh.pop(token.hash, None)
    for fact in left.values():
        at = next((each.section for each in before.sentences if fact.token.hash in each.facts), 0)
        yield Difference("gone", fact.token.kind, fact.token.text, None, names.of_old(at), fact.places)
    for token, n in fresh.values():
        yield Difference("new", token.kind, None, token.text, read[n].heading, names.places_at(n))


def _of_links(copy: SavedPage, before: Fingerprint | None, knowledge: Knowledge) -> Iterable[Difference]:
    """Addresses that the page did not lead to before, where both copies tell theirs."""
    if before is None or before.links is None or copy.links is None:
        return
    held = {url for url in knowledge.links.values() if url}
    for words, url in copy.links:
        if hashed(url) not in before.links and url not in held and url.startswith(("https://", "http://")):
            yield Difference("new", "url", None, f"{words} {url}".strip(), "", ())


def _of_sentences(
    aligned: Aligned,
    before: Fingerprint | None,
    read: Sequence[Sentence],
    old: Sequence[Sentence],
    names: _Names,
    told: tuple[Difference, ...],
) -> Iterable[Difference]:
    """The sentences; items that are nothing but a fact which was told already are left out."""
    if before is None:
        return
    items = {hashed(normal(text)) for each in told for text in (each.before, each.after) if text}
    for was, now in aligned.changed:
        kept, sentence = before.sentences[was], read[now]
        if not {kept.hash, sentence.hash} <= items:
            words = old[was].text if old else None
            yield Difference("changed", _what(sentence), words, sentence.text, sentence.heading, _places(kept, names))
    for was in aligned.gone:
        kept = before.sentences[was]
        if kept.hash not in items:
            what: What = "heading" if kept.heading else "sentence"
            words = old[was].text if old else None
            yield Difference("gone", what, words, None, names.of_old(kept.section), _places(kept, names))
    for now in aligned.new:
        sentence = read[now]
        if sentence.hash not in items:
            yield Difference("new", _what(sentence), None, sentence.text, sentence.heading, names.places_at(now))


def _places(kept: KeptSentence, names: _Names) -> tuple[Place, ...]:
    return tuple(map(Place.read, kept.places)) or names.places_of(kept.section)


def _what(sentence: Sentence) -> What:
    return "heading" if sentence.is_heading else "sentence"


def _sections(
    aligned: Aligned, before: Fingerprint | None, read: Sequence[Sentence], names: _Names
) -> tuple[SectionCount, ...]:
    """The counts by section, in the order of the copy; what is gone counts where it was."""
    if before is None:
        return ()
    counts: dict[str, dict[str, int]] = {}

    def count(name: str, what: str) -> None:
        counts.setdefault(name, {}).setdefault(what, 0)
        counts[name][what] += 1

    for what, places in (("same", aligned.same), ("changed", aligned.changed)):
        for _old, now in places:
            count(read[now].heading, what)
    for now in aligned.new:
        count(read[now].heading, "new")
    for was in aligned.gone:
        count(names.of_old(before.sentences[was].section), "gone")
    order = {name: n for n, name in enumerate(dict.fromkeys(sentence.heading for sentence in read))}
    return tuple(
        SectionCount(name, **counts[name]) for name in sorted(counts, key=lambda each: order.get(each, len(order)))
    )
