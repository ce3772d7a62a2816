"""What a message names: numbers, addresses, dates, people, products, providers and devices, in normalised form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.knowledge import Knowledge, find_card_statements, find_order_numbers
from bot.messages import Language
from bot.nlu.codes import find_case_numbers, find_introduced_codes, find_mail_addresses
from bot.nlu.common_words import COMMON_WORDS
from bot.nlu.dates import find_listed_dates, find_purchase_dates
from bot.nlu.field_lists import names_among_fields
from bot.nlu.introductions import introduced_names
from bot.nlu.lexicon import Find, Lexicon, Named, lexicon_of
from bot.nlu.names import tidy_name
from bot.nlu.negation import is_absent, is_negated, joins_backward, joins_forward
from bot.nlu.own_account import names_the_account
from bot.nlu.places import names_the_place
from bot.nlu.presentations import presented_names
from bot.nlu.product_lines import lines_spoken_of
from bot.nlu.spoken_digits import WrittenOut, written_out
from bot.nlu.statement_parts import find_statement_parts
from bot.nlu.text import MAX_CHARS, Folded, fold_with_offsets, has_japanese, sanitised

_BRAND = re.compile(r"eset|イーセット|いーせっと|kaspersk|カスペ|かすぺ")
_ORDINARY_AFTER = re.compile(r"な|に(?:なる|考え)|アルファ|マイナス|会員|ドライバ|料金")
_ORDINARY_BESIDE = re.compile(
    r"\b(?:a|an|the) (?:basic|standard|plus|premium)\b|\b(?:basic|standard|plus) (?:question|help|i|the|a|it|we|my|info|procedure|and)\b|\?"
)
_WIDE_BLANK = "\u3000"
_FIELDS = ("email", "order_number", "purchase_date")
"""What people write beside their name when they give several things at once."""
_LISTED = ("email", "order_number", "person_name")


@dataclass(frozen=True)
class Entity:
    """One thing that was named.

    ``start`` and ``end`` are offsets into the original text, ``raw`` is that slice, ``value`` the normalised form;
    ``negated`` things were named only to be ruled out.
    """

    entity: str
    value: str
    start: int
    end: int
    raw: str
    negated: bool = False


@dataclass(frozen=True)
class _Claim:
    entity: str
    value: str
    start: int
    end: int


def extract_entities(text: str, knowledge: Knowledge, today: date, *, line: str | None = None) -> tuple[Entity, ...]:
    """The entities of a message in reading order, none overlapping another.

    Args:
        today: the day from which yesterday and last month count.
        line: the product line that the conversation is about, if known; it settles names that both lines use.
    """
    heard = written_out(text)
    if heard.text != text:
        named = extract_entities(heard.text, knowledge, today, line=line)
        return tuple(_as_dictated(entity, text, heard) for entity in named)
    folded = fold_with_offsets(text)
    claimed: list[_Claim] = []
    for claims in _finders(folded, sanitised(text)[:MAX_CHARS], knowledge, today, line, claimed):
        for claim in sorted(claims, key=lambda claim: (claim.start - claim.end, claim.start)):
            if claim.end > claim.start and not any(
                claim.start < other.end and other.start < claim.end for other in claimed
            ):
                claimed.append(claim)
    found = [
        _entity(claim, folded, knowledge) for claim in sorted(claimed, key=lambda claim: claim.start) if claim.entity
    ]
    return tuple(_ruled_out_together(found, folded.original))


def _as_dictated(entity: Entity, text: str, heard: WrittenOut) -> Entity:
    start, end = heard.origin(entity.start, entity.end)
    return replace(entity, start=start, end=end, raw=text[start:end])


def _finders(
    folded: Folded, text: str, knowledge: Knowledge, today: date, line: str | None, claimed: list[_Claim]
) -> Iterator[Iterable[_Claim]]:
    """The kinds of claims, the most telling first: an earlier kind keeps its place against a later one.

    Args:
        claimed: what is claimed so far; grows while this is read.
    """
    for codes in (find_mail_addresses(folded), find_case_numbers(folded), find_introduced_codes(folded)):
        yield [_Claim(code.entity, code.value, *folded.span(code.start, code.end)) for code in codes]
    yield [_Claim("card_statement", span.raw, span.start, span.end) for span in find_card_statements(text, knowledge)]
    yield [_Claim("card_statement", text[slice(*span)], *span) for span in find_statement_parts(folded, knowledge)]
    language: Language = "ja" if has_japanese(text) else "en"
    yield [
        _Claim("purchase_date", reading.value.isoformat(), reading.start, reading.end)
        for reading, _ in find_purchase_dates(text, today, language)
        if reading.value
    ]
    yield [
        _Claim("order_number", span.value, span.start, span.end)
        for span in find_order_numbers(text, knowledge)
        if span.provider or not _is_bare_day(span.value, text[: span.start])
    ]
    yield list(_names(folded, knowledge, line))
    yield list(_people(folded))
    if not any(claim.entity == "person_name" for claim in claimed):
        taken = [(claim.start, claim.end) for claim in claimed if claim.entity in _FIELDS]
        yield [
            _Claim("person_name", _as_typed(name, folded.original[start:end]), start, end)
            for name, start, end in names_among_fields(folded, taken)
        ][:1]
    if not any(claim.entity == "purchase_date" for claim in claimed):
        given = [(claim.start, claim.end) for claim in claimed if claim.entity in _LISTED]
        yield [
            _Claim("purchase_date", reading.value.isoformat(), reading.start, reading.end)
            for reading in find_listed_dates(text, today, language, given)
            if reading.value
        ]


def _is_bare_day(number: str, before: str) -> bool:
    """Whether a number that fits no provider is a day that nothing introduces as a number."""
    return (
        not before.strip()
        and re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", number) is not None
    )


@dataclass(frozen=True)
class _Spoken:
    """The lines that a message speaks of, looked up when a name needs them."""

    folded: Folded
    lexicon: Lexicon
    line: str | None

    @cached_property
    def lines(self) -> frozenset[str]:
        return lines_spoken_of(self.folded, self.lexicon, self.line)


def _names(folded: Folded, knowledge: Knowledge, line: str | None) -> Iterator[_Claim]:
    lexicon = lexicon_of(knowledge)
    spoken = _Spoken(folded, lexicon, line)

    def accept(find: Find) -> bool:
        named = _meaning(find, spoken)
        if named is None or named.bare and not _speaks_of_products(find, folded, line):
            return False
        provider = knowledge.providers.get(named.value) if named.entity == "provider" else None
        if provider is None:
            return True
        if provider.id == "my_kaspersky":
            return names_the_account(folded, find.start, find.end, provider.other_meanings)
        return not named.place or names_the_place(folded, find.start, find.end, provider.other_meanings)

    brand: Find | None = None
    for find in lexicon.find(folded, accept):
        named = _meaning(find, spoken)
        if named is not None and named.entity:
            of_brand = brand if named.bare else None
            joined = of_brand is not None and folded.text[of_brand.end : find.start] in ("の", "の ", " ")
            start = of_brand.start if of_brand is not None and joined else find.start
            yield _Claim(named.entity, named.value, *folded.span(start, find.end))
        brand = find if named is not None and not named.entity else None


def _meaning(find: Find, spoken: _Spoken) -> Named | None:
    """The one meaning of a name; a name that two product lines share is settled by the line that is spoken of."""
    full = [named for named in find.meanings if not named.bare] or list(find.meanings)
    if len(full) == 1 or not full[0].entity:
        return full[0]
    fitting = [named for named in full if named.line is None or named.line in spoken.lines]
    return fitting[0] if len(fitting) == 1 else None


def _speaks_of_products(find: Find, folded: Folded, line: str | None) -> bool:
    """Whether the last word of a product's name may stand for the product here."""
    text, after = folded.text, folded.text[find.end :]
    if _follows_another_name(folded.cased[: find.start]) and not _BRAND.search(text):
        return False
    if has_japanese(text):
        alone = re.search(r"(?:^|[。、,.!?/\s])$", text[: find.start]) and re.match(
            r"(?:$|[。、,.!?/\s]|です|でした|の(?:方|ほう))", after
        )
        return not _ORDINARY_AFTER.match(after) and bool(alone or len(text) <= 24 or line or _BRAND.search(text))
    capital = folded.cased[find.start].isupper() and find.start > 0
    return capital or len(text.split()) <= 4 and not _ORDINARY_BESIDE.search(text) or bool(_BRAND.search(text))


