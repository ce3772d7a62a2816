"""When a customer leaves the escalation, and for what."""

from __future__ import annotations

from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.phrases import says, says_just
from bot.dialogue.turn import Memory, Outcome, Turn


def leave(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """The outcome that leaves the form for something else, or None to stay; what was given is kept."""
    paused = memory.paused_with("escalation_form")
    if turn.intent == "cancel" and not turn.choice and not is_correction(turn) and not says_just("yes", turn.text):
        return Outcome(done=True).plus(form_outcome="cancelled", paused=paused)
    then = _other_task(turn, asked)
    return Outcome(done=True, then=then).plus(form_outcome="switched", paused=paused) if then else None


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
