"""When a customer leaves the escalation, and for what."""

from __future__ import annotations

from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.phrases import says, says_just
from bot.dialogue.turn import Outcome, Turn


def leave(turn: Turn, asked: str) -> Outcome | None:
    """The outcome that leaves the form for something else, or None to stay; what was given is kept."""
    if turn.intent == "cancel" and not turn.choice and not is_correction(turn) and not says_just("yes", turn.text):
        return Outcome(done=True).plus(form_outcome="cancelled", escalation_paused=True)
    if turn.intent == "check_ticket_status" and asked != "problem" and turn.confidence >= 0.75:
        return Outcome(done=True, then="case_status_form").plus(form_outcome="switched", escalation_paused=True)
    if turn.intent == "delete_my_data" and turn.confidence >= 0.8 and not says("refuse", turn.text):
        return Outcome(done=True, then="action_request_erasure").plus(form_outcome="switched", escalation_paused=True)
    if turn.intent == "stop_auto_renew" and asked != "problem" and turn.confidence > 0.7:
        return Outcome(done=True, then="auto_renew_form").plus(form_outcome="switched", escalation_paused=True)
    return None
