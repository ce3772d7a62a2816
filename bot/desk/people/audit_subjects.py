"""Where the subject of a line of the audit log is found on the desk."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.desk.strings import text
from bot.messages import Language

_CASE = re.compile(r"(?:case:)?(KD-\d{8})")
_CONVERSATION = re.compile(r"(?:conversation:)?([A-Za-z0-9_-]{20,64})")
_SHOWN = 6


def subject_link(subject: str) -> str | None:
    """The page of a case or a conversation; None for everything else."""
    case, conversation = _CASE.fullmatch(subject), _CONVERSATION.fullmatch(subject)
    if case:
        return f"/desk/cases/{case[1]}"
    return f"/desk/conversations/{quote(conversation[1])}" if conversation else None


def subject_name(subject: str, language: Language) -> str:
    """The number of a case, or a word for a conversation with the beginning of its id."""
    case, conversation = _CASE.fullmatch(subject), _CONVERSATION.fullmatch(subject)
    if case:
        return case[1]
    return text("people.audit_conversation", language, id=conversation[1][:_SHOWN]) if conversation else subject