def _follows_another_name(before: str) -> bool:
    """Whether the words before it make it a part of another product's name, as in YouTube Premium."""
    if re.search(r"[ァ-ヺー]$", before):
        return True
    word = re.search(r"([A-Za-z0-9][A-Za-z0-9+]*)[ -]?$", before)
    return word is not None and word[1][0].isupper() and word[1].lower() not in COMMON_WORDS


def _people(folded: Folded) -> Iterator[_Claim]:
    for start, end in (*introduced_names(folded.cased), *presented_names(folded.cased)):
        name = tidy_name(folded.cased[start:end])
        if name is None:
            continue
        offset = folded.cased.find(name, start, end)
        if offset >= 0:
            span = folded.span(offset, offset + len(name))
            yield _Claim("person_name", _as_typed(name, folded.original[slice(*span)]), *span)


def _as_typed(name: str, raw: str) -> str:
    """The name with the wide blank that people put between family and given name."""
    return name.replace(" ", _WIDE_BLANK) if _WIDE_BLANK in raw and raw.count(_WIDE_BLANK) == name.count(" ") else name


def _entity(claim: _Claim, folded: Folded, knowledge: Knowledge) -> Entity:
    raw = folded.original[claim.start : claim.end]
    place = folded.original, claim.start, claim.end
    store = claim.entity == "provider" and knowledge.providers[claim.value].kind == "store"
    negated = is_negated(*place) or store and is_absent(*place)
    return Entity(claim.entity, claim.value, claim.start, claim.end, raw, negated)


def _ruled_out_together(found: list[Entity], text: str) -> list[Entity]:
    """The entities with those also ruled out that are listed beside one that is."""
    for index in range(len(found) - 1, 0, -1):
        first, second = found[index - 1 : index + 1]
        if second.negated and first.entity == second.entity and joins_backward(text[first.end : second.start]):
            found[index - 1] = replace(first, negated=True)
    for index in range(1, len(found)):
        first, second = found[index - 1 : index + 1]
        if first.negated and first.entity == second.entity and joins_forward(text[first.end : second.start]):
            found[index] = replace(second, negated=True)
    return found
