"""Reads the texts of card statement lines, where blanks count and the longest match wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.contexts import ContextReader
from bot.knowledge.folding import Folded, fold, fold_text
from bot.knowledge.look_alikes import LookAlikeFilter
from bot.knowledge.providers import CardStatement, Provider
from bot.knowledge.spans import Doubt, Reading, Span
from bot.knowledge.wording import ReasonCode

_BEGINS = r"(?<![A-Z0-9*_])(?<![A-Z0-9]-)"
_BEGINS_IN_SENTENCE = _BEGINS + r"(?<![@/.])"
_ENDS = r"(?![A-Z0-9@_]|[-.][A-Z0-9])"
_ENDS_IN_SENTENCE = _ENDS + r"(?![*/])"
_HINT_BEGINS = r"(?<![A-Z0-9_@/.])(?<![A-Z0-9]-)"
_SHORTEST_PART = 4
_BESIDE = 16


@dataclass(frozen=True)
class _Line:
    """One spelling of a statement text and its patterns."""

    provider: str
    statement: CardStatement
    needle: str
    squeezed: str
    alone: re.Pattern[str]
    in_sentence: re.Pattern[str]
    anywhere: re.Pattern[str]


@dataclass(frozen=True)
class _Hint:
    """A word that points to a provider without deciding; ``certain`` if it needs no talk of statements around it."""

    provider: str
    text: str
    needle: str
    pattern: re.Pattern[str]
    certain: bool


@dataclass(frozen=True)
class CardStatementReader:
    """The statement texts of every provider, the longest first."""

    lines: tuple[_Line, ...]
    hints: tuple[_Hint, ...]
    without_texts: frozenset[str]
    filter: LookAlikeFilter
    contexts: ContextReader

    @classmethod
    def of(
        cls, providers: Mapping[str, Provider], look_alikes: LookAlikeFilter, contexts: ContextReader
    ) -> CardStatementReader:
        """Build the patterns from the providers."""
        lines = [
            _line(p.id, s, spelling) for p in providers.values() for s in p.card_statements for spelling in s.spellings
        ]
        resellers = [provider for provider in providers.values() if provider.kind == "reseller"]
        hints = [_hint(p.id, text, True) for p in resellers for text in p.statement_hints]
        hints += [_hint(p.id, text, False) for p in resellers for text in p.surface_forms if text.isascii()]
        return cls(
            tuple(sorted(lines, key=lambda line: len(line.needle), reverse=True)),
            tuple(hints),
            frozenset(p.id for p in resellers if not p.card_statements),
            look_alikes,
            contexts,
        )

    def read(self, text: str | Folded, expected: bool = False) -> Reading:
        """Every statement text and near miss; ``expected`` if the text was given as a statement line."""
        folded = fold(text) if isinstance(text, str) else text
        readable = folded.text if expected else self.filter.addresses_blanked(folded.text)
        spans: list[Span] = []
        doubts: list[Doubt] = []
        taken: list[tuple[int, int]] = []
        for line, start, end in self._matches(readable, expected):
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            if not expected and line.statement.website and self.contexts.is_website(readable, start, end):
                doubts.append(_doubt(line.provider, "website_mentioned", line.statement.text))
                continue
            first, last = folded.span(start, end)
            raw = folded.original[first:last]
            rule = f"{line.provider}.statement"
            spans.append(Span(first, last, raw, line.statement.text, line.provider, rule, "card_statement"))
        if not spans:
            doubts += self._hinted(folded, readable, expected, taken)
        return Reading(tuple(sorted(spans, key=lambda span: span.start)), tuple(dict.fromkeys(doubts)))

    def _matches(self, text: str, expected: bool) -> Iterator[tuple[_Line, int, int]]:
        for line in self.lines:
            if line.needle in text:
                pattern = line.alone if expected else line.in_sentence
                for match in pattern.finditer(text):
                    yield line, match.start(), match.end()

    def _is_printed(self, folded: Folded, match: re.Match[str]) -> bool:
        """Whether a name stands in capitals beside the brand's, as statements print it."""
        first = max(0, match.start() - _BESIDE)
        last = min(len(folded.text), match.end() + _BESIDE)
        beside = self.contexts.brand in folded.text[first:last]
        return beside and not any(map(str.islower, folded.raw(first, last)))

    def _hinted(self, folded: Folded, text: str, expected: bool, taken: list[tuple[int, int]]) -> Iterator[Doubt]:
        spoken = expected or self.contexts.speaks_of_statement(text)
        named: set[str] = set()
        for hint in self.hints:
            match = hint.pattern.search(text) if hint.needle in text else None
            if match is None or not (spoken or hint.certain or self._is_printed(folded, match)):
                continue
            if any(match.start() < last and first < match.end() for first, last in taken):
                continue
            named.add(hint.provider)
            code: ReasonCode = "no_statement_known" if hint.provider in self.without_texts else "statement_incomplete"
            yield _doubt(hint.provider, code, hint.text)
        if not spoken:
            return
        for line in self.lines:
            if line.provider not in named and line.needle in text and line.anywhere.search(text):
                named.add(line.provider)
                yield _doubt(line.provider, "part_of_longer_text", line.statement.text)
        part = _squeeze(text)
        if expected and len(part) >= _SHORTEST_PART:
            for line in self.lines:
                if line.provider not in named and part in line.squeezed:
                    named.add(line.provider)
                    yield Doubt(
                        line.provider, f"{line.provider}.statement", "statement_incomplete", line.statement.text
                    )


def _doubt(provider: str, code: ReasonCode, quote: str) -> Doubt:
    return Doubt(provider, f"{provider}.statement", code, quote)


def _line(provider: str, statement: CardStatement, spelling: str) -> _Line:
    folded = fold_text(spelling)
    body = _body(folded)
    ends, ends_in_sentence = ("", "") if statement.continues else (_ENDS, _ENDS_IN_SENTENCE)
    return _Line(
        provider,
        statement,
        _needle(folded),
        _squeeze(folded),
        re.compile(_BEGINS + body + ends),
        re.compile(_BEGINS_IN_SENTENCE + body + ends_in_sentence),
        re.compile(body),
    )


def _hint(provider: str, text: str, certain: bool) -> _Hint:
    folded = fold_text(text)
    ends = "" if folded.endswith("*") else "(?![A-Z0-9])"
    return _Hint(provider, text, _needle(folded), re.compile(_HINT_BEGINS + _body(folded) + ends), certain)


def _needle(folded: str) -> str:
    """The longest part without blanks and stars, for a quick look before the pattern is tried."""
    return max(re.split(r"[ *]+", folded), key=len)


def _body(folded: str) -> str:
    return re.escape(folded).replace(r"\ ", " {1,3}").replace(r"\*", r" ?\* ?")


def _squeeze(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
