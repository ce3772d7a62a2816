"""The lines of an HTML page as a reader sees them, and its links."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

_SKIPPED = frozenset(
    {"head", "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea"}
    | {"nav", "footer", "aside"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd"}
    | {"label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr"}
)


class _Reader:
    """Puts text together into lines."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, bool]] = []
        self._parts: list[str] = []
        self._headings = 0

    def say(self, text: str | None) -> None:
        """Go on with the line."""
        if text:
            self._parts.append(text)

    def end(self) -> None:
        """End the line."""
        line = " ".join("".join(self._parts).split())
        self._parts.clear()
        if line:
            self.lines.append((line, self._headings > 0))

    def heading(self, change: int) -> None:
        """Enter or leave a heading."""
        self._headings += change


def lines_of_html(text: str) -> tuple[list[tuple[str, bool]], tuple[tuple[str, str], ...]]:
    """Each line with whether it is a heading, and each link's words and address.

    Menus, footers and what a browser doesn't show are left out. The parser reads whatever it is given, loads nothing
    and never nests deeper than a few hundred levels.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return [], ()
    reader, links = _Reader(), list[tuple[str, str]]()
    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if skipping or tag in _SKIPPED:
                skipping += 1
                continue
            if tag not in _INLINE:
                reader.end()
            reader.heading(tag in _HEADINGS)
            if tag == "a" and element.get("href"):
                links.append((" ".join("".join(element.itertext()).split()), element.get("href").strip()))
            reader.say(element.text)
            continue
        if skipping:
            skipping -= 1
        else:
            if tag not in _INLINE:
                reader.end()
            reader.heading(-(tag in _HEADINGS))
        if not skipping:
            reader.say(element.tail)
    reader.end()
    return reader.lines, tuple(dict.fromkeys(links))
