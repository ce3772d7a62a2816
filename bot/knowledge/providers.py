"""Where a licence can have been bought, and by which marks its order numbers and card statements are known."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from bot.knowledge.records import Bilingual, Key, Named, Record, Source, Text


class Lengths(Record):
    """How many characters a number has; ``usual`` are the lengths of the numbers seen so far."""

    min: int = Field(ge=1)
    max: int = Field(ge=1)
    usual: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Lengths:
        if self.min > self.max:
            raise ValueError(f"min {self.min} is larger than max {self.max}")
        if any(not self.min <= length <= self.max for length in self.usual):
            raise ValueError(f"usual holds a length outside {self.min} to {self.max}")
        return self

    def usually(self, length: int) -> bool:
        """Whether a number of this length is what is commonly seen."""
        return length in self.usual if self.usual else self.min <= length <= self.max


class Prefix(Record):
    """Letters before the number, and what the provider writes between them and the number."""

    text: Text = Field(pattern=r"^[A-Z]+$")
    joint: str = Field("", pattern=r"^-?$")


class OrderNumberRule(Record):
    """How the order numbers of a provider look."""

    id: Key
    prefixes: tuple[Prefix, ...] = ()
    starts_with: tuple[str, ...] = ()
    characters: Literal["digits", "digits_and_letters"]
    lengths: Lengths
    looks: Bilingual
    examples: tuple[Text, ...] = Field(min_length=1)


class CardStatement(Record):
    """A text on a card statement that tells the provider.

    ``also`` are other ways to write it; ``continues`` says that banks print more characters directly behind it;
    ``website`` that the same text is also a web address people mention.
    """

    text: Text
    also: tuple[Text, ...] = ()
    continues: bool = False
    website: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """The text and the other ways to write it."""
        return (self.text, *self.also)


class Provider(Named):
    """A place where licences are bought, and the guide that stops auto-renewal there.

    ``guide_if_managed_in_my_kaspersky`` replaces ``guide`` for products that are managed in My Kaspersky;
    ``statement_hints`` point to the provider without deciding; ``other_meanings`` are phrases that hold an alias
    but don't name the provider; ``place_names`` name it only where something is bought there.
    """

    kind: Literal["reseller", "account", "store"]
    guide: Key
    guide_if_managed_in_my_kaspersky: Key | None = None
    device: Key | None = None
    order_number_rules: tuple[OrderNumberRule, ...] = ()
    card_statements: tuple[CardStatement, ...] = ()
    statement_hints: tuple[Text, ...] = ()
    other_meanings: tuple[Text, ...] = ()
    place_names: tuple[Text, ...] = ()
    source: Source
