"""A typed label or ordinal picks the button it means; on LINE and Slack, and with a keyboard, people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.dialogue.ordinals import described, pointed_at
from bot.dialogue.phrases import fold
from bot.messages import Choice

_CODE = re.compile(r"[0-9A-Za-z-]*[0-9][0-9A-Za-z-]{4,}")
"""A label that is a number of the customer's own."""

_ALL = re.compile(
    r"(?:both|all)(?: of)?(?: them| these| those| numbers| orders| two)*(?:,? please)?"
    r"|(?:両方|どちら|二つ|ふたつ|2つ|全部|すべて|どっち)(?:の番号)?(?:とも|も)?(?:です|で|を)?(?:お願い(?:します)?)?"
)
"""Words for every one of the customer's numbers."""

_ASKED_ABOUT = re.compile(r"(?:は|も)どう|\b(?:what|how) about\b|^and\b")
"""A question about one of several things, which picks no button."""


def choices_of(uttered: Iterable[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """The choices of Rasa's bot messages, in order."""
    found: list[Choice] = []
    for said in uttered:
        for item in said.get("buttons") or []:
            found.append(Choice(label=str(item["title"]), payload=str(item["payload"])))
        for block in (said.get("custom") or {}).get("blocks") or []:
            if block.get("type") == "choices":
                found.extend(Choice(label=item["label"], payload=item["payload"]) for item in block["items"])
    return tuple(found)


def picked(text: str, choices: Sequence[Choice]) -> str | None:
    """The payload of the choice that the text names by its label, its place or its looks, if it names one."""
    said = fold(text)
    for choice in choices:
        if said == fold(choice.label):
            return choice.payload
    every = next((choice for choice in choices if ", " in choice.payload and _ALL.fullmatch(said)), None)
    if every is not None:
        return every.payload
    codes = [choice for choice in choices if _CODE.fullmatch(choice.label)]
    pointed = pointed_at(text)
    if pointed is not None and not codes and (said.endswith("?") or _ASKED_ABOUT.search(said)):
        return None  # "and the first one?" asks about a thing, and presses no button
    if pointed is not None:
        among = codes if codes or pointed.number else choices
        if pointed.of_two and len(among) != 2:
            return None
        return among[pointed.place].payload if -len(among) <= pointed.place < len(among) else None
    place = described(text, [choice.label for choice in codes]) if len(codes) > 1 else None
    return codes[place].payload if place is not None else None
