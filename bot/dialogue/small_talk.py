"""The short answers that fit anywhere in a conversation."""

from __future__ import annotations

from bot.dialogue.phrases import says
from bot.dialogue.turn import Response, Turn, respond

_ANSWERS = {
    "greet": "utter_greet_briefly",
    "thank": "utter_thank_briefly",
    "ask_capabilities": "utter_capabilities_briefly",
    "bot_challenge": "utter_bot_challenge",
    "out_of_scope": "utter_out_of_scope_briefly",
}


def asks_to_wait(turn: Turn) -> bool:
    """Whether the customer goes to look for something, and has not come back without it."""
    if turn.is_choice or len(turn.text) > 30 or not says("wait", turn.text):
        return False
    return not any(says(kind, turn.text) for kind in ("refuse", "negative", "gives_up"))


def gives_up(turn: Turn) -> bool:
    """Whether the customer drops what is going on, in words that name nothing new."""
    return not turn.is_choice and not turn.entities and len(turn.text) <= 45 and says("gives_up", turn.text)


def small_talk(intent: str) -> Response | None:
    """The short answer to small talk while something else is being asked, or None if it is none."""
    name = _ANSWERS.get(intent)
    return respond(name) if name else None
