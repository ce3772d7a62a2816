"""How likely each intent is at a point of the conversation, beside what the words say."""

from __future__ import annotations

from bot.dialogue.reading import ESET_TOPICS
from bot.dialogue.turn import FIELDS, Memory

ABOUT_AUTO_RENEWAL = (
    "stop_auto_renew",
    "explain_auto_renew",
    "ask_after_cancellation",
    "cannot_cancel",
    "unknown_charge",
)
"""Questions around the renewal of a Kaspersky licence."""

_REPLIES = ("affirm", "deny", "problem_solved", "problem_not_solved")


def prior(memory: Memory, form: str | None, asked: str | None) -> dict[str, float]:
    """How much likelier (above 1) or less likely intents are at this point than anywhere.

    The model is sure of what it reads, so factors that tip anything have to be large. They are judgement, set with an
    eye on ``tests/nlu/dev/in_context.yml`` and the scripted conversations: replies gain where a reply is awaited, bare
    information where a field is asked, questions that follow from the topic a little, and hardly anybody changes to
    another subject while a question is open.
    """
    factors: dict[str, float] = {}
    if form is not None:
        factors.update({"inform": 4.0, "correct_information": 4.0, "out_of_scope": 0.3})
        if asked in FIELDS:
            factors.update(inform=8.0, greet=0.1, goodbye=0.1, ask_capabilities=0.3)
        if asked == "order_number":
            factors.update(find_order_number=3.0)
        if asked in ("confirmation", "correcting"):
            # A yes files the case, so it gains least.
            factors.update({"affirm": 3.0, "deny": 8.0, "correct_information": 20.0, "problem_solved": 1.5})
            factors.update(cancel=2.0, inform=4.0)
    elif memory.awaiting in ("feedback", "step", "stuck"):
        factors.update({**dict.fromkeys(_REPLIES, 8.0), "problem_solved": 10.0, "out_of_scope": 0.3})
    elif memory.awaiting in ("human", "stop_renewal", "filed"):
        factors.update(affirm=12.0, deny=16.0, out_of_scope=0.3)
        if memory.awaiting == "filed":
            factors.update(check_ticket_status=4.0, greet=0.05)  # nobody greets once a case is filed
    elif memory.awaiting == "identification":
        factors.update(inform=8.0, find_order_number=2.0, identify_provider=2.0, out_of_scope=0.3)
    if memory.product_line == "kaspersky" or memory.topic in ABOUT_AUTO_RENEWAL:
        for name in ABOUT_AUTO_RENEWAL:
            factors[name] = factors.get(name, 1.0) * 2.0
        if memory.product_line == "kaspersky":
            factors["renew_registration"] = 0.5
    elif memory.product_line == "eset":
        for name in ESET_TOPICS:
            factors[name] = factors.get(name, 1.0) * 1.7
    return factors
