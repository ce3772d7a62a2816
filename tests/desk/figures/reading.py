"""Reads the pages of figures as a browser would."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from tests.desk.agents import AtDesk

_NUMBER = re.compile(r"^[\d,]+$")


@dataclass
class NumberLink:
    """A link whose text is a number."""

    href: str
    number: int


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._open: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._text = dict(attrs).get("href"), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.links.append((self._open, "".join(self._text).strip()))
            self._open = None


@dataclass
class Figures:
    """A page of figures that somebody opened."""

    response: httpx.Response
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def numbers(self) -> list[NumberLink]:
        """Every number that leads to a list, each list once."""
        found = {
            href: NumberLink(href, int(text.replace(",", "")))
            for href, text in self.links
            if href.startswith("/desk/figures/conversations?") and _NUMBER.match(text)
        }
        return list(found.values())

    @property
    def lists(self) -> set[str]:
        """Every address of a list on the page."""
        return {href for href, _ in self.links if href.startswith("/desk/figures/conversations?")}


async def opened(person: AtDesk, path: str = "/desk/figures") -> Figures:
    """Open the page."""
    response = await person.get(path)
    assert response.status_code == 200, response.text[:300]
    parser = _Links()
    parser.feed(response.text)
    return Figures(response, parser.links)


async def table(person: AtDesk, path: str) -> list[list[str]]:
    """A table's file, its head first."""
    response = await person.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
