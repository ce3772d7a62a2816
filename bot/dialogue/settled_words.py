"""What the words of a message settle, whatever the classifier takes them for: a goodbye, "no luck", "you or them?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.phrases import fold, says, says_just
from bot.dialogue.reading import ESET_TOPICS
from bot.dialogue.small_talk import asks_what_now, does_a_step, hesitates
from bot.dialogue.some_number import asks_for_some_number
from bot.dialogue.turn import Memory

FALLBACK = "nlu_fallback"
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "ask_capabilities", "bot_challenge"})
"""Intents that rules answer with a fixed sentence."""

_UNSURE = (FALLBACK, "out_of_scope")

_FAILING = (
    *_UNSURE,
    "problem_not_solved",
    "unknown_charge",
    "problem_solved",
    "affirm",
    "inform",
    "deny",
    "greet",
    "goodbye",
)
"""What words such as "it says payment pending" or "it just spins" are taken for under a guide, where they say that it fails."""

_ANY_OF_REGISTERING = (*_UNSURE, "find_purchase_code", "find_serial_number", "problem_solved", "affirm")
"""What "is that all I need?" may be taken for once the registration was spoken of."""

_OF_STOPPING = (
    *_UNSURE,
    "cancel",
    "explain_auto_renew",
    "ask_capabilities",
    "bot_challenge",
    "ask_after_cancellation",
    "problem_solved",
    "check_registration_needed",
)
"""What "is it you who cancels it, or them?" may be taken for."""

_LONGEST_GIVING = 45
_IS_ASKED = re.compile(r"(?:ですか|ますか|でしょうか|[?？])\s*$")

_ASKS_TO_ERASE = re.compile(
    r"データ|情報|履歴|記録|個人|会話|(?:消|削除)(?:して|し)(?:くだ|下さ|ほし|欲し|たい)|data|history|my (?:chat|record|account|details)|please"
)
"""Words of somebody who wants what the desk holds to be erased."""

_DROPPED = re.compile(
    r"(?:キャンセル|解約)(?:が)?(?:でき|し|完了しました|済み)(?:ました|た)?|(?:i've|i have|have|just|all|it's|now|been|successfully) cancel+ed|cancel+ed (?:it|them|that|the)"
)
"""That the renewal is cancelled, told by somebody who was shown how; it doesn't cancel the conversation."""


def settled_by_words(text: str, intent: str, memory: Memory, form: str | None) -> str | None:
    """The intent of words that mean something else to the classifier: "hm", 「どうも」, "I clicked it", "no luck"."""
    if form is None and asks_for_some_number(text, memory):
        return FALLBACK
    if hesitates(text) or asks_what_now(text):
        return FALLBACK
    talked = form or memory.awaiting or memory.guide or memory.topic or memory.case_number
    if talked and (says_just("thanks_or_hello", text) or intent in _UNSURE and says("closing", text)):
        return "thank"
    if form is None and (about := _asked_of_what_is_known(text, intent, memory)):
        return about
    if form is None and _takes_leave(text, intent, memory):
        return "thank"
    if form is not None or intent in ("talk_to_human", "switch_language"):
        return None
    return _settled_at_a_guide(text, intent, memory)


def ends_the_walk(text: str) -> bool:
    """Whether what the whole guide is for is told to be done, amid its steps."""
    asked = _IS_ASKED.search(text) or text.rstrip(" 。").endswith(("か", "かな", "かのう"))
    return says("it_is_off", text) and not (asked or says("no_luck", text) or says("not_yet", text))


