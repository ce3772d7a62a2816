"""Blocks as Flex components, in reading order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from linebot.v3.messaging import FlexBox, FlexComponent, FlexSeparator, FlexText, PostbackAction, URIAction

from bot.channels.line import colours
from bot.channels.line.limits import ACTION_LABEL, BUBBLE_BYTES, DISPLAY_TEXT, FLEX_TEXT, URI, URI_SCHEMES
from bot.channels.line.measuring import clipped, pieces, shown, units
from bot.channels.line.wording import wording
from bot.messages import (
    Block,
    Bullets,
    Heading,
    Language,
    Link,
    Links,
    Note,
    Paragraph,
    Receipt,
    Row,
    Source,
    Step,
    Steps,
)

_TOGETHER = BUBBLE_BYTES // 2

_NUMBER = 100
"""A case number has ten characters; whatever else stands in its place is cut."""


def components(block: Block, language: Language) -> Iterator[FlexComponent]:
    """What a block looks like; nothing for a block that says nothing. Choices are not shown here."""
    match block:
        case Heading():
            yield from text(block.text, size="md", weight="bold", color=colours.ACCENT, margin="lg")
        case Paragraph():
            yield from text(block.text)
        case Note():
            yield from _note(block.text)
        case Bullets():
            yield from _close([row for item in block.items for row in _bullet(item)])
        case Steps():
            yield from (row for step in block.items for row in _step(step))
        case Links():
            yield from (row for place, link in enumerate(block.items) for row in _link(link, first=place == 0))
        case Receipt():
            yield from _receipt(block)
        case Source():
            yield from _source(block, language)


def finding(words: str) -> Iterator[FlexComponent]:
    """What was found out, above the guide that follows from it."""
    for part in text(words, weight="bold", color=colours.ACCENT):
        yield FlexBox(
            layout="vertical",
            contents=[part],
            background_color=colours.ACCENT_SOFT,
            corner_radius="8px",
            padding_all="12px",
        )


def introduction(words: str) -> list[FlexComponent]:
    """What a list is of."""
    return text(words, weight="bold", color=colours.ACCENT, margin="lg")


def text(words: str, *, size: str = "sm", color: str = colours.INK, **style: str | int) -> list[FlexComponent]:
    """Wrapped text, in several components when it is long."""
    parts = pieces(shown(words), FLEX_TEXT)
    return [FlexText(text=part, size=size, color=color, wrap=True, scaling=True, **style) for part in parts]


def choice_row(label: str, data: str) -> FlexComponent:
    """A choice that does not fit a quick reply, with its whole label."""
    label = shown(label) or data
    face = text(clipped(label, FLEX_TEXT), color=colours.ACCENT, weight="bold", align="center")
    action = PostbackAction(label=clipped(label, ACTION_LABEL), data=data, displayText=clipped(label, DISPLAY_TEXT))
    return FlexBox(
        layout="vertical",
        contents=face,
        action=action,
        border_color=colours.ACCENT,
        border_width="1px",
        corner_radius="8px",
        padding_all="10px",
    )


def usable_uri(url: str) -> str | None:
    """The address as a link action takes it; None when it takes none such."""
    address = quote(url.strip(), safe="%/:=&?~#+!$,;'@()*[]")
    usable = address.lower().startswith(URI_SCHEMES) and address == url.strip() and not address.endswith(("://", ":"))
    return address if usable and units(address) <= URI else None


def _note(words: str) -> Iterator[FlexComponent]:
    for part in text(words, color=colours.NOTE_INK):
        edge = FlexBox(layout="vertical", contents=[], width="4px", background_color=colours.NOTE_EDGE)
        said = FlexBox(layout="vertical", contents=[part], flex=1, padding_all="10px")
        yield FlexBox(
            layout="horizontal", contents=[edge, said], background_color=colours.NOTE, corner_radius="6px", margin="md"
        )


def _bullet(item: str) -> Iterator[FlexComponent]:
    for place, part in enumerate(text(item, flex=1)):
        dot = FlexText(text="•", size="sm", color=colours.ACCENT, align="center") if place == 0 else None
        yield FlexBox(layout="horizontal", contents=[_room("14px", dot), part], spacing="sm")


def _close(rows: list[FlexComponent]) -> list[FlexComponent]:
    """Rows set closely together, unless they are too much to be kept in one bubble for certain."""
    if not rows or len(json.dumps([row.to_dict() for row in rows])) > _TOGETHER:
        return rows
    return [FlexBox(layout="vertical", contents=rows, spacing="sm")]


def _step(step: Step) -> Iterator[FlexComponent]:
    said = [FlexBox(layout="vertical", contents=[part], flex=1, padding_top="3px") for part in text(step.text)]
    notes = [part for note in step.notes for part in _step_note(note)]
    if not said and not notes:
        return
    for place, part in enumerate([*said, *notes]):
        yield FlexBox(layout="horizontal", contents=[_number(step.number if place == 0 else None), part], spacing="md")


def _number(number: int | None) -> FlexComponent:
    """The step's number in a disc; without a number, the room that it takes."""
    if number is None:
        return _room("26px")
    face = FlexText(
        text=str(number), size="sm" if number < 100 else "xxs", color=colours.ON_ACCENT, weight="bold", align="center"
    )
    return FlexBox(
        layout="vertical",
        contents=[face],
        width="26px",
        height="26px",
        corner_radius="13px",
        background_color=colours.ACCENT,
        justify_content="center",
    )


