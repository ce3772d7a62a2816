"""What every fact is made of: strict records, text in both languages, and where it was read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, field_validator

from bot.messages import Language

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$")]
"""A machine name, as used for ids, links and intents."""

Line = Literal["eset", "kaspersky"]
"""The two product lines of the desk."""


class Record(BaseModel):
    """Base of everything read from ``knowledge/``: unchangeable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Record):
    """The same statement in Japanese and in English."""

    ja: Text
    en: Text

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return self.ja if language == "ja" else self.en

    def fill(self, **values: Bilingual | str | int) -> Bilingual:
        """The text with its ``{placeholders}`` filled, bilingual values in the matching language."""

        def filled(language: Language) -> str:
            return self.in_(language).format(
                **{
                    name: value.in_(language) if isinstance(value, Bilingual) else value
                    for name, value in values.items()
                }
            )

        return Bilingual(ja=filled("ja"), en=filled("en"))


class Aliases(Record):
    """How customers write a name: everyday names, abbreviations, kana spellings, misspellings."""

    ja: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The aliases of both languages; customers mix them."""
        return (*self.ja, *self.en)


class Named(Record):
    """Something customers name, in their way or in ours."""

    id: Key
    name: Bilingual
    aliases: Aliases

    @property
    def surface_forms(self) -> tuple[str, ...]:
        """Every spelling that means this, the official names first."""
        return tuple(dict.fromkeys((self.name.ja, self.name.en, *self.aliases.all)))


class Source(Record):
    """The page and section a fact was read from, and on which day."""

    page: Bilingual
    section: Bilingual
    captured_on: date

    @field_validator("page", mode="before")
    @classmethod
    def _page_by_key(cls, value: object, info: ValidationInfo) -> object:
        pages = (info.context or {}).get("pages", {})
        if isinstance(value, str):
            if value not in pages:
                raise ValueError(f"the page {value!r} is not in sources.yml")
            return pages[value]
        return value
