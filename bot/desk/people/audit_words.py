"""What the audit log calls things; each part of the desk names its own as ``action_…`` and ``detail_…``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from bot.channels.sentences import Sentence
from bot.desk.rendering_times import when
from bot.desk.strings import strings
from bot.messages import Language

_ACTION = "action_"
_DETAIL = "detail_"
_ROLE = "role_"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d$")


def action_name(action: str, language: Language) -> str:
    """The name of an action; its own word when nobody named it."""
    return _named(_ACTION, action, language)


def detail_name(key: str, language: Language) -> str:
    """The name of a detail; its own word when nobody named it."""
    return _named(_DETAIL, key, language)


def detail_value(key: str, value: str, language: Language, now: datetime) -> str:
    """A detail's value; roles are called what they are called everywhere, moments are told on Japan's clock."""
    if key in ("role", "before", "after"):
        return _named(_ROLE, value, language)
    if not _MOMENT.match(value):
        return value
    moment = datetime.fromisoformat(value)
    return when(moment, now, language) if moment.tzinfo else value


def known_actions(language: Language) -> list[tuple[str, str]]:
    """Every named action and its name."""
    return sorted(
        ((action, named.in_(language)) for action, named in _names(_ACTION).items()), key=lambda each: each[1]
    )


def _named(mark: str, word: str, language: Language) -> str:
    named = _names(mark).get(word)
    return named.in_(language) if named else word


@lru_cache
def _names(mark: str) -> Mapping[str, Sentence]:
    parts = ((key.partition(".")[2], sentence) for key, sentence in strings().items())
    return {name.removeprefix(mark): sentence for name, sentence in parts if name.startswith(mark)}
