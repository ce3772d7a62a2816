"""Reads every field that one message gives or refuses, when a customer writes several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.dialogue.contrast import corrected_by_contrast
from bot.dialogue.escalation_fields import given_fields
from bot.dialogue.phrases import fold, named_fields, says
from bot.dialogue.told_problem import BARE_NAME, FIELD_MARK, NAME_LABEL, told_problem
from bot.dialogue.turn import Memory, Turn
from bot.nlu.names import read_person_name

_PARTS = re.compile(r"[、，,。;；\n]|\.\s|\s/\s")
_TURNING_BACK = re.compile(
    r"^\s*(?:(?:やっぱり|やっぱ|やはり|すみません|すいません|ごめんなさい|ごめん|あ|いや|正しくは|最初の|sorry|oh)[、,。\s]*)+"
)
_LONGEST_DAY = 25
_LONGEST_REMARK = 30
_RIGHT_AFTER = re.compile(
    r"(?:(?:が|の(?:ほう|方)が|で)(?:正しい|合って|あって|正解|本当|よかった|良かった)|で(?:いい|良い|OK|大丈夫)(?:です|でした)?(?:$|[。、])|の(?:ほう|方)(?:です|でした|だ|だった)(?:$|[。、])|(?:に|へ)(?:戻し|もどし)|\b(?:was|is) (?:right|correct)(?: after all)?|\bafter all\b).*$"
)


@dataclass(frozen=True)
class Given:
    """What one message gives: values by field, and the fields it says can't be given."""

    values: dict[str, str]
    refused: tuple[str, ...] = ()


def read_all(turn: Turn, memory: Memory, today: date, asked: str) -> Given:
    """All fields of the message, whichever was asked.

    Args:
        turn: the message.
        memory: the slots; fields that have a value are not refused by the way.
        today: the customer's day.
        asked: the slot that was asked.
    """
    values = given_fields(turn, memory, today)
    if turn.is_choice:
        return Given(values)
    bare = turn.intent == "inform" and told_problem(turn.text) is None and len(turn.text) <= _LONGEST_DAY
    if asked == "problem" and set(values) == {"purchase_date"} and not bare and not says("bought", turn.text):
        values = {}  # a day within a story is not the day of purchase
    parts = [part.strip() for part in _PARTS.split(turn.text) if part.strip()]
    if values and len(parts) > 1:
        if "person_name" not in values and memory.person_name is None:
            name = _name_among(parts, memory)
            if name:
                values["person_name"] = name
        if memory.problem is None and asked == "problem":
            problem = told_problem("\n".join(part for part in parts if not _is_remark(part, values, memory)))
            if problem:
                values["problem"] = problem
    values.update(corrected_by_contrast(turn, memory))
    return Given(values, _refused(parts, values, memory))


def _is_remark(part: str, values: dict[str, str], memory: Memory) -> bool:
    """Whether a part only says that a field given before was wrong, beside its new value."""
    replaced = [name for name in values if getattr(memory, name)]
    about = named_fields(part)
    short = len(part) <= _LONGEST_REMARK
    return bool(replaced) and short and says("correct", part) and (not about or any(n in replaced for n in about))


def _name_among(parts: list[str], memory: Memory) -> str | None:
    for part in parts:
        bare = NAME_LABEL.sub("", part)
        labelled = bare != part
        if FIELD_MARK.search(part) or not (labelled or BARE_NAME.match(part)):
            continue
        name = read_person_name(bare, memory.language)
        if name:
            return name
    return None


def _refused(parts: list[str], values: dict[str, str], memory: Memory) -> tuple[str, ...]:
    refused: list[str] = []
    for part in parts:
        if says("refuse", part) and not says("asks", part):
            named = [name for name in named_fields(part) if name not in values and getattr(memory, name) is None]
            refused.extend(name for name in named if name not in refused and name not in ("problem", "email"))
    return tuple(refused)


def after_correction(text: str) -> str:
    """The part of a correction that holds the right value: what follows "not X but", "X ではなく"."""
    text = _RIGHT_AFTER.sub("", _TURNING_BACK.sub("", text))
    folded = re.split(r"(?:じゃなくて|じゃなくって|じゃなく|ではなくて|ではなく|でなく|正しくは)[、,\s]*", text)
    if len(folded) > 1:
        return folded[-1]
    english = re.split(
        r"\b(?:should (?:be|have been)|is spelled|is spelt|instead of \S+|but|i meant?|actually(?: it's| it is)?|it's|it is"
        r"|change it to|to be)\b",
        text,
        flags=re.IGNORECASE,
    )
    tail = english[-1].strip(" ,.:;") if len(english) > 1 else text
    return re.split(r",?\s+not\s+", tail, flags=re.IGNORECASE)[0] if fold(tail) else text
