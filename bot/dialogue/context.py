"""The same words mean different things by what was asked: re-weighs a parse by the state of the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.going_on import goes_on
from bot.dialogue.numbers_heard import with_the_number_meant
from bot.dialogue.phrases import command, fold, says, step_named
from bot.dialogue.priors import ABOUT_AUTO_RENEWAL
from bot.dialogue.ruled_out import names_another_product, with_places_ruled_out
from bot.dialogue.settled_words import FALLBACK as FALLBACK
from bot.dialogue.settled_words import SMALL_TALK, gives_a_number, settled_by_words
from bot.dialogue.side_remarks import is_side_remark, tells_a_circumstance
from bot.dialogue.small_talk import wants_a_person
from bot.dialogue.turn import Memory
from bot.nlu.code_kinds import kinds_named

THRESHOLD = 0.35
"""Below this confidence a message counts as not understood; the value of FallbackClassifier in config.yml."""

AMBIGUITY = 0.05
"""Two readings closer than this count as not understood; the value of FallbackClassifier in config.yml."""

_SIGNS = frozenset("👍👌🙆⭕✅🆗◯○👎🙅❌×✕")
_AGREEING = ("affirm", "problem_solved")
_ASKING = re.compile(
    r"\?$|(?:ます|です|でしょう|ません|ない|るん|たん|の)か$|かな$|(?:どう|どこ|なに|何|いつ|なぜ|なんで|どれ|どっち|どない)[^。]{0,10}$"
    r"|^(?:and |but |so |then |well |ok |now )?(?:what|how|where|when|why|which|who|can i|could i|do i|does|will|is it|is there|should)\b"
)
_SURE_OF_TALK = 0.5
"""Small talk is answered as such from this confidence; "what?" is no greeting."""

_IT = re.compile(
    r"(?:can|could|how|where) (?:do |can )?i |(?:止め|とめ|やめ)(?:られ|たい|る方法|る手)|止まる|解約|オフに"
)
_AFTERWARDS = re.compile(
    r"(?:した|めた)(?:後|あと|場合|とき|ら)|(?<!どうやっ)(?<!どうし)(?<!どないし)たら|after|once|if i|when i|will i|does it|happens?"
)
_WITH_A_PERSON = frozenset(
    {
        "cannot_cancel",
        "unknown_charge",
        "mail_not_received",
        "change_registered_email",
        "stop_auto_renew",
        "problem_not_solved",
        "out_of_scope",
        "deny",
        "affirm",
        "inform",
        "correct_information",
        "problem_solved",
        "cancel",
        "greet",
        "thank",
        FALLBACK,
    }
)
"""What somebody who asks for a person may speak of beside; the person hears of it."""

_CODES_OF = {
    "authentication_key": "find_purchase_code",
    "purchase_code": "find_purchase_code",
    "serial_number": "find_serial_number",
}
"""The question whose guide tells a code apart from the others."""

_ABOUT_CODES = (
    "ask_license_info_change",
    "find_purchase_code",
    "find_serial_number",
    "ask_registration_requirements",
    "renew_registration",
    FALLBACK,
)


def obeyed(parse: Mapping[str, Any], memory: Memory, form: str | None) -> dict[str, Any]:
    """The parse with what the words settle: a short command such as "next" is information, which no rule for small talk
    answers, and whoever asks whether two kinds of code are the same gets the guide that tells them apart.

    Args:
        parse: Rasa's parse format, re-weighed.
        memory: the slots before the message.
        form: the active form, which reads commands itself.
    """
    parse = with_places_ruled_out(with_the_number_meant(parse, memory))
    text, intent = str(parse.get("text") or ""), (parse.get("intent") or {}).get("name")
    if form is None and goes_on(text, memory):
        return _meaning(parse, "inform")
    if form is None and (intent in _WITH_A_PERSON or says("no_luck", text)) and wants_a_person(text):
        return _meaning(parse, "talk_to_human")
    if form is None and is_side_remark(text, str(intent), memory):
        return _meaning(parse, FALLBACK)
    if form is None and tells_a_circumstance(text, str(intent), memory):
        return _meaning(parse, "check_registration_needed")
    if form is None and names_another_product(parse, memory):
        return _meaning(parse, "inform")
    if form is None and gives_a_number(parse, memory):
        return _meaning(parse, "inform")
    doubted = intent in SMALL_TALK and float(parse["intent"].get("confidence") or 0) < _SURE_OF_TALK
    if settled := settled_by_words(text, FALLBACK if doubted else str(intent), memory, form):
        return _meaning(parse, settled)
    if form is None and (about := _mixed_up_codes(text, str(intent), memory)):
        return _meaning(parse, about)
    if form is None and _speaks_of_stopping(text, str(intent), float(parse["intent"].get("confidence") or 0), memory):
        return _meaning(parse, "stop_auto_renew")
    if form is not None or intent not in SMALL_TALK:
        return dict(parse)
    walking = memory.awaiting in ("feedback", "step", "stuck") and (command(text) or step_named(text))
    resuming = memory.paused and len(text) <= 40 and says("resume", text)
    if walking or resuming:
        return _meaning(parse, "inform")
    unsure = float(parse["intent"].get("confidence") or 0) < _SURE_OF_TALK
    return _meaning(parse, FALLBACK) if unsure else dict(parse)


def _speaks_of_stopping(text: str, intent: str, confidence: float, memory: Memory) -> bool:
    """Whether "can I stop that?" means the renewal that was spoken of, rather than the conversation or its sequel."""
    about = memory.product_line == "kaspersky" or memory.topic in ABOUT_AUTO_RENEWAL
    if (
        intent == "talk_to_human"
        or says("gives_up", text)
        or not about
        or memory.awaiting == "step"
        or not says("stop", text)
        or _AFTERWARDS.search(fold(text))
    ):
        return False
    if intent == "cancel" or memory.awaiting == "stop_renewal":
        return intent != "stop_auto_renew" and bool(_IT.search(fold(text)))
    return intent in ("ask_after_cancellation", "out_of_scope", "explain_auto_renew", FALLBACK, *_AGREEING) and (
        confidence < _SURE_OF_TALK and bool(_ASKING.search(fold(text)))
    )


def _mixed_up_codes(text: str, intent: str, memory: Memory) -> str | None:
    """The question whose guide tells the codes of the message apart, where the customer mixes them up."""
    kinds = kinds_named(text)
    if not kinds or intent not in (*_ABOUT_CODES, "problem_not_solved", "out_of_scope"):
        return None
    pair = "find_purchase_code" if "purchase_code" in kinds else "find_serial_number"
    compared = says("same_or_not", text) or says("put_in", text)
    if len(kinds) > 1 and intent in _ABOUT_CODES and compared:
        return pair
    if memory.awaiting not in ("feedback", "step", "stuck") and says("code_rejected", text):
        return pair if len(kinds) > 1 else _CODES_OF[kinds[0]]
    if memory.topic in _ABOUT_CODES and intent in _ABOUT_CODES[1:] and says("alike", text):
        return _CODES_OF[kinds[0]]
    return None


def _meaning(parse: Mapping[str, Any], intent: str) -> dict[str, Any]:
    meant = {"name": intent, "confidence": 1.0}
    return {**parse, "intent": meant, "intent_ranking": [meant, *(parse.get("intent_ranking") or [])]}


def is_wordless(text: str) -> bool:
    """Whether the message has neither a word nor a sign that stands for one, such as "!!!"; it agrees to nothing."""
    return not any(char.isalnum() or char in _SIGNS for char in text)


def reweigh(parse: Mapping[str, Any], factors: Mapping[str, float]) -> dict[str, Any]:
    """Rasa's parse with its ranking re-weighed and "not understood" decided anew.

    Args:
        parse: Rasa's parse format with the full ranking.
        factors: see :func:`bot.dialogue.priors.prior`; a parse without ranking, such as a picked button's, stays as it is.
    """
    if is_wordless(str(parse.get("text") or "")) and parse.get("intent_ranking"):
        nothing = {"name": FALLBACK, "confidence": THRESHOLD}
        return {**parse, "intent": nothing, "intent_ranking": [nothing, *parse["intent_ranking"]]}
    ranking = [item for item in parse.get("intent_ranking") or [] if item.get("name") != FALLBACK]
    if not factors or len(ranking) < 2:
        return dict(parse)
    if _ASKING.search(fold(str(parse.get("text") or ""))):  # a question agrees to nothing
        factors = {name: min(factor, 0.5) if name in _AGREEING else factor for name, factor in factors.items()}
    weighed = {item["name"]: item["confidence"] * factors.get(item["name"], 1.0) for item in ranking}
    total = sum(weighed.values()) or 1.0
    known = sum(item["confidence"] for item in ranking)
    # The ranking may be cut short: what it does not list keeps its share.
    scale = known / total
    again = sorted(
        ({"name": name, "confidence": min(value * scale, 1.0)} for name, value in weighed.items()),
        key=lambda item: -float(item["confidence"]),
    )
    first, second = float(again[0]["confidence"]), float(again[1]["confidence"])
    if first < THRESHOLD or first - second < AMBIGUITY:
        again.insert(0, {"name": FALLBACK, "confidence": THRESHOLD})
    return {**parse, "intent": again[0], "intent_ranking": again}
