"""Reads order numbers in a text, in every width, case, hyphen and blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.contexts import ContextReader
from bot.knowledge.folding import Folded, fold, fold_text
from bot.knowledge.look_alikes import LookAlikeFilter, blank
from bot.knowledge.number_pieces import Piece, PieceCutter
from bot.knowledge.number_shapes import Shape, shapes_of
from bot.knowledge.number_units import chains
from bot.knowledge.providers import Provider
from bot.knowledge.spans import Doubt, Reading, Span

_HAS_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True)
class OrderNumberReader:
    """The order-number rules of every provider, ready to read."""

    shapes: tuple[Shape, ...]
    cutter: PieceCutter
    filter: LookAlikeFilter
    contexts: ContextReader
    names: re.Pattern[str]

    @classmethod
    def of(
        cls, providers: Mapping[str, Provider], look_alikes: LookAlikeFilter, contexts: ContextReader
    ) -> OrderNumberReader:
        """Build the patterns from the providers."""
        shapes = shapes_of(providers)
        return cls(shapes, PieceCutter(shapes, contexts), look_alikes, contexts, _names_with_digits(providers))

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(p.text for shape in self.shapes for p in shape.rule.prefixes if len(p.text) > 1)

    def read(self, text: str | Folded, expected: bool = False) -> Reading:
        """Every order number and near miss; ``expected`` if the text was given as an order number."""
        folded = fold(text) if isinstance(text, str) else text
        if not _HAS_DIGIT.search(folded.text):
            return Reading()
        blanked, doubts = self.filter.blanked(self.names.sub(blank, folded.text))
        spans: list[Span] = []
        found = list(doubts)
        for chain in chains(folded, blanked, self._prefixes):
            for piece in self.cutter.pieces(chain, folded, expected):
                span, more = self._judge(piece, folded, expected)
                spans += [span] if span else []
                found += more
        return Reading(tuple(spans), tuple(dict.fromkeys(found)))

    def _judge(self, piece: Piece, folded: Folded, expected: bool) -> tuple[Span | None, list[Doubt]]:
        start, end = piece.bounds
        called = self.contexts.called(folded.text, start, end)
        shape, length = piece.shape, len(piece.compact)
        first, last = folded.span(start, end)
        raw = folded.original[first:last]
        given = expected or called == "order_number" or folded.text.strip() == folded.text[start:end]
        if called == "other_code":
            rule = shape.id if shape else ""
            return None, [Doubt(shape.provider, rule, "named_as_other_code")] if shape else []
        undecided = Span(first, last, raw, piece.compact, None) if given else None
        if piece.compact.isdigit():
            if self.filter.is_card_length(length):
                return None, [Doubt(None, "look_alike.card_number", "looks_like_card_number")]
            if shape and self.filter.is_date(piece.compact):
                return undecided, [Doubt(shape.provider, shape.id, "looks_like_date")]
            doubts = [Doubt(s.provider, s.id, "prefix_missing") for s in self.shapes if s.lacks_prefix(piece.compact)]
            if shape:
                return Span(first, last, raw, piece.compact, shape.provider, shape.id), doubts
            near = [Doubt(s.provider, s.id, "wrong_length", length=length) for s in self.shapes if s.nearly(length)]
            return (undecided, near + doubts) if near and (given or length > 8) else (None, [])
        if shape:
            odd = (
                [] if shape.usual(piece.compact) else [Doubt(shape.provider, shape.id, "unusual_length", length=length)]
            )
            return Span(first, last, raw, shape.written(piece.compact), shape.provider, shape.id), odd
        if not given or piece.compact.isalpha():
            return None, []
        misses = [Doubt(s.provider, s.id, code, length=length) for s in self.shapes if (code := s.miss(piece.compact))]
        return (undecided, misses) if misses else (None, [])


def _names_with_digits(providers: Mapping[str, Provider]) -> re.Pattern[str]:
    """The providers' own names that hold a digit; with or without their blanks they are no number."""
    forms = {"".join(fold_text(form).split()) for provider in providers.values() for form in provider.surface_forms}
    named = sorted((form for form in forms if _HAS_DIGIT.search(form) and form.isalnum()), key=len, reverse=True)
    spelled = ("[ -]?".join(map(re.escape, form)) for form in named)
    return re.compile(f"(?<![A-Z0-9])(?<![A-Z0-9]-)(?:{'|'.join(spelled) or '(?!)'})(?![A-Z0-9]|-[A-Z0-9])")
