"""Text for Slack and from Slack: nothing a customer writes becomes a mention, a link or formatting by accident."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_JOINER = "\u2060"
"""Invisible, and enough to keep Slack from reading a mention, an emoji or a formatting sign."""

_MASS = re.compile(r"@(?=channel|here|everyone|group)", re.IGNORECASE)
_EMOJI = re.compile(r"(?<![0-9]):(?=[a-z+-][a-z0-9_+'-]{0,100}:)", re.IGNORECASE)
_SIGNS = re.compile(r"(?<![^\s(\[「『（。、])[*_~`](?=\S)|^>", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][^\s<>|\u3000-\u30ff\uff00-\uffef]*[A-Za-z0-9/]")
_IN_ADDRESS = {"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"}
_REFERENCE = re.compile(r"<([^<>]*)>")
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Signs that nobody types on purpose and Slack takes in no button."""


def escaped(text: str) -> str:
    """The text as Slack shows it unchanged in ``mrkdwn``: signs of the format and mass mentions are defused."""
    joined = _EMOJI.sub(":" + _JOINER, defused(text))
    return _entities(_SIGNS.sub(lambda found: _JOINER + found.group(0), joined))


def with_links(text: str) -> str:
    """Like ``escaped``, but web addresses can be clicked: for what the desk's own people write."""
    pieces: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        pieces += [escaped(text[end : found.start()]), f"<{found.group().replace('&', '&amp;')}>"]
        end = found.end()
    return "".join([*pieces, escaped(text[end:])])


def fallback(text: str) -> str:
    """The text as notifications and screen readers have it."""
    return _entities(defused(text))


def link(label: str, url: str) -> str:
    """A labelled web address; an address of another kind is only shown."""
    if not re.match(r"https?://[^\s]", url):
        return escaped(f"{label}: {url}")
    address = "".join("%20" if sign.isspace() else _IN_ADDRESS.get(sign, sign) for sign in url)
    shown = escaped(label).replace("|", "¦")
    return f"<{address}|{shown}>"


def plain(text: str, name_of: Callable[[str], str | None] = lambda user: None) -> str:
    """What somebody typed in Slack, as they saw it while typing.

    Args:
        name_of: the name of a user id; without one the mention keeps its id.
    """
    return html.unescape(_REFERENCE.sub(lambda found: _read(found[1], name_of), _UNSHOWN.sub("", text)))


def mentions(text: str, user_id: str) -> bool:
    """Whether a user is mentioned."""
    return _mention(user_id).search(text) is not None


def without_mention(text: str, user_id: str) -> str:
    """The text without the mentions of a user."""
    return _mention(user_id).sub("", text).strip()


def _mention(user_id: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(user_id)}(?:\|[^>]*)?>[,:、]?\s*")


def defused(text: str) -> str:
    """The text without mass mentions, for places that know no format."""
    return _MASS.sub("@" + _JOINER, text)


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _read(inside: str, name_of: Callable[[str], str | None]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return "@" + (label or name_of(target[1:]) or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    # Slack labels an address that was typed bare with what was typed; any other label hides where it leads.
    return label or target if not label or label in target else f"{label} ({target})"
