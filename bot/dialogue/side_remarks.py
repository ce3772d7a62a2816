"""Remarks beside what is going on: a filed case taken back, a card number sent, costs asked about the other line."""

from __future__ import annotations

import re

from bot.dialogue.phrases import fold, says
from bot.dialogue.turn import Memory, Outcome, Turn, respond

_LONGEST = 40
_TAKEN_FOR = ("deny", "affirm", "inform", "correct_information", "problem_not_solved", "nlu_fallback", "out_of_scope")
_RENEWAL = re.compile(r"自動|更新|サブスク|カスペ|renew|subscri|kaspersky|auto")


def is_side_remark(text: str, intent: str, memory: Memory) -> bool:
    """Whether the words settle what is meant, whatever the classifier makes of them.

    "Does that cost anything?" under a guide for ESET is no question about the renewal of Kaspersky's licences, which is
    all that the desk knows of costs.
    """
    if memory.case_number and says("withdraw", text) or says("card_shared", text):
        return True
    return intent == "explain_auto_renew" and memory.product_line == "eset" and not _RENEWAL.search(fold(text))


def tells_a_circumstance(text: str, intent: str, memory: Memory) -> bool:
    """Whether "not monthly" or "from the online store" adds to the question of the registration rather than answer it."""
    asked = memory.topic in ("renew_registration", "check_registration_needed") and memory.awaiting == "feedback"
    if not asked or len(text) > _LONGEST or intent not in _TAKEN_FOR or memory.product_line == "kaspersky":
        return False
    return any(says(kind, text) for kind in ("monthly", "switched_to_monthly", "online_store"))


def answer_to_remark(turn: Turn, memory: Memory) -> Outcome | None:
    """What is said to a case taken back or a card number sent."""
    if turn.is_choice or turn.intent not in ("nlu_fallback", "out_of_scope"):
        return None
    if memory.case_number and says("withdraw", turn.text):
        return Outcome(say=(respond("utter_withdrawal_seen", number=memory.case_number),)).plus(fallbacks=0)
    if says("card_shared", turn.text):
        return Outcome(say=(respond("utter_no_card_number"),)).plus(fallbacks=0)
    return None
