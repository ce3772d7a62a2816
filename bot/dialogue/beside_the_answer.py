"""An answer with something beside it: a name behind "so, back to it", an order number in place of a refused mail address."""

from __future__ import annotations

from typing import Any

from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.phrases import says_just
from bot.dialogue.told_problem import NAME_LABEL, PARTS
from bot.dialogue.turn import FIELDS, Memory, Turn
from bot.nlu.introductions import introduced_names
from bot.nlu.names import tidy_name


def holds_an_answer(turn: Turn, asked: str) -> bool:
    """Whether a message that takes the talk up again gives a field at once."""
    if any(turn.value(name) for name in FIELDS):
        return True
    return asked == "person_name" and _introduced(turn.text) is not None


def _introduced(text: str) -> str | None:
    if not any(NAME_LABEL.match(part) for part in PARTS.split(text) if part) and "name" not in text.lower():
        return None
    return next((name for start, end in introduced_names(text) if (name := tidy_name(text[start:end]))), None)


def goes_without_mail(turn: Turn, memory: Memory, given: dict[str, str]) -> bool:
    """Whether a customer who was told once what the mail address is for still gives none.

    Args:
        turn: the answer to the question for the address.
        memory: the slots.
        given: the fields that the message gives.
    """
    if not memory.failures.get("refused:email") or "email" in given or "@" in turn.text or is_correction(turn):
        return False
    return "order_number" in given or says_just("declined", turn.text)


def told_why(asked: str, memory: Memory) -> dict[str, Any]:
    """What is noted once it was said what the mail address is for, so that nobody has to hear it twice."""
    return {"failures": memory.failed("refused:email")} if asked == "email" else {}
