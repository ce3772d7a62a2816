"""What a customer may write."""

from __future__ import annotations

import unicodedata

from bot.channels.problems import FieldProblem, ProblemError

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def checked_text(text: str, most: int, field: str = "text") -> str:
    """The text, unchanged.

    Raises:
        ProblemError: it is too long, shows nothing, or holds what can't be stored.
    """
    if len(text) > most:
        raise ProblemError("text_too_long", errors=_at(field, "text_too_long"), limit=f"{most:,}")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise ProblemError("text_unreadable", errors=_at(field, "text_unreadable"))
    if all(unicodedata.category(character) in _UNSEEN for character in text):
        raise ProblemError("text_empty", errors=_at(field, "text_empty"))
    return text


def _at(field: str, code: str) -> tuple[FieldProblem, ...]:
    return (FieldProblem(field=field, code=code),)
