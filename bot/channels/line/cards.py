"""Messages as LINE message objects: plain text where a card gives nothing, Flex bubbles where it does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from linebot.v3.messaging import (
    FlexBox,
    FlexBubble,
    FlexComponent,
    FlexMessage,
    FlexSeparator,
    FlexText,
    Message,
    TextMessage,
)

from bot.channels.line import colours
from bot.channels.line.components import choice_row, components, finding, introduction, together
from bot.channels.line.limits import ALT_TEXT, BUBBLE_BYTES, TEXT
from bot.channels.line.measuring import clipped, pieces, shown, units
from bot.messages import Block, Bullets, Choices, Heading, Language, Links, Paragraph, Receipt, Steps
from bot.messages import Message as Said

_TITLE = 120
"""A longer heading is set in the card's body."""

_ROOM = BUBBLE_BYTES - 4096
"""Bytes of a body; the rest is for the header and what surrounds both."""


@dataclass(frozen=True)
class Row:
    """A choice to be shown as a row of a card: its label and what comes back when it is tapped."""

    label: str
    data: str


@dataclass(frozen=True)
class Card:
    """What becomes one or more message objects.

    Args:
        found: what was found out and leads to the blocks; empty when nothing was.
        rows: choices shown in the card itself.
    """

    language: Language
    blocks: tuple[Block, ...]
    found: str = ""
    rows: tuple[Row, ...] = ()


def objects(card: Card) -> list[tuple[Message, str]]:
    """The message objects of a card, each with plain text that says the same."""
    if card.rows or any(isinstance(block, Heading | Steps | Links | Receipt) for block in card.blocks):
        return list(_bubbles(card))
    said = shown(_text(card.language, card.blocks))
    return [(TextMessage(text=piece), piece) for piece in pieces(said, TEXT)]


def is_lead(blocks: Sequence[Block]) -> bool:
    """Whether a message only says something that another one may explain."""
    return bool(blocks) and all(isinstance(block, Paragraph) for block in blocks)


def begins_card(blocks: Sequence[Block]) -> bool:
    """Whether a message is a guide, which can have a finding above it."""
    return bool(blocks) and isinstance(blocks[0], Heading)


def _bubbles(card: Card) -> Iterator[tuple[Message, str]]:
    title, blocks = _titled(card.blocks)
    body: list[FlexComponent] = list(finding(card.found))
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, Bullets):
            body += introduction(block.text)
        else:
            body += components(block, card.language)
    body += [choice_row(row.label, row.data) for row in card.rows]
    said = shown(
        "\n".join(
            filter(None, (card.found, _plain(card.language, card.blocks), *(f"[{row.label}]" for row in card.rows)))
        )
    )
    if not body and title:  # a card has a body
        body, title = list(components(Heading(text=title), card.language)), ""
    for place, part in enumerate(_packed(body)):
        bubble = FlexBubble(size="mega", header=_header(title) if title and place == 0 else None, body=together(part))
        plain = said if place == 0 else shown(_texts(part))
        yield FlexMessage(altText=clipped(plain, ALT_TEXT), contents=bubble), plain


def _titled(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The card's title and what stands below it."""
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and units(shown(first.text)) <= _TITLE:
        return shown(first.text), blocks[1:]
    if isinstance(first, Receipt) and units(shown(first.title)) <= _TITLE:
        return shown(first.title), blocks
    return "", tuple(
        part
        for block in blocks
        for part in ((Heading(text=block.title), block) if isinstance(block, Receipt) else (block,))
    )


def _header(title: str) -> FlexBox:
    face = FlexText(text=title, color=colours.ON_ACCENT, weight="bold", size="md", wrap=True, scaling=True)
    return FlexBox(layout="vertical", contents=[face], background_color=colours.ACCENT, padding_all="16px")


def _packed(rows: Iterable[FlexComponent]) -> Iterator[list[FlexComponent]]:
    """Rows in groups that fit a bubble."""
    group: list[FlexComponent] = []
    size = 0
    for row in rows:
        if not group and isinstance(row, FlexSeparator):
            continue  # there is nothing above it to be parted from
        length = len(json.dumps(row.to_dict()))
        if group and size + length > _ROOM:
            yield group
            group, size = [], 0
        group.append(row)
        size += length + 2
    if group:
        yield group


def _plain(language: Language, blocks: Iterable[Block]) -> str:
    kept = tuple(block for block in blocks if not isinstance(block, Choices))
    return Said(language=language, blocks=kept).plain_text


def _text(language: Language, blocks: Iterable[Block]) -> str:
    """Plain text with room between paragraphs; a list stays with what introduces it."""
    said = ""
    for block in blocks:
        words = shown(_plain(language, (block,)))
        if words:
            said += ("" if not said else "\n" if isinstance(block, Bullets) else "\n\n") + words
    return said


def _texts(rows: Iterable[FlexComponent]) -> str:
    """The words of some rows, as they stand on the card."""
    return "\n".join(filter(None, (" ".join(_words(row)) for row in rows)))


def _words(component: FlexComponent) -> Iterator[str]:
    if isinstance(component, FlexText):
        yield component.text or ""
    elif isinstance(component, FlexBox):
        for part in component.contents:
            yield from _words(part)
