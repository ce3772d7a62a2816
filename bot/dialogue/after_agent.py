"""What is said when a customer writes again after a human agent had the conversation."""

from __future__ import annotations

from bot.dialogue.answers import facts, is_question
from bot.dialogue.reading import read_message
from bot.dialogue.turn import Memory, Outcome, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge

_OTHER_TASKS = {
    "talk_to_human": "escalation_form",
    "check_ticket_status": "case_status_form",
    "stop_auto_renew": "auto_renew_form",
}
"""Wishes that begin a form of their own, or the paused one again."""


def instead_of_the_form(turn: Turn, memory: Memory, knowledge: Knowledge, form: str) -> Outcome:
    """Leave the form: the agent may have settled what it asks, so the customer is asked whether to go on.

    What the message gives is kept, and a question or another wish in it is answered.
    """
    paused = memory.paused_with(form)
    kept = read_message(turn, memory, knowledge, form=None)
    left = Outcome(done=True).plus(**{**kept, "paused": paused, "form_outcome": None, "failures": {}})
    wish = _OTHER_TASKS.get(turn.intent)
    if wish is not None and turn.confidence >= 0.7:
        return Outcome(done=True, then=wish).plus(**left.remember)
    if is_question(turn.intent, knowledge) and turn.confidence >= 0.7:
        left = left.plus(*facts(turn.intent, memory.after(kept), knowledge, turn.text))
    return Outcome(say=left.say, remember=left.remember, done=True, then="action_ask_to_go_on")


def ask_to_go_on(memory: Memory) -> Outcome:
    """Ask whether to go on with the form that the agent's visit interrupted."""
    form = memory.paused[-1] if memory.paused else "escalation_form"
    buttons = choices(
        memory.language,
        button("go_on", pick(f"resume:{form}"), memory.language),
        button("no_need", "/deny", memory.language),
    )
    return Outcome(say=(respond(f"utter_go_on_{form}"), buttons)).plus(awaiting="resume", fallbacks=0)


def offer_to_resume(outcome: Outcome, memory: Memory) -> Outcome:
    """The outcome of a finished task with a button back to the one that was left for it."""
    waiting = outcome.remember.get("paused", memory.paused)
    if not waiting or outcome.then is not None:
        return outcome
    form = waiting[-1]
    return outcome.plus(
        respond(f"utter_still_paused_{form}"),
        choices(memory.language, button("go_on", pick(f"resume:{form}"), memory.language)),
    )
