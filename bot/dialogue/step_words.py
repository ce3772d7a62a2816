"""Finds the step of a guide that a customer speaks of, by its place or by the words it holds."""

from __future__ import annotations

import re
from collections import Counter

from bot.dialogue.phrases import fold
from bot.knowledge import Guide, GuideStep
from bot.knowledge.records import Bilingual

_PLACES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "ひと": 1, "ふた": 2, "みっ": 3}
_PLACES |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "one": 1, "two": 2, "three": 3, "four": 4}
_PLACES |= {"最初": 1, "はじめ": 1, "初め": 1, "最後": -1, "last": -1}
_JA = r"([1-9一二三四五]|ひと|ふた|みっ)"
_PLACE = re.compile(
    rf"^(?:あの|えっと|えーと|その|で|じゃあ)?[、,\s]*{_JA}(?:番目|番|つ目|つめ|個目)?の?(?:ところ|とこ|やつ|手順|ステップ|工程|項目|段階)"
    rf"|^(?:手順|ステップ)の?{_JA}(?![0-9月日/])|^{_JA}(?:番目|番)(?:は|が|って|を|も|だけ|の意味|教え|お願|わか|分か)"
    r"|(最初|はじめ|初め|最後)の(?:手順|ステップ|ところ|とこ)"
    r"|(?<![a-z])(?:number|no\.?|point|#) ?([1-9]|one|two|three|four|five)(?![a-z0-9])"
    r"|(?<![a-z])(first|second|third|fourth|fifth|last|[1-9](?=st|nd|rd|th))(?:st|nd|rd|th)? (?:one|bit|part|thing|point|instruction)(?![a-z])"
)
_RUNS = re.compile(r"[一-龠々]+|[ァ-ヴー]+")
_WORDS = re.compile(r"[a-z][a-z-]{3,}")
_ENDING = re.compile(r"(?:ing|ed|es|s|ment|ments)$")
_COMMON = frozenset(
    "step steps which where there that this what again part with have find menu your open tap press choose kaspersky eset screen"
    " button page says does doesn auto renewal auto-renewal when need then want from them will shown shows look renew"
    " 手順 画面 自動 更新 動更".split()
)
_SHORTEST_WORD = 4
_LABEL = re.compile(r"\[([^\]]+)\]")
_ENGLISH_LABEL = re.compile(r"([A-Z][A-Za-z/ -]*?) \(\[")
_PRESSED = r"(?:の?ボタン|を(?:押|選|タップ|クリック|開))"
_PRESSING = (
    r"\b(?:press(?:ed)?|click(?:ed)?(?: on)?|tap(?:ped)?(?: on)?|hit|chose|choose|selected|select|opened) (?:the )?"
)
_LABELLED = 3
"""What a button counts that is called by its label."""
_SHARED_BY_TWO = 0.5
"""What a word counts that two steps hold; one of more steps tells nothing."""


_UP_TO = re.compile(
    rf"(?:手順|ステップ)?の?{_JA}(?:番目|番|つ目|つめ|個目)?の?(?:手順|ステップ|ところ|とこ)?まで(?:は|なら)?(?!が)"
    r"|\b(?:up to|through|until|till|as far as)(?: and including)? (?:step |number |no\.? ?)?([1-9]|one|two|three|four|five)\b"
    r"|\b(?:did|done|finished|completed|managed)(?: with)? steps? (?:(?:[1-9]|one|two|three)(?: ?(?:and|to|-|,|&) ?))?([1-9]|one|two|three|four|five)\b"
    r"|\bsteps? (?:[1-9] ?(?:and|to|-|,|&) ?)?([1-9]) (?:is|are|was|were) (?:done|finished|ok|fine|complete)"
)


def step_reached(text: str) -> int | None:
    """The last step that the customer tells to have done: 「手順2までできました」, "done up to step 3"."""
    found = _UP_TO.search(fold(text))
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return int(word) if word.isdigit() else _PLACES[word]


def step_pointed_at(text: str) -> int | None:
    """The step, -1 for the last, that the message points at without calling it a step: 「2番目は」, "the second one"."""
    found = _PLACE.search(fold(text))
    if found is None or len(text) > 40:
        return None
    word = next(group for group in found.groups() if group)
    return int(word) if word.isdigit() else _PLACES[word]


def step_spoken_of(text: str, guide: Guide) -> int | None:
    """The step, from 1, that holds the words of the message; the first of several; None where there is none."""
    said = _marks(fold(text))
    held = [_marks(fold(f"{step.text.ja} {step.text.en}")) for step in guide.steps]
    in_how_many = Counter(mark for marks in held for mark in marks)
    scores = [sum(1 / in_how_many[mark] for mark in said & marks if in_how_many[mark] < len(held)) for marks in held]
    scores = [score + _LABELLED * _names_a_label(text, step) for score, step in zip(scores, guide.steps, strict=True)]
    best = max(scores, default=0.0)
    if best < _SHARED_BY_TWO:
        return None
    return scores.index(best) + 1


def _names_a_label(text: str, step: GuideStep) -> bool:
    """Whether the message speaks of pressing what the step puts in brackets, by its label."""
    said = fold(text)
    ways = [rf"(?<![一-龠ァ-ヴ]){re.escape(fold(label))}{_PRESSED}" for label in _LABEL.findall(step.text.ja)]
    ways += [rf"{_PRESSING}{re.escape(fold(label))}\b" for label in _ENGLISH_LABEL.findall(step.text.en)]
    return any(re.search(way, said) for way in ways)


def held_in(text: str, title: Bilingual) -> bool:
    """Whether a noun of the message stands in a title."""
    return bool(_marks(fold(text)) & _marks(fold(f"{title.ja} {title.en}")))


def _marks(folded: str) -> set[str]:
    """The pairs of characters of Japanese nouns, and the stems of English words, by which texts are compared."""
    pairs = {run[at : at + 2] for run in _RUNS.findall(folded) for at in range(len(run) - 1)}
    words = {_ENDING.sub("", word) for word in _WORDS.findall(folded) if word not in _COMMON}
    return (pairs | {word for word in words if len(word) >= _SHORTEST_WORD - 1}) - _COMMON
