"""What customers come for: one topic for every intent of the product lines."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.knowledge.records import Bilingual, Key, Record

LABEL_LENGTH = {"ja": 20, "en": 36}
"""The longest label that fits a button on a phone, in characters."""


def _fits_button(label: Bilingual) -> Bilingual:
    for language, text in (("ja", label.ja), ("en", label.en)):
        if len(text) > LABEL_LENGTH[language]:
            raise ValueError(f"{text!r} has {len(text)} characters; a button holds {LABEL_LENGTH[language]}")
    return label


Label = Annotated[Bilingual, AfterValidator(_fits_button)]


class Topic(Record):
    """A topic as a button: its label in the customer's words and the guide that answers it.

    ``variants`` are labels for the circumstances the guide tells apart, keyed by the guide's own variant names.
    """

    id: Key
    label: Label
    guide: Key | None = None
    variants: dict[Key, Label] = Field(default_factory=dict)
