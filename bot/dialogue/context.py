"""The same words mean different things by what was asked: re-weighs a parse by the state of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.phrases import command, says, step_named
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

_REPLIES = ("affirm", "deny", "problem_solved", "problem_not_solved")
_ABOUT_AUTO_RENEWAL = (
    "stop_auto_renew",
    "explain_auto_renew",
    "ask_after_cancellation",
    "cannot_cancel",
    "unknown_charge",
)


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
    elif memory.awaiting == "identification":
        factors.update(inform=8.0, find_order_number=2.0, identify_provider=2.0, out_of_scope=0.3)
    if memory.product_line == "kaspersky" or memory.topic in _ABOUT_AUTO_RENEWAL:
        for name in _ABOUT_AUTO_RENEWAL:
            factors[name] = factors.get(name, 1.0) * 2.0
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
    text, intent = str(parse.get("text") or ""), (parse.get("intent") or {}).get("name")
    if form is None and intent in _ABOUT_CODES and len(kinds := kinds_named(text)) > 1 and says("same_or_not", text):
        return _meaning(parse, "find_purchase_code" if "purchase_code" in kinds else "find_serial_number")
    if form is not None or intent not in _SMALL_TALK:
        return dict(parse)
    walking = memory.awaiting in ("feedback", "step", "stuck") and (command(text) or step_named(text))
    resuming = memory.paused and len(text) <= 40 and says("resume", text)
    if not (walking or resuming):
        return dict(parse)
    return _meaning(parse, "inform")


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
