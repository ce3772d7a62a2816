"""Slack's mrkdwn, as far as our renderer writes it, in pieces that a page can show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"<(?P<url>https?://[^|<>]+)\|(?P<label>[^<>]*)>|(?<![^\s>])\*(?P<bold>[^*\n]+)\*")
_JOINER = "\u2060"


@dataclass(frozen=True)
class Span:
    """Some words; with an address they are a link."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True)
class TextLine:
    """A line; a quoted one has a bar before it."""

    spans: tuple[Span, ...]
    quoted: bool = False


def lines_of(mrkdwn: str) -> tuple[TextLine, ...]:
    """The lines as Slack shows them."""
    return tuple(_line(line) for line in mrkdwn.split("\n"))


def _line(line: str) -> TextLine:
    quoted = line.startswith("> ")
    return TextLine(tuple(_spans(line[2:] if quoted else line)), quoted)


def _spans(text: str) -> Iterator[Span]:
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield Span(_shown(text[end : found.start()]))
        if found["url"]:
            yield Span(_shown(found["label"]), url=html.unescape(found["url"]))
        else:
            yield Span(_shown(found["bold"]), bold=True)
        end = found.end()
    if end < len(text):
        yield Span(_shown(text[end:]))


def _shown(text: str) -> str:
    return html.unescape(text).replace(_JOINER, "")
