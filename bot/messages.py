"""The one neutral message type: what the assistant says, before any channel renders it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ja", "en"]
"""The two languages the desk speaks, as BCP 47 primary tags."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(_Frozen):
    """A plain paragraph of text."""

    type: Literal["paragraph"] = "paragraph"
    text: str


class Heading(_Frozen):
    """The title of a guide, a step or a receipt."""

    type: Literal["heading"] = "heading"
    text: str


class Step(_Frozen):
    """One numbered step of a guide with the notes that belong to it."""

    number: int = Field(ge=1)
    text: str
    notes: tuple[str, ...] = ()


class Steps(_Frozen):
    """Consecutive numbered steps; ``total`` is the number of steps in the whole guide."""

    type: Literal["steps"] = "steps"
    items: tuple[Step, ...]
    total: int = Field(ge=1)


class Bullets(_Frozen):
    """An unnumbered list, such as the things to have ready."""

    type: Literal["bullets"] = "bullets"
    items: tuple[str, ...]


class Note(_Frozen):
    """A remark that must not be missed."""

    type: Literal["note"] = "note"
    text: str


class Link(_Frozen):
    """A labelled web address."""

    label: str
    url: str


class Links(_Frozen):
    """The web pages that belong to what was said."""

    type: Literal["links"] = "links"
    items: tuple[Link, ...]


class Choice(_Frozen):
    """Something the customer can pick.

    Inside the assistant ``payload`` is Rasa's ``/intent{...}`` form and ``id`` is empty; once the outbox has stored
    the message, ``id`` is the signed opaque id and ``payload`` never leaves the server.
    """

    label: str
    payload: str = ""
    id: str = ""


class Choices(_Frozen):
    """A group of choices; picking one ends the group."""

    type: Literal["choices"] = "choices"
    items: tuple[Choice, ...]


class Row(_Frozen):
    """One labelled value of a receipt or summary."""

    label: str
    value: str


class Receipt(_Frozen):
    """A summary of collected values; ``number`` is the case number once it is filed."""

    type: Literal["receipt"] = "receipt"
    title: str
    rows: tuple[Row, ...]
    number: str | None = None


class Source(_Frozen):
    """Where a fact comes from: page title, section and the day it was captured."""

    type: Literal["source"] = "source"
    page: str
    section: str
    captured_on: date


Block = Annotated[
    Paragraph | Heading | Steps | Bullets | Note | Links | Choices | Receipt | Source,
    Field(discriminator="type"),
]


class Message(_Frozen):
    """What is said in one bubble: blocks in reading order, in one language."""

    language: Language
    blocks: tuple[Block, ...]

    @property
    def plain_text(self) -> str:
        """The same content as text alone, for every place that shows nothing else."""
        return "\n".join(filter(None, (_plain(block, self.language) for block in self.blocks)))


_SOURCE_LABEL = {"ja": "出典: {page}「{section}」({day}時点)", "en": "Source: {page}, “{section}” (as of {day})"}


def _plain(block: Block, language: Language) -> str:
    match block:
        case Paragraph() | Heading():
            return block.text
        case Note():
            return f"※ {block.text}" if language == "ja" else f"Note: {block.text}"
        case Bullets():
            return "\n".join(f"・{item}" if language == "ja" else f"- {item}" for item in block.items)
        case Steps():
            lines = []
            for step in block.items:
                lines.append(f"{step.number}. {step.text}")
                lines.extend(f"   ※ {note}" if language == "ja" else f"   Note: {note}" for note in step.notes)
            return "\n".join(lines)
        case Links():
            return "\n".join(f"{link.label}: {link.url}" for link in block.items)
        case Choices():
            return "\n".join(f"[{choice.label}]" for choice in block.items)
        case Receipt():
            head = f"{block.title} {block.number}" if block.number else block.title
            return "\n".join([head, *(f"{row.label}: {row.value}" for row in block.rows)])
        case Source():
            return _SOURCE_LABEL[language].format(
                page=block.page, section=block.section, day=block.captured_on.isoformat()
            )
