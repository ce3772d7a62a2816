"""Tells which of the five codes a customer holds: by its shape, by what they call it, by where they read it.

Only order numbers and the desk's case numbers have a shape of their own. A purchase code, a serial number and a product
authentication key can be told apart by words alone, so a bare code in groups stays open between the three.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.knowledge import Knowledge, find_order_numbers
from bot.knowledge.folding import fold as fold_shapes
from bot.nlu.codes import LABELS, Code, find_case_numbers, find_introduced_codes, find_mail_addresses, find_plain_codes
from bot.nlu.text import MAX_CHARS, Folded, fold_with_offsets, sanitised

CodeKind = Literal["order_number", "purchase_code", "serial_number", "authentication_key", "ticket_number"]
Sure = Literal["certain", "likely", "open"]
Why = Literal["shape", "words", "place", "asked", "nothing"]

LICENCE_CODES: tuple[CodeKind, ...] = ("purchase_code", "serial_number", "authentication_key")
"""The codes that no shape tells apart."""

_KINDS: dict[str, CodeKind] = {
    "": "authentication_key",
    "purchase_code": "purchase_code",
    "serial_number": "serial_number",
    "ticket_number": "ticket_number",
}
_PLACES: tuple[tuple[re.Pattern[str], tuple[CodeKind, ...]], ...] = (
    (
        re.compile(
            r"(?:今|現在|いま)\S{0,4}(?:使|利用|入って)|使用中|利用中|in use|(?:i|we) (?:now )?use|current(?:ly)?"
        ),
        ("serial_number",),
    ),
    (
        re.compile(
            r"完了の?メール|完了の?お?知らせ|登録(?:した|の)?あと\S{0,6}メール|completion mail|mail after (?:the )?regist"
        ),
        ("serial_number", "authentication_key"),
    ),
    (
        re.compile(
            r"パッケージ|箱|同梱|ご?利用ガイド|ご案内|用紙|冊子|紙|カード型|package|\bbox\b|leaflet|booklet|paper|sheet"
        ),
        ("purchase_code", "serial_number"),
    ),
    (
        re.compile(r"(?:買っ|購入し)\S{0,4}(?:ばかり|新)|新しい|今回|\bnew\b|just bought"),
        ("purchase_code", "serial_number"),
    ),
)
"""Words for where a code was read or what it is for, with what stands there."""

_ASKS = re.compile(r"^[^。!\n]{0,30}?(?:\?|ですか|でしょうか|なの(?:か|$)|かな|\bor\b)")


@dataclass(frozen=True)
class HeldCode:
    """A code in a message and what it is.

    ``kind`` is None when that can't be told; ``candidates`` are then what it can be, likeliest first. ``called`` is what
    the customer's own words make of it, ``provider`` whose order number it is. Offsets point into the original text.
    """

    value: str
    start: int
    end: int
    kind: CodeKind | None
    candidates: tuple[CodeKind, ...]
    sure: Sure
    why: Why
    called: CodeKind | None = None
    provider: str | None = None

    @property
    def mixed_up(self) -> bool:
        """Whether the customer takes it for a code that it is not."""
        return self.called is not None and self.called not in self.candidates


@dataclass(frozen=True)
class _OrderNumber:
    value: str
    provider: str
    certain: bool
    lettered: bool


def code_kind(text: str, knowledge: Knowledge, *, expected: CodeKind | None = None) -> HeldCode | None:
    """The first code of a message, or None; see :func:`code_kinds`."""
    return next(iter(code_kinds(text, knowledge, expected=expected)), None)


def code_kinds(text: str, knowledge: Knowledge, *, expected: CodeKind | None = None) -> tuple[HeldCode, ...]:
    """The codes of a message in reading order; never a telephone or card number, a date or a mail address.

    Args:
        expected: the code that was asked for, which decides where shape and words don't.
    """
    folded = fold_with_offsets(text)
    taken: list[tuple[int, int]] = [folded.span(mail.start, mail.end) for mail in find_mail_addresses(folded)]
    held: list[HeldCode] = []
    for code in _codes(folded, text, knowledge, expected):
        if not any(code.start < end and start < code.end for start, end in taken):
            taken.append((code.start, code.end))
            held.append(code)
    return tuple(sorted(held, key=lambda code: code.start))


def _codes(folded: Folded, text: str, knowledge: Knowledge, expected: CodeKind | None) -> Iterator[HeldCode]:
    named = [(code, _KINDS[code.entity]) for code in find_introduced_codes(folded)]
    for code in find_case_numbers(folded):
        called = next((kind for other, kind in named if other.start < code.end and code.start < other.end), None)
        if called is None and _is_called_order_number(text, folded.span(code.start, code.end), knowledge):
            called = "order_number"
        yield _held(code, folded, "ticket_number", "certain", "shape", called)
    for code, called in named:
        yield _named(code, called, folded, knowledge)
    for span in find_order_numbers(sanitised(text)[:MAX_CHARS], knowledge, expected=expected == "order_number"):
        called = "order_number" if _is_called_order_number(text, (span.start, span.end), knowledge) else None
        if span.provider is None and called is None and knowledge.recogniser.order_numbers.filter.is_date(span.value):
            continue
        if span.provider is None:
            kinds: tuple[CodeKind, ...] = (*LICENCE_CODES, "ticket_number", "order_number")
            grouped = "-" in span.raw and not span.value.isdigit()
            kinds = LICENCE_CODES if grouped else kinds
            yield HeldCode(span.value, span.start, span.end, None, kinds, "open", "nothing", called)
        elif span.value.isdigit() and called is None and expected not in (None, "order_number"):
            both: tuple[CodeKind, ...] = (expected, "order_number") if expected else ("order_number",)
            yield HeldCode(span.value, span.start, span.end, None, both, "open", "asked", called, span.provider)
        else:
            sure: Sure = "likely" if span.value.isdigit() else "certain"
            order: CodeKind = "order_number"
            yield HeldCode(span.value, span.start, span.end, order, (order,), sure, "shape", called, span.provider)
    for code in find_plain_codes(folded):
        yield _unnamed(code, folded, expected)


def _named(code: Code, called: CodeKind, folded: Folded, knowledge: Knowledge) -> HeldCode:
    """A code that the customer gives a name; an unmistakable shape goes before the name."""
    number = _order_number(folded.text[code.start : code.end], knowledge)
    if number and number.lettered:
        sure: Sure = "certain" if number.certain else "likely"
        return _held(code, folded, "order_number", sure, "shape", called, number)
    if _ASKS.match(folded.text[code.end :]):
        others = tuple(kind for kind in LICENCE_CODES if kind != called)
        candidates = (called, *others, *(("order_number",) if number else ()))
        start, end = folded.span(code.start, code.end)
        return HeldCode(
            code.value, start, end, None, candidates, "open", "nothing", None, number.provider if number else None
        )
    return _held(code, folded, called, "likely" if number else "certain", "words", called)


def _unnamed(code: Code, folded: Folded, expected: CodeKind | None) -> HeldCode:
    candidates = next((kinds for place, kinds in _PLACES if place.search(folded.text)), ())
    start, end = folded.span(code.start, code.end)
    if len(candidates) == 1:
        return HeldCode(code.value, start, end, candidates[0], candidates, "likely", "place")
    if expected in LICENCE_CODES and (not candidates or expected in candidates):
        return HeldCode(code.value, start, end, expected, (expected,), "likely", "asked")
    return HeldCode(
        code.value, start, end, None, candidates or LICENCE_CODES, "open", "place" if candidates else "nothing"
    )


def _held(
    code: Code,
    folded: Folded,
    kind: CodeKind,
    sure: Sure,
    why: Why,
    called: CodeKind | None,
    number: _OrderNumber | None = None,
) -> HeldCode:
    value, provider = (number.value, number.provider) if number else (code.value, None)
    return HeldCode(value, *folded.span(code.start, code.end), kind, (kind,), sure, why, called, provider)


def _is_called_order_number(text: str, span: tuple[int, int], knowledge: Knowledge) -> bool:
    shape_fold = fold_shapes(sanitised(text)[:MAX_CHARS])
    start, end = (bisect_left(shape_fold.origins, place) for place in span)
    return knowledge.recogniser.order_numbers.contexts.called(shape_fold.text, start, end) == "order_number"


def _order_number(text: str, knowledge: Knowledge) -> _OrderNumber | None:
    """The whole text as an order number of a provider."""
    for span in find_order_numbers(text, knowledge, expected=True):
        if span.provider and (span.start, span.end) == (0, len(text)):
            lettered = not span.value.isdigit()
            return _OrderNumber(span.value, span.provider, "-" in span.value, lettered)
    return None


def kinds_named(text: str) -> tuple[CodeKind, ...]:
    """The licence codes that the words name, without the codes themselves."""
    folded = fold_with_offsets(text).text
    return tuple(kind for label, kind in _KINDS.items() if kind in LICENCE_CODES and re.search(LABELS[label], folded))