def _room(width: str, content: FlexComponent | None = None) -> FlexComponent:
    return FlexBox(layout="vertical", contents=[content] if content else [], width=width)


def _step_note(note: str) -> Iterator[FlexComponent]:
    for part in text(note, size="xs", color=colours.NOTE_INK):
        yield FlexBox(
            layout="vertical",
            contents=[part],
            flex=1,
            background_color=colours.NOTE,
            corner_radius="6px",
            padding_all="8px",
        )


def _link(link: Link, *, first: bool) -> Iterator[FlexComponent]:
    label, uri = shown(link.label), usable_uri(link.url)
    if uri is None:
        yield from text(f"{label}: {shown(link.url)}" if shown(link.url) else label)
        return
    face = text(
        clipped(label or uri, FLEX_TEXT),
        color=colours.ON_ACCENT if first else colours.ACCENT,
        weight="bold",
        align="center",
    )
    yield FlexBox(
        layout="vertical",
        contents=face,
        action=URIAction(label=clipped(label or uri, ACTION_LABEL), uri=uri),
        background_color=colours.ACCENT if first else colours.ACCENT_SOFT,
        corner_radius="8px",
        padding_all="12px",
        margin="md",
    )


def _receipt(receipt: Receipt) -> Iterator[FlexComponent]:
    if receipt.number and shown(receipt.number):
        number = text(clipped(receipt.number, _NUMBER), size="xl", weight="bold", color=colours.ACCENT, align="center")
        yield FlexBox(
            layout="vertical",
            contents=number,
            background_color=colours.ACCENT_SOFT,
            corner_radius="8px",
            padding_all="14px",
        )
    for place, row in enumerate(receipt.rows):
        if place:
            yield FlexSeparator(color=colours.LINE)
        yield from _row(row)


def _row(row: Row) -> Iterator[FlexComponent]:
    labels = text(clipped(shown(row.label), FLEX_TEXT), size="xs", color=colours.MUTED, flex=3)
    values = text(row.value or "", flex=5) or [FlexText(text="—", size="sm", color=colours.MUTED, flex=5)]
    for place, value in enumerate(values):
        label = labels if labels and place == 0 else [FlexBox(layout="vertical", contents=[], flex=3)]
        yield FlexBox(layout="horizontal", contents=[*label, value], spacing="md")


def _source(source: Source, language: Language) -> Iterator[FlexComponent]:
    said = wording().source.in_(
        language, page=shown(source.page), section=shown(source.section), day=source.captured_on.isoformat()
    )
    yield FlexSeparator(color=colours.LINE, margin="lg")
    yield from text(said, size="xxs", color=colours.MUTED)


def together(rows: Iterable[FlexComponent]) -> FlexBox:
    """A card's body."""
    return FlexBox(layout="vertical", contents=list(rows), spacing="md", padding_all="16px")
