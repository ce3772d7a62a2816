"""A typed label or ordinal picks the button it means; on LINE and Slack, and with a keyboard, people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.dialogue.phrases import fold
from bot.messages import Choice

_ORDINALS: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "最初の",
            "最初",
            "一つ目",
            "1つ目",
            "一番目",
            "1番目",
            "一番上",
            "上の",
            "the first one",
            "first one",
            "first",
        ),
        0,
    ),
    **dict.fromkeys(("二つ目", "2つ目", "二番目", "2番目", "the second one", "second one", "second"), 1),
    **dict.fromkeys(("三つ目", "3つ目", "三番目", "3番目", "the third one", "third one", "third"), 2),
    **dict.fromkeys(("四つ目", "4つ目", "四番目", "4番目", "the fourth one", "fourth one", "fourth"), 3),
    **dict.fromkeys(("最後の", "一番下", "the last one", "last one"), -1),
}
_TAIL = re.compile(r"(?:のやつ|の方|のほう|のもの|の|を選びます|でお願いします|でお願い|です|で|please|, please)$")


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
    """The payload of the choice that the text names by its label or its place, if it names one."""
    said = fold(text)
    for choice in choices:
        if said == fold(choice.label):
            return choice.payload
    if not choices:
        return None
    place = _ORDINALS.get(said, _ORDINALS.get(_TAIL.sub("", said).strip()))
    if place is None or place >= len(choices):
        return None
    return choices[place].payload
