"""When a customer leaves the escalation, and for what."""

from __future__ import annotations

import re

from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.phrases import fold, says, says_just
from bot.dialogue.small_talk import gives_up, wants_a_person
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn

_NO = re.compile(r"^(?:いや|いえ|いいえ|あ|no|nah)[、,\s]+")
_NO_QUESTION = frozenset(
    {"nlu_fallback", "affirm", "deny", "inform", "correct_information", "stop_auto_renew", "ask_capabilities", "thank"}
)
"""What a message may be taken for that asks for "the guide" without saying which."""


def leave(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """The outcome that leaves the form for something else, or None to stay; what was given is kept."""
    paused = memory.paused_with("escalation_form")
    stopping = turn.intent == "cancel" and not turn.choice and not is_correction(turn)
    stopping = stopping and (turn.is_choice or not wants_a_person(turn.text))
    needs_none = asked == "problem" and not turn.is_choice and says_just("fine", _NO.sub("", fold(turn.text)))
    if asked in FIELDS and not turn.is_choice and not turn.entities and _is_over(turn.text):
        needs_none = True
    if needs_none or ((stopping or gives_up(turn)) and not says_just("yes", turn.text)):
        return Outcome(done=True).plus(form_outcome="cancelled", paused=paused)
    then = "auto_renew_form" if _rather_the_guide(turn, memory, asked) else _other_task(turn, asked)
    return Outcome(done=True, then=then).plus(form_outcome="switched", paused=paused) if then else None


def _is_over(text: str) -> bool:
    """Whether the trouble has gone by itself, so that nobody need hear of it."""
    return (
        len(text) <= 40
        and says("is_over", text)
        and not any(says(kind, text) for kind in ("no_luck", "not_yet", "question"))
    )


def _rather_the_guide(turn: Turn, memory: Memory, asked: str) -> bool:
    """Whether somebody who wanted to stop the renewal would rather see how it is done."""
    stopping = memory.topic == "stop_auto_renew" or (memory.problem is not None and says("stop", memory.problem))
    about = stopping and memory.product_line != "eset" and not turn.is_choice and turn.intent in _NO_QUESTION
    return about and asked != "problem" and not turn.entities and says("show_guide", turn.text)


def only_a_case_number(turn: Turn) -> bool:
    """Whether the message gives a case number without asking about the case: another number was wanted."""
    return turn.value("ticket_number") is not None and not turn.is_choice and not says("status", turn.text)


def _other_task(turn: Turn, asked: str) -> str | None:
    if turn.intent == "delete_my_data" and turn.confidence >= 0.8 and not says("refuse", turn.text):
        return "action_request_erasure"
    if asked == "problem":
        return None
    if turn.intent == "check_ticket_status" and turn.confidence >= 0.75 and not only_a_case_number(turn):
        return "case_status_form"
    return "auto_renew_form" if turn.intent == "stop_auto_renew" and turn.confidence > 0.7 else None
