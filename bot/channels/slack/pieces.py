"""Block Kit blocks with the text they stand for, and how they are packed into messages that Slack takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.channels.slack.mrkdwn import defused, fallback

SECTION_TEXT = 2900
"""Characters of one section, escaped; Slack takes 3,000."""

FIELD_TEXT, CONTEXT_TEXT, HEADER_TEXT, BUTTON_TEXT, OPTION_TEXT, MODAL_TITLE = 1900, 1900, 150, 75, 75, 24
FIELDS, MOST_BUTTONS, MOST_OPTIONS = 10, 25, 100

_MOST_BLOCKS = 45
_MOST_TEXT = 8000
"""Slack refuses messages whose blocks hold too much text, undocumented: 9,600 characters went through, 11,300 not."""
_MOST_FALLBACK = 3000

SlackBlock = dict[str, Any]
"""A block as Slack's JSON."""


@dataclass(frozen=True)
class Piece:
    """One block, and the same in plain text."""

    block: SlackBlock
    text: str = ""


@dataclass(frozen=True)
class Post:
    """One Slack message: its blocks, and the text for notifications and screen readers."""

    blocks: tuple[SlackBlock, ...]
    text: str


def packed(pieces: Iterable[Piece]) -> tuple[Post, ...]:
    """The pieces in as few messages as Slack's limits allow, in order."""
    posts: list[Post] = []
    group: list[Piece] = []
    for piece in pieces:
        if group and (len(group) == _MOST_BLOCKS or _weight([*group, piece]) > _MOST_TEXT):
            posts.append(_post(group))
            group = []
        group.append(piece)
    return (*posts, _post(group)) if group else tuple(posts)


def section(mrkdwn: str, text: str, **more: Any) -> Piece:
    """A paragraph; ``mrkdwn`` is escaped already and at most 3,000 characters long."""
    return _piece(SectionBlock(text=MarkdownTextObject(text=mrkdwn, verbatim=True), **more), text)


def fields(values: Sequence[str], text: str) -> Piece:
    """Up to ten labelled values in two columns, escaped already."""
    return _piece(SectionBlock(fields=[MarkdownTextObject(text=value, verbatim=True) for value in values]), text)


def header(text: str) -> Piece:
    """A title of at most 150 characters."""
    return _piece(HeaderBlock(text=PlainTextObject(text=cut(defused(text), HEADER_TEXT), emoji=False)), text)


def context(mrkdwn: str, text: str) -> Piece:
    """A small grey line, escaped already."""
    return _piece(ContextBlock(elements=[MarkdownTextObject(text=mrkdwn, verbatim=True)]), text)


def actions(elements: Sequence[InteractiveElement], text: str = "", block_id: str | None = None) -> Piece:
    """Buttons and menus beside each other."""
    return _piece(ActionsBlock(elements=list(elements), block_id=block_id), text)


def divider() -> Piece:
    """A line."""
    return _piece(DividerBlock(), "")


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis where it is too long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def parts_of(text: str, most: int) -> Iterator[str]:
    """A long text in parts, divided at the ends of lines, sentences or words, and never within an entity."""
    rest = text
    while len(rest) > most:
        end = _place(rest, most)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest.strip():
        yield rest


def _place(text: str, most: int) -> int:
    head = text[:most]
    for ending in (r"\n", r"[。！？!?]|\.\s", r"[\s、,]"):
        places = [found.end() for found in re.finditer(ending, head)]
        if places and places[-1] > most // 2:
            return places[-1]
    broken = re.search(r"&[a-z]{0,4}$", head)
    return broken.start() if broken else most


def _piece(block: Block, text: str) -> Piece:
    return Piece(block.to_dict(), text)


def _post(pieces: Sequence[Piece]) -> Post:
    text = "\n".join(piece.text for piece in pieces if piece.text.strip())
    return Post(tuple(piece.block for piece in pieces), fallback(cut(text, _MOST_FALLBACK)) or "…")


def _weight(pieces: Sequence[Piece]) -> int:
    return sum(len(json.dumps(piece.block, ensure_ascii=False)) for piece in pieces)
