"""A guide: one procedure or answer in both languages, whole or step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from bot.knowledge.guide_messages import step_message, whole_message
from bot.knowledge.records import Bilingual, Key, Line, Record, Source
from bot.messages import Language, Message

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge

ListOf = Literal[
    "order_numbers",
    "card_statements",
    "registration_products",
    "registration_legacy_products",
    "home_desk_products",
    "soho_desk_products",
    "my_kaspersky_products",
]
"""Lists that are made from providers.yml and products.yml, so that no fact is written twice."""


class GuideStep(Record):
    """One thing to do, what to watch out for, and the pages it needs."""

    text: Bilingual
    notes: tuple[Bilingual, ...] = ()
    links: tuple[Key, ...] = ()


class Ready(Record):
    """What to have at hand before starting."""

    title: Bilingual
    items: tuple[Bilingual, ...] = Field(min_length=1)


class Section(Record):
    """A titled list inside a guide, written out or made from the other files."""

    title: Bilingual
    items: tuple[Bilingual, ...] = ()
    list_of: ListOf | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Section:
        if bool(self.items) == (self.list_of is not None):
            raise ValueError("write either items or list_of")
        return self


class Variant(Record):
    """The short answer for one circumstance, said instead of the whole guide."""

    paragraphs: tuple[Bilingual, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    links: tuple[Key, ...] = ()
    follow_ups: tuple[Key, ...] = ()
    source: Source | None = None


class Guide(Record):
    """A procedure or an answer, with where it was read."""

    id: Key
    title: Bilingual
    line: Line | None
    intro: tuple[Bilingual, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = ()
    ready: Ready | None = None
    steps: tuple[GuideStep, ...] = ()
    after: tuple[Bilingual, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    links: tuple[Key, ...] = ()
    variants: dict[Key, Variant] = Field(default_factory=dict)
    follow_ups: tuple[Key, ...] = ()
    source: Source

    @property
    def all_links(self) -> tuple[str, ...]:
        """Every link key of the guide and its steps, in reading order."""
        return tuple(dict.fromkeys([*(key for step in self.steps for key in step.links), *self.links]))

    def message(
        self, language: Language, knowledge: Knowledge, *, with_source: bool = True, variant: str | None = None
    ) -> Message:
        """The whole guide, or the short answer of one of its variants, as one message."""
        return whole_message(self, language, knowledge, with_source=with_source, variant=variant)

    def step_message(self, language: Language, knowledge: Knowledge, index: int) -> Message:
        """One step alone; ``index`` counts from 0.

        Raises:
            IndexError: the guide has no such step.
        """
        return step_message(self, language, knowledge, index)
