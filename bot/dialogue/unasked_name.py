"""A bare name in answer to another question: taken only where nothing else than a name has its shape."""

from __future__ import annotations

import re

from bot.dialogue.phrases import says
from bot.dialogue.small_talk import hesitates
from bot.dialogue.turn import Memory, Turn
from bot.nlu.courtesy import without_courtesy
from bot.nlu.name_words import is_surname
from bot.nlu.names import read_person_name
from bot.nlu.text import fold_with_offsets, has_japanese

_READ_AS = frozenset({"inform", "nlu_fallback", "correct_information", "out_of_scope"})
_INTRODUCED = re.compile(
    r"^(?:it's|it is|i'm|i am|this is|my name's|my name is|name is|name's)\s+(?=[a-z])", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’.-]+")
_OF_TIME = re.compile(
    r"spring|summer|autumn|fall|winter|christmas|xmas|easter|holidays?|friday|early|late|mid\b|around|begin|end\b|middle"
    r"|last|recent|ago|before|season|birthday|midnight|noon|semester|quarter",
    re.IGNORECASE,
)
_LONGEST = 30


def unasked_name(turn: Turn, memory: Memory, asked: str) -> str | None:
    """The name that the message is, where another field than the name was asked and none is known yet."""
    if asked in ("person_name", "problem") or memory.person_name or turn.is_choice or turn.entities:
        return None
    text = " ".join(fold_with_offsets(turn.text).cased.split()).strip(" .,、。!！")
    if len(text) > _LONGEST or turn.intent not in _READ_AS or re.search(r"[\d@?？]", text) or hesitates(text):
        return None
    if any(says(kind, text) for kind in ("refuse", "question", "negative", "shop", "wait")):
        return None
    name = read_person_name(text, memory.language)
    if name is None:
        return None
    return name if (_is_japanese if has_japanese(name) else _is_latin)(name, text) else None


def _is_japanese(name: str, text: str) -> bool:
    return without_courtesy(text) == name and is_surname(name)


def _is_latin(name: str, text: str) -> bool:
    said = _INTRODUCED.sub("", text)
    words = said.replace(",", " ").split()
    if _OF_TIME.search(said) or not words or not all(_WORD.fullmatch(word) for word in words):
        return False
    if not all(word[0].isupper() or re.search("[aeiouy]", word) for word in words):
        return False
    return 2 <= len(words) <= 3 or (len(words) == 1 and words[0][0].isupper() and not words[0].isupper())
