"""A stretch of the customer's text that was recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["order_number", "card_statement"]
"""The two marks from which a provider can be known."""


@dataclass(frozen=True)
class Span:
    """Where something stands in the original text, as typed (``raw``) and as the provider writes it (``value``)."""

    start: int
    end: int
    raw: str
    value: str
    provider: str | None
    rule: str | None = None
    kind: Kind = "order_number"
