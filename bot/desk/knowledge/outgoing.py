"""Every web address that the knowledge base may show, and where it is used. None of them is ever opened from here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.knowledge import Bilingual, Guide, Knowledge

Fault = Literal["insecure", "no_dot", "own_machine", "odd_signs", "userinfo"]

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?")
_OWN = re.compile(r"localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[?::1")


@dataclass(frozen=True)
class Use:
    """A guide that shows a link, and whether a step, a short answer or the guide itself does."""

    guide: Guide
    place: Literal["guide", "step", "variant"]
    detail: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One link of links.yml; without an address it is not shown to customers."""

    key: str
    label: Bilingual
    url: str | None
    faults: tuple[Fault, ...]
    uses: tuple[Use, ...]


def outgoing(knowledge: Knowledge) -> tuple[Outgoing, ...]:
    """All links in the order of their file."""
    return tuple(
        Outgoing(key, knowledge.link_labels[key], url, faults_of(url), tuple(_uses(key, knowledge)))
        for key, url in knowledge.links.items()
    )


def faults_of(url: str | None) -> tuple[Fault, ...]:
    """What looks wrong with the shape of an address; it is not tried."""
    if url is None:
        return ()
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    found: list[Fault] = []
    if parts.scheme != "https":
        found.append("insecure")
    if _OWN.match(host):
        found.append("own_machine")
    elif "." not in host.strip("."):
        found.append("no_dot")
    elif not _HOST.fullmatch(_as_looked_up(host)):
        found.append("odd_signs")
    if re.search(r"[\s<>\"{}|\\^`「」、。]", url) or ".." in host or url.endswith((",", ";", ":")):
        found.append("odd_signs")
    if parts.username or parts.password:
        found.append("userinfo")
    return tuple(dict.fromkeys(found))


def _as_looked_up(host: str) -> str:
    """A server's name as the network knows it; empty if it can have no such name."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _uses(key: str, knowledge: Knowledge) -> Iterator[Use]:
    for guide in knowledge.guides.values():
        for number, step in enumerate(guide.steps, start=1):
            if key in step.links:
                yield Use(guide, "step", str(number))
        if key in guide.links:
            yield Use(guide, "guide")
        for name, variant in guide.variants.items():
            if key in variant.links:
                yield Use(guide, "variant", name)