def _settled_at_a_guide(text: str, intent: str, memory: Memory) -> str | None:
    """The intent of words about the guide, or the step of it, that is on the table."""
    if intent == "delete_my_data" and not says("erase", text):
        return "problem_not_solved" if memory.awaiting == "feedback" and says("no_luck", text) else FALLBACK
    at_a_step = memory.awaiting in ("step", "stuck")
    if not at_a_step and memory.awaiting != "feedback":
        return None
    unhappy = says("no_luck", text) or says("negative", text)
    if intent == "problem_not_solved" and not unhappy:
        if says("praise", text):
            return "problem_solved"
        if _IS_ASKED.search(text) and not says("elapsed", text):
            return FALLBACK  # a question is no "no"
    if says("slipped", text) and (at_a_step or intent in (*_FAILING, "cancel", "stop_auto_renew")):
        return "inform"
    if intent == "cancel" and memory.topic == "stop_auto_renew" and _DROPPED.search(fold(text)):
        return None if says("negative", text) else "problem_solved"
    if memory.awaiting == "step" and ends_the_walk(text):
        return "inform"
    about_it = memory.topic == "stop_auto_renew" and says("recall", text) and says("which_step", text)
    if (at_a_step and does_a_step(text)) or (intent in ("stop_auto_renew", "cancel") and about_it):
        return "inform"  # which the walk through the guide reads
    if (
        intent == "delete_my_data"
        and at_a_step
        and says("which_of_them", text)
        and not _ASKS_TO_ERASE.search(fold(text))
    ):
        return "inform"  # "which one do I delete?"
    if intent == "delete_my_data" and not _ASKS_TO_ERASE.search(fold(text)) and says("no_luck", text):
        return "problem_not_solved"  # what the guide speaks of is deleted
    if not says("no_luck", text) or text.rstrip().endswith(("?", "？")) or says("whole_thing_done", text):
        return None
    return "problem_not_solved" if intent in _FAILING or (intent == "cancel" and not says("stop", text)) else None


def _asked_of_what_is_known(text: str, intent: str, memory: Memory) -> str | None:
    """The question that a few words ask about what was spoken of, such as "and which company was that?"."""
    if memory.topic in ESET_TOPICS and intent in _ANY_OF_REGISTERING and says("what_else", text):
        return "ask_registration_requirements"
    at_the_seller = memory.provider and memory.awaiting in ("stop_renewal", "feedback")
    if at_the_seller and intent in _OF_STOPPING and says("who_does_it", text):
        return "stop_auto_renew"
    if says("whom_to_ask", text) and intent in (*_UNSURE, *SMALL_TALK) and (memory.topic or memory.provider):
        return "contact_support"
    once_more = memory.awaiting == "stop_renewal" and (says("which_seller", text) or says("recall", text))
    if once_more and intent in (*_UNSURE, "inform", "deny"):
        return "identify_provider"
    of_the_desk = (*_UNSURE, "affirm", "deny", "inform", "correct_information", "ask_capabilities")
    if memory.topic == "contact_support" and memory.awaiting == "feedback" and intent in of_the_desk:
        return "contact_support" if says("desk_named", text) else None
    if intent not in _UNSURE:
        return None
    if (memory.provider or memory.order_number or memory.card_statement) and says("which_seller", text):
        return "identify_provider"
    return None


def _takes_leave(text: str, intent: str, memory: Memory) -> bool:
    """Whether a "no" or a greeting under a guide is a goodbye: "will let him know", 「また困ったら聞きます」."""
    at_ease = memory.awaiting in ("feedback", None) and (memory.guide or memory.topic)
    mistaken = intent in ("deny", "greet", "problem_not_solved", "inform")
    failing = says("no_luck", text) or text.rstrip().endswith(("?", "？", "か", "か。"))
    return bool(at_ease) and mistaken and says("closing", text) and not failing


def gives_a_number(parse: Mapping[str, Any], memory: Memory) -> bool:
    """Whether a message under a guide only gives the number that was looked for, as in "OK, it says 20564778810"."""
    names = {item.get("entity") for item in parse.get("entities") or [] if item.get("role") != "negated"}
    text = str(parse.get("text") or "")
    under_a_guide = memory.awaiting in ("feedback", "step", "stuck")
    shown = bool(names & {"order_number", "card_statement"}) and len(text) <= _LONGEST_GIVING
    mistaken = (parse.get("intent") or {}).get("name") in (*_FAILING, "thank", "cancel")
    return under_a_guide and shown and mistaken and not says("negative", text) and not says("stop", text)
