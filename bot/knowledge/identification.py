"""Finds the provider from an order number or a card statement line, and says why or why not."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.knowledge.folding import fold
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.records import Bilingual
from bot.knowledge.spans import Doubt, Kind, Reading, Span
from bot.knowledge.wording import ReasonCode, SettleCode
from bot.messages import Language

_SAID_ONCE: tuple[ReasonCode, ...] = ("statement_incomplete", "part_of_longer_text")


@dataclass(frozen=True)
class NearMiss:
    """Something that came near a rule, and the reason why it does not decide."""

    provider: str | None
    rule: str
    reason: Bilingual
    reason_code: ReasonCode


@dataclass(frozen=True)
class Identification:
    """The provider a text leads to, the rule that fired, what came near and what would settle it."""

    provider: str | None
    rule: str | None
    matched: str | None
    near_misses: tuple[NearMiss, ...]
    settle_by: tuple[Bilingual, ...]
    spans: tuple[Span, ...]
    sentences: tuple[Bilingual, ...] = field(repr=False)

    def explanation(self, language: Language) -> str:
        """The whole result in the customer's words."""
        return "\n".join(sentence.in_(language) for sentence in self.sentences)


def identify(text: str, knowledge: Knowledge, kind: Kind | None = None) -> Identification:
    """Read a text; with a kind only that is looked for, and the text may be the bare value."""
    folded = fold(text)
    recogniser = knowledge.recogniser
    numbers = Reading() if kind == "card_statement" else recogniser.order_numbers.read(folded, kind == "order_number")
    lines = Reading() if kind == "order_number" else recogniser.card_statements.read(folded, kind == "card_statement")
    spans = numbers.spans + lines.spans
    doubts = numbers.doubts + lines.doubts
    decided = [span for span in spans if span.provider is not None]
    if len({span.provider for span in decided}) == 1:
        return _found(decided[0], spans, doubts, knowledge)
    conflicts = tuple(Doubt(span.provider, span.rule or "", "conflict", span.value) for span in decided)
    return _undecided(spans, tuple(dict.fromkeys(conflicts)) + doubts, knowledge)


def find_order_numbers(text: str, knowledge: Knowledge, *, expected: bool = False) -> tuple[Span, ...]:
    """The order numbers in a text; never a date, telephone, card or ticket number.

    ``expected`` if the text answers the question for an order number; then, or if the customer calls it so,
    a number of no provider's form is returned too, with ``provider`` None.
    """
    return knowledge.recogniser.order_numbers.read(text, expected).spans


def find_card_statements(text: str, knowledge: Knowledge, *, expected: bool = False) -> tuple[Span, ...]:
    """The card statement texts in a text, as they stand in the knowledge base."""
    return knowledge.recogniser.card_statements.read(text, expected).spans


def _found(span: Span, spans: tuple[Span, ...], doubts: tuple[Doubt, ...], knowledge: Knowledge) -> Identification:
    words = knowledge.identification
    provider = knowledge.providers[span.provider or ""]
    number_rule = next((r for r in provider.order_number_rules if f"{provider.id}.{r.id}" == span.rule), None)
    frame = words.found_by_order_number if number_rule else words.found_by_statement
    values = {"looks": number_rule.looks} if number_rule else {}
    sentence = frame.fill(matched=span.value, provider=provider.name, **values)
    kept = tuple(doubt for doubt in doubts if _matters_beside(doubt, provider.id))
    near_misses = _near_misses(kept, knowledge)
    settle_by = _settle_by(kept, knowledge)
    sentences = (sentence, *_said(kept, knowledge), *_asked(settle_by, knowledge))
    return Identification(provider.id, span.rule, span.value, near_misses, settle_by, spans, sentences)


def _undecided(spans: tuple[Span, ...], doubts: tuple[Doubt, ...], knowledge: Knowledge) -> Identification:
    words = knowledge.identification
    near_misses = _near_misses(doubts, knowledge)
    settle_by = _settle_by(doubts, knowledge) or tuple(words.settle[code] for code in words.nothing_settled_by)
    head = words.undecided if near_misses else words.nothing_found
    sentences = (head, *_said(doubts, knowledge), *_asked(settle_by, knowledge))
    return Identification(None, None, None, near_misses, settle_by, spans, sentences)


def _matters_beside(doubt: Doubt, provider: str) -> bool:
    """Whether a doubt is still worth a word once the provider is known."""
    if doubt.code in ("unusual_length", "looks_like_card_number"):
        return True
    return doubt.code == "prefix_missing" and doubt.provider != provider


def _near_misses(doubts: tuple[Doubt, ...], knowledge: Knowledge) -> tuple[NearMiss, ...]:
    misses = (NearMiss(d.provider, d.rule, _reason(d, knowledge), d.code) for d in doubts)
    return tuple(dict.fromkeys(misses))


def _reason(doubt: Doubt, knowledge: Knowledge) -> Bilingual:
    text = knowledge.identification.reasons[doubt.code].text
    if doubt.provider is None:
        return text
    provider = knowledge.providers[doubt.provider]
    rule = next((r for r in provider.order_number_rules if f"{provider.id}.{r.id}" == doubt.rule), None)
    return text.fill(provider=provider.name, looks=rule.looks if rule else "", quote=doubt.quote, length=doubt.length)


def _said(doubts: tuple[Doubt, ...], knowledge: Knowledge) -> tuple[Bilingual, ...]:
    """The reasons as sentences; what is true of several providers is said once."""
    groups: dict[tuple[ReasonCode, str], list[Doubt]] = {}
    for doubt in doubts:
        shared = doubt.quote if doubt.code in _SAID_ONCE else f"{doubt.provider} {doubt.quote}"
        groups.setdefault((doubt.code, shared), []).append(doubt)
    return tuple(_reason_of_all(group, knowledge) for group in groups.values())


def _reason_of_all(doubts: list[Doubt], knowledge: Knowledge) -> Bilingual:
    if len(doubts) == 1:
        return _reason(doubts[0], knowledge)
    names = [knowledge.providers[doubt.provider].name for doubt in doubts if doubt.provider]
    provider = Bilingual(ja="、".join(name.ja for name in names), en=", ".join(name.en for name in names))
    text = knowledge.identification.reasons[doubts[0].code].text
    return text.fill(provider=provider, looks="", quote=doubts[0].quote, length=doubts[0].length)


def _settle_by(doubts: tuple[Doubt, ...], knowledge: Knowledge) -> tuple[Bilingual, ...]:
    words = knowledge.identification
    codes: dict[SettleCode, None] = {}
    for doubt in doubts:
        codes.update(dict.fromkeys(words.reasons[doubt.code].settled_by))
    return tuple(words.settle[code] for code in codes)


def _asked(settle_by: tuple[Bilingual, ...], knowledge: Knowledge) -> tuple[Bilingual, ...]:
    words = knowledge.identification
    return (words.settle_intro, *(words.settle_item.fill(item=item) for item in settle_by)) if settle_by else ()
