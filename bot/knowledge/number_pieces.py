"""Decides which neighbouring units are one number written with blanks, and which are two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.contexts import ContextReader
from bot.knowledge.folding import Folded
from bot.knowledge.number_shapes import Shape
from bot.knowledge.number_units import Unit

_LONGEST_JOIN = 10


@dataclass(frozen=True)
class Piece:
    """A stretch of units read as one number."""

    compact: str
    places: tuple[int, ...]
    shape: Shape | None
    taken: int

    @property
    def bounds(self) -> tuple[int, int]:
        """Where it stands in the folded text."""
        return self.places[0], self.places[-1] + 1


@dataclass(frozen=True)
class PieceCutter:
    """Cuts chains of units into numbers by the shapes they could have."""

    shapes: tuple[Shape, ...]
    contexts: ContextReader

    @cached_property
    def _lettered_shapes(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.shapes if not shape.is_digits)

    @cached_property
    def _longest(self) -> int:
        return max(shape.longest for shape in self.shapes)

    def pieces(self, chain: list[Unit], folded: Folded, expected: bool) -> Iterator[Piece]:
        """Every number in the chain; ``expected`` if the text was given as an order number."""
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
                yield _join([bare], self._shape(bare) if bare is not unit else None)
                index += 1

    def _digit_stretch(self, chain: list[Unit], index: int) -> Iterator[Unit]:
        for unit in chain[index:]:
            if not unit.is_digits:
                return
            yield unit

    def _lettered(self, chain: list[Unit], index: int, called: bool, expected: bool) -> Piece | None:
        """The number with letters that begins at this unit; commonly seen lengths first, then the longest."""
        best: Piece | None = None
        best_usual = False
        compact = ""
        for end in range(index + 1, min(len(chain), index + _LONGEST_JOIN) + 1):
            compact += chain[end - 1].compact
            if len(compact) > self._longest:
                break
            for shape in self._lettered_shapes:
                if not shape.pattern.fullmatch(compact):
                    continue
                units = chain[index:end]
                usual = shape.usual(compact)
                if not self._may_be(units, shape, usual, called, expected):
                    continue
                longer = bool(shape.rule.prefixes) and usual >= best_usual
                if best is None or longer or usual > best_usual:
                    best, best_usual = _join(units, shape), usual
        return best

    def _may_be(self, units: list[Unit], shape: Shape, usual: bool, called: bool, expected: bool) -> bool:
        if shape.rule.prefixes:
            return self._prefix_may_be(units, shape, usual, expected)
        digits = sum(character.isdigit() for unit in units for character in unit.compact)
        if len(units) == 1:
            unit = units[0]
            if unit.hyphened:  # groups of letters and digits are rather a licence key
                return usual and digits > 2
            return usual or (digits > 2 and self._unglued(unit) is unit)
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
        return (
            next((s for s in self.shapes if s.pattern.fullmatch(unit.compact)), None) if not unit.is_letters else None
        )

    def _digits_shape(self, compact: str) -> Shape | None:
        return next((s for s in self.shapes if s.is_digits and s.pattern.fullmatch(compact)), None)

    def _unglued(self, unit: Unit) -> Unit:
        head = self.contexts.glued_before.match(unit.compact)
        start = head.end() if head else 0
        tail = self.contexts.glued_after.search(unit.compact, start)
        end = tail.start() if tail else len(unit.compact)
        return unit.cut(start, end) if (start, end) != (0, len(unit.compact)) else unit


def _join(units: list[Unit], shape: Shape | None) -> Piece:
    return Piece(
        "".join(unit.compact for unit in units),
        tuple(place for unit in units for place in unit.places),
        shape,
        len(units),
    )
