"""Reads order numbers in a text, in every width, case, hyphen and blank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Iterator, Mapping

from bot.knowledge.contexts import ContextReader
from bot.knowledge.folding import Folded, fold
from bot.knowledge.look_alikes import LookAlikeFilter
from bot.knowledge.number_shapes import Shape, shapes_of
from bot.knowledge.number_units import Unit, chains
from bot.knowledge.providers import Provider
from bot.knowledge.spans import Doubt, Reading, Span

_LONGEST_JOIN = 10
_HAS_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True)
class _Piece:
    """A stretch of units read as one number."""

    compact: str
    places: tuple[int, ...]
    shape: Shape | None
    taken: int

    @property
    def bounds(self) -> tuple[int, int]:
        return self.places[0], self.places[-1] + 1


@dataclass(frozen=True)
class OrderNumberReader:
    """The order-number rules of every provider, ready to read."""

    shapes: tuple[Shape, ...]
    filter: LookAlikeFilter
    contexts: ContextReader

    @classmethod
    def of(
        cls, providers: Mapping[str, Provider], look_alikes: LookAlikeFilter, contexts: ContextReader
    ) -> OrderNumberReader:
        """Build the patterns from the providers."""
        return cls(shapes_of(providers), look_alikes, contexts)

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(p.text for shape in self.shapes for p in shape.rule.prefixes if len(p.text) > 1)

    def read(self, text: str | Folded, expected: bool = False) -> Reading:
        """Every order number and near miss; ``expected`` if the text was given as an order number."""
        folded = fold(text) if isinstance(text, str) else text
        if not _HAS_DIGIT.search(folded.text):
            return Reading()
        blanked, doubts = self.filter.blanked(folded.text)
        spans: list[Span] = []
        found = list(doubts)
        for chain in chains(folded, blanked, self._prefixes):
            for piece in self._pieces(chain, folded, expected):
                span, more = self._judge(piece, folded, expected)
                spans += [span] if span else []
                found += more
        return Reading(tuple(spans), tuple(dict.fromkeys(found)))

    def _pieces(self, chain: list[Unit], folded: Folded, expected: bool) -> Iterator[_Piece]:
        index = 0
        while index < len(chain):
            unit = chain[index]
            called = self.contexts.called(folded.text, unit.places[0], unit.places[-1] + 1) == "order_number"
            piece = self._lettered(chain, index, called, expected)
            if piece is not None:
                yield piece
                index += piece.taken
            elif unit.is_digits:
                stretch = list(self._digit_stretch(chain, index))
                if len(stretch) > 1 and all(self._digits_shape(unit.compact) for unit in stretch):
                    yield from (_join([unit], self._digits_shape(unit.compact)) for unit in stretch)
                else:
                    joined = _join(stretch, None)
                    yield _join(stretch, self._digits_shape(joined.compact))
                index += len(stretch)
            else:
                bare = self._unglued(unit)
                shape = self._shape(bare)
                yield _join([bare], shape)
                index += 1

    def _digit_stretch(self, chain: list[Unit], index: int) -> Iterator[Unit]:
        for unit in chain[index:]:
            if not unit.is_digits:
                return
            yield unit

    def _lettered(self, chain: list[Unit], index: int, called: bool, expected: bool) -> _Piece | None:
        """The number with letters that begins at this unit; commonly seen lengths first."""
        fallback: _Piece | None = None
        for end in range(index + 1, min(len(chain), index + _LONGEST_JOIN) + 1):
            units = chain[index:end]
            joined = _join(units, None)
            for shape in self.shapes:
                if shape.is_digits or not shape.pattern.fullmatch(joined.compact):
                    continue
                usual = shape.usual(joined.compact)
                if not self._may_be(units, shape, usual, called, expected):
                    continue
                piece = _join(units, shape)
                if usual:
                    return piece
                if fallback is None or (shape.rule.prefixes and units[-1].is_digits):
                    fallback = piece
        return fallback

    def _may_be(self, units: list[Unit], shape: Shape, usual: bool, called: bool, expected: bool) -> bool:
        if shape.rule.prefixes:
            return self._prefix_may_be(units, shape, usual, expected)
        digits = sum(character.isdigit() for unit in units for character in unit.compact)
        if len(units) == 1:
            return usual and (digits > 2 or not units[0].hyphened) or (not units[0].hyphened and digits > 2 and self._unglued(units[0]) is units[0])
        if not usual or any(self._is_whole(unit) for unit in units):
            return False
        return all(
            expected or (unit.is_capitals and len(unit.compact) <= 4) or (called and unit is not units[-1])
            for unit in units
            if unit.is_letters
        )

    def _prefix_may_be(self, units: list[Unit], shape: Shape, usual: bool, expected: bool) -> bool:
        first = units[0]
        if expected or len(units) == 1 or not first.is_letters or len(first.compact) > 1:
            return True
        # a lone letter before a number: an article, unless it is a capital or the number is nothing without it
        rest = "".join(unit.compact for unit in units[1:])
        return usual and (first.is_capitals or self._digits_shape(rest) is None)

    def _is_whole(self, unit: Unit) -> bool:
        shape = self._shape(unit)
        return shape is not None and shape.usual(unit.compact)

    def _shape(self, unit: Unit) -> Shape | None:
        return next((s for s in self.shapes if s.pattern.fullmatch(unit.compact)), None) if not unit.is_letters else None

    def _digits_shape(self, compact: str) -> Shape | None:
        return next((s for s in self.shapes if s.is_digits and s.pattern.fullmatch(compact)), None)

    def _unglued(self, unit: Unit) -> Unit:
        head = self.contexts.glued_before.match(unit.compact)
        start = head.end() if head else 0
        tail = self.contexts.glued_after.search(unit.compact, start)
        end = tail.start() if tail else len(unit.compact)
        return unit.cut(start, end) if (start, end) != (0, len(unit.compact)) else unit

    def _judge(self, piece: _Piece, folded: Folded, expected: bool) -> tuple[Span | None, list[Doubt]]:
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
            odd = [] if shape.usual(piece.compact) else [Doubt(shape.provider, shape.id, "unusual_length", length=length)]
            return Span(first, last, raw, shape.written(piece.compact), shape.provider, shape.id), odd
        if not given or piece.compact.isalpha():
            return None, []
        misses = [Doubt(s.provider, s.id, code, length=length) for s in self.shapes if (code := s.miss(piece.compact))]
        return (undecided, misses) if misses else (None, [])


def _join(units: list[Unit], shape: Shape | None) -> _Piece:
    return _Piece(
        "".join(unit.compact for unit in units),
        tuple(place for unit in units for place in unit.places),
        shape,
        len(units),
    )
