"""The sentences and everyday words of the knowledge base that are neither a fact nor a guide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from bot.knowledge.records import Aliases, Bilingual, Record, Text

ReasonCode = Literal[
    "prefix_missing",
    "wrong_length",
    "unusual_length",
    "wrong_start",
    "looks_like_date",
    "looks_like_phone_number",
    "looks_like_card_number",
    "looks_like_ticket_number",
    "named_as_other_code",
    "statement_incomplete",
    "no_statement_known",
    "part_of_longer_text",
    "website_mentioned",
    "conflict",
]
"""Why something that was read does not decide, or not alone."""

SettleCode = Literal["order_number", "order_number_start", "statement_line", "whole_line", "which_one"]
"""What the customer could look up to settle it."""

REASON_CODES: tuple[ReasonCode, ...] = ReasonCode.__args__  # type: ignore[attr-defined]


class Wording(Record):
    """Frames around facts: the place of a step, one line of a list."""

    step_place: Bilingual
    order_number_line: Bilingual
    card_statement_line: Bilingual
    no_card_statement_line: Bilingual


class Reason(Record):
    """The sentence for a near miss, and what would settle it."""

    text: Bilingual
    settled_by: tuple[SettleCode, ...] = ()


class Issuer(Record):
    """The first digits and the lengths of a kind of payment card number."""

    prefixes: tuple[Text, ...]
    lengths: tuple[int, ...]


class LookAlikes(Record):
    """Shapes of other numbers that must never be taken for an order number."""

    ticket_prefix: Text
    ticket_digits: int
    mobile_phone_prefixes: tuple[Text, ...]
    card_issuers: tuple[Issuer, ...]
    card_lengths: tuple[int, int]
    date_years: tuple[int, int]


class Context(Record):
    """Words that tell what a number or a text beside them is."""

    order_number: Aliases
    other_code: Aliases
    statement: Aliases
    statement_brand: Text
    website_before: tuple[Text, ...]
    website_after: tuple[Text, ...]
    buying: tuple[Text, ...]
    buying_at: tuple[Text, ...]
    naming: tuple[Text, ...]
    counters: tuple[Text, ...]
    currencies: tuple[Text, ...]


class IdentificationWords(Record):
    """Everything ``identification.yml`` holds."""

    context: Context
    look_alikes: LookAlikes
    found_by_order_number: Bilingual
    found_by_statement: Bilingual
    nothing_found: Bilingual
    undecided: Bilingual
    settle_intro: Bilingual
    settle_item: Bilingual
    reasons: dict[ReasonCode, Reason]
    settle: dict[SettleCode, Bilingual]
    nothing_settled_by: tuple[SettleCode, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> IdentificationWords:
        missing = [code for code in REASON_CODES if code not in self.reasons]
        if missing:
            raise ValueError(f"the reasons lack {', '.join(missing)}")
        used = {code for reason in self.reasons.values() for code in reason.settled_by} | set(self.nothing_settled_by)
        lacking = sorted(used - set(self.settle))
        if lacking:
            raise ValueError(f"settle lacks {', '.join(lacking)}")
        return self
