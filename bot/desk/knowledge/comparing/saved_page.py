"""Reads a saved copy of a web page, HTML or text, into lines and links. Nothing of it is ever run or shown as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.desk.knowledge.comparing.encodings import Undecodable, decoded
from bot.desk.knowledge.comparing.html_lines import lines_of_html

MOST_BYTES = 2_000_000
"""Bytes of a copy."""

MOST_LINES = 6_000

Unreadable = Literal["empty", "too_large", "not_text", "archive", "encoding", "too_long"]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|main|article|section|div|p|h[1-6]|ul|ol|li|table|br|span|a))\b", re.I
)
_NO_HEADING = re.compile(r"^(?:[-–・•●○◆■*※|【(「『]|\d+[.)]|https?:)|。|[:：、,]$")
_LONGEST_HEADING = 60
_BAR = "|"


class UnreadableCopy(Exception):
    """A copy can't be read; ``reason`` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason: Unreadable = reason


@dataclass(frozen=True)
class Line:
    """A line of the page as a reader sees it; ``may_head`` if it could be a heading though nothing marks it."""

    text: str
    is_heading: bool = False
    may_head: bool = False


@dataclass(frozen=True)
class SavedPage:
    """The copy; ``links`` are the addresses it leads to, None for a text, which holds none."""

    lines: tuple[Line, ...]
    links: tuple[tuple[str, str], ...] | None
    encoding: str


def read_copy(content: bytes) -> SavedPage:
    """Read an uploaded file.

    Raises:
        UnreadableCopy: it is empty, too large, not text, or in no encoding we know.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableCopy("too_large")
    try:
        text, encoding = decoded(content)
    except Undecodable as error:
        raise UnreadableCopy(error.reason) from None
    return read_text(text, encoding)


def read_text(text: str, encoding: str = "utf-8") -> SavedPage:
    """Read pasted text or HTML.

    Raises:
        UnreadableCopy: there is nothing in it, or far too much.
    """
    if len(text) > MOST_BYTES:
        raise UnreadableCopy("too_large")
    if _MARKUP.search(text):
        shown, links = lines_of_html(text)
        page = SavedPage(tuple(Line(line, heading) for line, heading in shown), links, encoding)
    else:
        page = SavedPage(tuple(_lines_of_text(text)), None, encoding)
    if not any(any(map(str.isalnum, line.text)) for line in page.lines):
        raise UnreadableCopy("empty")
    if len(page.lines) > MOST_LINES:
        raise UnreadableCopy("too_long")
    return page


def _lines_of_text(text: str) -> list[Line]:
    lines = [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
    padded = ["", *lines, ""]
    return [_line(before, line, after) for before, line, after in zip(padded, lines, padded[2:], strict=False)]


def _line(before: str, line: str, after: str) -> Line:
    """A line of plain text: one that is short and alone, and no cell of a table, stands as a heading does."""
    short = len(line) <= _LONGEST_HEADING and not _NO_HEADING.search(line)
    may_head = short and _BAR not in (line, after)
    return Line(line, is_heading=may_head and before != _BAR, may_head=may_head)
