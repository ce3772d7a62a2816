"""What was asked changes what a message is taken for."""

from __future__ import annotations

import yaml

from bot.dialogue.context import AMBIGUITY, FALLBACK, THRESHOLD, reweigh
from bot.dialogue.priors import prior
from bot.dialogue.turn import Memory
from bot.settings import ROOT


def ranked(**chances: float) -> dict[str, object]:
    ranking = sorted(({"name": n, "confidence": c} for n, c in chances.items()), key=lambda item: -item["confidence"])
    return {"text": "x", "intent": ranking[0], "intent_ranking": ranking, "entities": []}


def test_the_thresholds_are_those_of_the_pipeline() -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    fallback = next(part for part in pipeline if part["name"] == "FallbackClassifier")
    assert (fallback["threshold"], fallback["ambiguity_threshold"]) == (THRESHOLD, AMBIGUITY)


def test_a_reply_gains_where_a_reply_is_awaited() -> None:
    parse = ranked(thank=0.45, affirm=0.3, inform=0.25)
    assert reweigh(parse, prior(Memory(), None, None))["intent"]["name"] == "thank"
    assert reweigh(parse, prior(Memory(awaiting="human"), None, None))["intent"]["name"] == "affirm"


def test_bare_information_gains_in_a_form() -> None:
    parse = ranked(find_order_number=0.4, inform=0.35, greet=0.25)
    assert reweigh(parse, prior(Memory(), "escalation_form", "order_number"))["intent"]["name"] == "inform"


def test_what_was_close_and_is_not_any_more_is_understood() -> None:
    parse = ranked(affirm=0.36, deny=0.34, inform=0.3)
    assert reweigh(parse, {"greet": 2.0})["intent"]["name"] == FALLBACK
    assert reweigh(parse, {"affirm": 2.0})["intent"]["name"] == "affirm"


def test_probabilities_stay_probabilities() -> None:
    again = reweigh(ranked(affirm=0.5, deny=0.3, inform=0.1), {"affirm": 5.0})["intent_ranking"]
    assert abs(sum(item["confidence"] for item in again if item["name"] != FALLBACK) - 0.9) < 1e-9
