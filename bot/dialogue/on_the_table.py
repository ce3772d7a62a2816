"""A typed label or ordinal picks the button it means; on LINE and Slack, and with a keyboard, people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.dialogue.phrases import fold
from bot.messages import Choice

_WORDS = (
    ("一", "最初", "1st", "first", "one"),
    ("二", "2nd", "second", "two"),
    ("三", "3rd", "third", "three"),
    ("四", "4th", "fourth", "four"),
    ("五", "5th", "fifth", "five"),
)
_PLACES = {word: place for place, words in enumerate(_WORDS) for word in words}
_PLACES |= {str(number): number - 1 for number in range(1, 10)}
_THING = r"(?:の)?(?:やつ|方|ほう|もの|ボタン|選択肢|項目)?"
_CHOOSING = r"(?:を選びます|を選ぶ|を選択|を押します|をお願いします|でお願いします|でお願い|にします|がいいです|がいい|です|で|を)?"
_JAPANESE = re.compile(rf"(?:上から)?([一二三四五1-9])(?:番目|つ目|つめ|個目|こ目|番){_THING}{_CHOOSING}")
_ENDS = re.compile(rf"(最初|一番上|一番下|最後|前者|後者|上)(?:の|{_THING}){_THING}{_CHOOSING}")
_ENGLISH = re.compile(
    r"(?:(?:i'll take |i choose |i pick )?(?:the )?(first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th))"
    r"(?: one| option| choice| button)?|(?:option|choice|button|number|no\.?|#) ?([1-9]|one|two|three|four|five))(?:,? please)?"
)
_LATIN_ENDS = re.compile(r"(?:the )?(last|former|latter)(?: one| option)?(?:,? please)?")
_NAMED = {
    "最初": 0,
    "一番上": 0,
    "上": 0,
    "前者": 0,
    "former": 0,
    "最後": -1,
    "一番下": -1,
    "last": -1,
    "後者": 1,
    "latter": 1,
}
_OF_TWO = ("前者", "後者", "former", "latter")


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
    place = _place(said, len(choices))
    return choices[place].payload if place is not None and place < len(choices) else None


def _place(said: str, count: int) -> int | None:
    """Which of ``count`` choices the words point at, if that is all they say."""
    if not count:
        return None
    named = _ENDS.fullmatch(said) or _LATIN_ENDS.fullmatch(said)
    if named is not None:
        return None if named[1] in _OF_TWO and count != 2 else _NAMED[named[1]]
    ordinal = _JAPANESE.fullmatch(said) or _ENGLISH.fullmatch(said)
    return _PLACES[next(group for group in ordinal.groups() if group)] if ordinal else None
