"""The same words mean different things by what was asked: re-weighs a parse by the state of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.reading import ESET_TOPICS
from bot.dialogue.turn import FIELDS, Memory

THRESHOLD = 0.35
"""Below this confidence a message counts as not understood; the value of FallbackClassifier in config.yml."""

AMBIGUITY = 0.05
"""Two readings closer than this count as not understood; the value of FallbackClassifier in config.yml."""

FALLBACK = "nlu_fallback"
_REPLIES = ("affirm", "deny", "problem_solved", "problem_not_solved")
_ABOUT_AUTO_RENEWAL = (
    "stop_auto_renew",
    "explain_auto_renew",
    "ask_after_cancellation",
    "cannot_cancel",
    "unknown_charge",
)


def prior(memory: Memory, form: str | None, asked: str | None) -> dict[str, float]:
    """How much likelier (above 1) or less likely intents are at this point than anywhere.

    The factors are judgement, checked against the scripted conversations: replies gain where a reply is awaited,
    bare information where a field is asked, questions that follow from the topic a little.
    """
    factors: dict[str, float] = {}
    if form is not None:
        factors.update(dict.fromkeys(("inform", "correct_information"), 1.5))
        if asked in FIELDS:
            factors.update(inform=2.0, greet=0.5, goodbye=0.5)
        if asked in ("confirmation", "correcting"):
            factors.update({"affirm": 3.0, "deny": 2.5, "correct_information": 2.5, "problem_solved": 1.5})
    elif memory.awaiting in ("feedback", "step", "stuck"):
        factors.update(dict.fromkeys(_REPLIES, 2.0))
    elif memory.awaiting in ("human", "stop_renewal", "filed"):
        factors.update(affirm=2.5, deny=2.5)
    elif memory.awaiting == "identification":
        factors.update(inform=2.0)
    if memory.product_line == "kaspersky" or memory.topic in _ABOUT_AUTO_RENEWAL:
        for name in _ABOUT_AUTO_RENEWAL:
            factors[name] = factors.get(name, 1.0) * 1.3
    elif memory.product_line == "eset":
        for name in ESET_TOPICS:
            factors[name] = factors.get(name, 1.0) * 1.2
    return factors


def reweigh(parse: Mapping[str, Any], factors: Mapping[str, float]) -> dict[str, Any]:
    """Rasa's parse with its ranking re-weighed and "not understood" decided anew.

    Args:
        parse: Rasa's parse format with the full ranking.
        factors: see :func:`prior`; a parse without ranking, such as a picked button's, stays as it is.
    """
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
