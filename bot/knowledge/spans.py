"""What was read in the customer's text: recognised stretches, and doubts about others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.wording import ReasonCode

Kind = Literal["order_number", "card_statement"]
"""The two marks from which a provider can be known."""


@dataclass(frozen=True)
class Span:
    """Where something stands in the original text, as typed (``raw``) and as the provider writes it (``value``).

    ``provider`` is None for a number that is given as an order number but fits no provider.
    """

    start: int
    end: int
    raw: str
    value: str
    provider: str | None
    rule: str | None = None
    kind: Kind = "order_number"


@dataclass(frozen=True)
class Doubt:
    """Something that comes near a rule and does not decide; ``quote`` is never a card or telephone number."""

    provider: str | None
    rule: str
    code: ReasonCode
    quote: str = ""
    length: int = 0


@dataclass(frozen=True)
class Reading:
    """Everything of one kind that was read in a text."""

    spans: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()
