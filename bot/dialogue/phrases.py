"""Recognises the short phrases whose meaning depends on the point of the conversation (phrases.yml)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

from bot.dialogue.repeating import asked_for

_POLITE_END = re.compile(
    r"(です|ます|ですね|ください|下さい|お願いします|おねがいします|ねがいます|かな|よ|ね|please)$"
)
_NUMERALS = {
    word: number
    for number, words in enumerate(
        (("一", "first", "one"), ("二", "second", "two"), ("三", "third", "three"), ("四", "fourth", "four")), start=1
    )
    for word in words
}
_NUMBER = "([1-9]|" + "|".join(_NUMERALS) + ")"
_STEP = re.compile(
    rf"(?:手順|ステップ|(?<![a-z])step) ?(?:番号|no\.?|number)? ?{_NUMBER}(?![0-9月日/])"
    rf"|{_NUMBER}(?:番目|つ目|つめ|個目|番)の?(?:手順|ステップ|やり方|操作|ところ|画面)"
    r"|(?<![a-z])(first|second|third|fourth|[1-9](?=st|nd|rd|th))(?:st|nd|rd|th)? step(?![a-z])"
)
_NO_MISTAKE = re.compile(
    r"(?:間違い|まちがい|誤り|相違|違い|ミス)(?:は|も|が)?(?:ない|無い|なし|無し|なく|ありません|ございません)"
    r"|(?:間違って|まちがって|違って)い?(?:ない(?!で)|ません)"
    r"|(?<![a-z])(?:no (?:mistakes?|errors?|typos?)|nothing(?: is|'s)? wrong|not wrong|isn't wrong|can't see anything wrong)(?![a-z])"
)
_EDGE = " \t\r\n　。、．，.!！…・「」\"'“”()（）"


def fold(text: str) -> str:
    """Text for comparison: NFKC, lower case, one apostrophe, single blanks, no punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.sub(r"\s+", " ", folded).strip(_EDGE)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, list[str]]]:
    text = Path(__file__).with_name("phrases.yml").read_text("utf-8")
    # BaseLoader: every word is a word; "yes" and "no" are not truth values here
    loaded: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def says(kind: str, text: str) -> bool:
    """Whether the message says this kind of phrase.

    Args:
        kind: a key of phrases.yml other than ``fields``.
        text: the customer's message.
    """
    if says_just(kind, text):
        return True
    return _any_part(kind).search(fold(text)) is not None


def without_denied_mistakes(text: str) -> str:
    """The folded text with 「間違いありません」 and "nothing is wrong" put as the agreement they are."""
    return _NO_MISTAKE.sub(" 合ってます correct ", fold(text)).strip(_EDGE)


def says_just(kind: str, text: str) -> bool:
    """Whether the message is this phrase and nothing more."""
    folded = fold(text)
    whole = _phrases()[kind].get("whole", [])
    return folded in whole or _POLITE_END.sub("", folded).strip(_EDGE) in whole


def command(text: str) -> str | None:
    """The walking command (next, back, again, steps, whole, resume) that the message is, if it is one."""
    repeating = {"again": "again", "go_on": "resume"}.get(asked_for(fold(text)) or "")
    if len(text) > 40:
        return repeating
    kinds = ("steps", "whole", "again", "next", "back", "resume")
    return next((kind for kind in kinds if says(kind, text)), repeating)


def only_goes_on(text: str) -> bool:
    """Whether the message asks to go on and says nothing else, whatever is asked."""
    return asked_for(fold(text)) == "go_on"


def step_named(text: str) -> int | None:
    """The step of a guide that the message names by its number, such as "step 3" or 「手順3」."""
    found = _STEP.search(fold(text))
    if found is None or len(text) > 40:
        return None
    number = next(group for group in found.groups() if group)
    return int(number) if number.isdigit() else _NUMERALS[number]


def named_fields(text: str) -> tuple[str, ...]:
    """The case fields the message names, such as "the mail address", in the order of the text."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    for name, words in _phrases()["fields"].items():
        matches = [match for word in words if (match := re.search(_part(word), folded))]
        if matches:
            start, length = min((match.start(), match.start() - match.end()) for match in matches)
            found.append((start, length, name))
    ordered = [name for _, _, name in sorted(found)]
    if "order_number" in ordered and len(ordered) > 1 and "注文" not in folded and "order" not in folded:
        ordered.remove("order_number")  # 番号 alone is too vague beside a clearer name
    return tuple(ordered)


_ABOUT = r"\s?(?:の(?:ほう|方))?(?:は|も|って|なら|については|に関しては)"
_LACKING = r"(?:know|have|remember|find|recall|got|give|share)(?: you)?(?: the| my| any| an| a)? "


def field_refused(text: str) -> str | None:
    """The case field that the message speaks of when it says that it can't be given, as in "I don't have the mail"."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    for name, words in _phrases()["fields"].items():
        for word in words:
            for pattern in (f"{_part(word)}{_ABOUT}", f"{_LACKING}{_part(word)}"):
                match = re.search(pattern, folded)
                if match:
                    found.append((match.start(), match.start() - match.end(), name))
    return min(found)[2] if found else None


_DECLINED = r"(?:は|も|なら)?、?(?:もう)?(?:結構|けっこう|いいです|いいよ|いいや|いいわ|不要|いらない|要らない|いりません|要りません|パス|なしで|無しで|勘弁|遠慮)"
_HAS_NONE = (
    r"(?:なんて|なんか|など|とか)?(?:は|が|も|って|を)?[^。、!?？]{0,6}?"
    r"(?:ありません|ないです|ないよ|ないんです|ないので|ないのですが|ない$|ないねん|ないわ|ないっす|ないんや|ないけど|あらへん|無い|なし|無し|持って(?:い)?ま?せ|持ってな|もらって(?:い)?(?:な|ませ)|来て(?:い)?(?:な|ませ)|届いて(?:い)?(?:な|ませ))"
)
_NONE_OF = r"(?<![a-z])(?:(?:got |have |there's |there is |there was )?no|without(?: an| any)?|never (?:got|had|received)(?: an?| any)?|(?:didn't|did not) (?:get|have|receive)(?: an?| any)?) "


def field_lacking(text: str) -> str | None:
    """The case field that the message says does not exist, as in "there's no order number"."""
    folded = fold(text)
    for name, words in _phrases()["fields"].items():
        for word in words:
            if re.search(f"{_part(word)}(?:{_HAS_NONE}|{_DECLINED})", folded) or re.search(
                f"{_NONE_OF}{_part(word)}", folded
            ):
                return name
    return None


@lru_cache(maxsize=64)
def _any_part(kind: str) -> re.Pattern[str]:
    """A pattern for any part of this kind; one that matches nothing where there are none."""
    return re.compile("|".join(map(_part, _phrases()[kind].get("part", []))) or "(?!)")


def _part(part: str) -> str:
    """A pattern for one part: Latin words stand alone unless a ``*`` marks the side where they may go on."""
    core = part.strip("*")
    pattern = re.escape(core)
    if core[0].isascii() and core[0].isalpha() and not part.startswith("*"):
        pattern = r"(?<![a-z])" + pattern
    if core[-1].isascii() and core[-1].isalpha() and not part.endswith("*"):
        pattern += r"(?![a-z])"
    return pattern
