"""The same words mean different things by what was asked: re-weighs a parse by the state of the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.numbers_heard import with_the_number_meant
from bot.dialogue.phrases import command, fold, says, step_named
from bot.dialogue.reading import ESET_TOPICS
from bot.dialogue.turn import FIELDS, Memory
from bot.nlu.code_kinds import kinds_named

THRESHOLD = 0.35
"""Below this confidence a message counts as not understood; the value of FallbackClassifier in config.yml."""

AMBIGUITY = 0.05
"""Two readings closer than this count as not understood; the value of FallbackClassifier in config.yml."""

FALLBACK = "nlu_fallback"
_SIGNS = frozenset("👍👌🙆⭕✅🆗◯○👎🙅❌×✕")
_SMALL_TALK = frozenset({"greet", "goodbye", "thank", "ask_capabilities", "bot_challenge"})
"""Intents that rules answer with a fixed sentence."""

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
_REPLIES = ("affirm", "deny", "problem_solved", "problem_not_solved")
_ABOUT_AUTO_RENEWAL = (
    "stop_auto_renew",
    "explain_auto_renew",
    "ask_after_cancellation",
    "cannot_cancel",
    "unknown_charge",
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
        FALLBACK,
    }
)
"""What somebody who asks for a person may speak of beside; the person hears of it."""

_NO_PERSON = re.compile(
    r"たくな|不要|なくて(?:も)?(?:いい|大丈夫|結構)|don.?t (?:want|need)|no need|rather not|instead of"
)
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
    if memory.product_line == "kaspersky" or memory.topic in _ABOUT_AUTO_RENEWAL:
        for name in _ABOUT_AUTO_RENEWAL:
            factors[name] = factors.get(name, 1.0) * 2.0
        if memory.product_line == "kaspersky":
            factors["renew_registration"] = 0.5
    elif memory.product_line == "eset":
        for name in ESET_TOPICS:
            factors[name] = factors.get(name, 1.0) * 1.7
    return factors


def obeyed(parse: Mapping[str, Any], memory: Memory, form: str | None) -> dict[str, Any]:
    """The parse with what the words settle: a short command such as "next" is information, which no rule for small talk
    answers, and whoever asks whether two kinds of code are the same gets the guide that tells them apart.

    Args:
        parse: Rasa's parse format, re-weighed.
        memory: the slots before the message.
        form: the active form, which reads commands itself.
    """
    parse = with_the_number_meant(parse, memory)
    text, intent = str(parse.get("text") or ""), (parse.get("intent") or {}).get("name")
    if form is None and (about := _mixed_up_codes(text, str(intent), memory)):
        return _meaning(parse, about)
    if form is None and intent in _WITH_A_PERSON and says("wants_human", text) and not _NO_PERSON.search(text.lower()):
        return _meaning(parse, "talk_to_human")
    if form is None and _speaks_of_stopping(text, str(intent), float(parse["intent"].get("confidence") or 0), memory):
        return _meaning(parse, "stop_auto_renew")
    if form is not None or intent not in _SMALL_TALK:
        return dict(parse)
    walking = memory.awaiting in ("feedback", "step", "stuck") and (command(text) or step_named(text))
    resuming = memory.paused and len(text) <= 40 and says("resume", text)
    if walking or resuming:
        return _meaning(parse, "inform")
    unsure = float(parse["intent"].get("confidence") or 0) < _SURE_OF_TALK
    return _meaning(parse, FALLBACK) if unsure else dict(parse)


def _speaks_of_stopping(text: str, intent: str, confidence: float, memory: Memory) -> bool:
    """Whether "can I stop that?" means the renewal that was spoken of, rather than the conversation or its sequel."""
    about = memory.product_line == "kaspersky" or memory.topic in _ABOUT_AUTO_RENEWAL
    if (
        says("gives_up", text)
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
    if len(kinds) > 1 and intent in _ABOUT_CODES and says("same_or_not", text):
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
        factors: see :func:`prior`; a parse without ranking, such as a picked button's, stays as it is.
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
