"""What a message means because of what was asked before it is read from the file and counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest
import yaml

from bot.dialogue.context import FALLBACK
from bot.dialogue.turn import Memory
from bot.evaluation.context_scores import ContextScore, Shares, context_mistakes, context_page, measure_in_context
from bot.evaluation.contexts import SaidThere, Situation, load_contexts
from bot.evaluation.samples import SamplesError, load_examples
from bot.evaluation.understanding import Reading, Understanding
from bot.nlu.intent_model import IntentScore
from bot.settings import ROOT

CONFIRMING = Situation("confirming", Memory(), "escalation_form", "confirmation")
OFFERED = Situation("a person was offered", Memory(awaiting="human"), None, None)


class Scripted:
    """An understanding that reads every text as it was told to."""

    today = date(2026, 11, 22)

    def __init__(self, asks_back: bool = False, **rankings: dict[str, float]) -> None:
        self._rankings = rankings
        self._asks_back = asks_back

    def read(self, text: str) -> Reading:
        ranking = tuple(IntentScore(name, confidence) for name, confidence in self._rankings[text].items())
        return Reading(ranking, 0.0, self._asks_back, ())


def understanding(asks_back: bool = False, **rankings: dict[str, float]) -> Understanding:
    return cast(Understanding, Scripted(asks_back, **rankings))


def said(situation: Situation, text: str, *intents: str) -> SaidThere:
    return SaidThere(situation, text, "ja", frozenset(intents))


def test_the_state_mends_what_was_close() -> None:
    found = measure_in_context(
        understanding(うん={"thank": 0.45, "affirm": 0.4, "deny": 0.15}), [said(OFFERED, "うん", "affirm")]
    )
    assert [(one.without, one.with_state) for one in found.readings] == [("thank", "affirm")]
    assert found.overall == ContextScore("all", 1, Shares(0, 1, 0), Shares(1, 0, 0))
    assert "mends 1 messages and spoils 0" in context_page(found, "")
    assert context_mistakes(found) == ""


def test_a_message_that_several_intents_fit_is_right_with_each() -> None:
    found = measure_in_context(
        understanding(違う={"deny": 0.9, "inform": 0.1}), [said(CONFIRMING, "違う", "deny", "correct_information")]
    )
    assert found.overall.with_state.right == 1


def test_asking_back_is_neither_right_nor_wrong() -> None:
    found = measure_in_context(
        understanding(asks_back=True, え={"cancel": 0.2, "deny": 0.2, "greet": 0.2}), [said(CONFIRMING, "え", "affirm")]
    )
    assert found.overall.without == Shares(0, 0, 1)
    assert f"taken for {found.readings[0].with_state}" in context_mistakes(found)
    assert found.readings[0].without == FALLBACK


def test_every_situation_has_its_own_row() -> None:
    found = measure_in_context(
        understanding(a={"affirm": 1.0, "deny": 0.0}),
        [said(OFFERED, "a", "affirm"), said(CONFIRMING, "a", "deny"), said(CONFIRMING, "a", "affirm")],
    )
    rows = {one.title: one for one in found.scores}
    assert rows["confirming"].messages == 2
    assert rows["confirming"].with_state.right == 0.5
    assert rows["Japanese"].messages == 3
    assert rows["English"].messages == 0


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{situation: s, memory: {mood: bad}, messages: []}", "the memory has no mood"),
        ("{situation: s, messages: [{text: a, lang: fr, intent: deny}]}", "lang"),
        ("{situation: s, slot: x, messages: []}", "slot"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, told: str) -> None:
    path = tmp_path / "contexts.yml"
    path.write_text(f"- {entry}\n", encoding="utf-8")
    with pytest.raises(SamplesError, match=told):
        load_contexts(path)


def test_the_set_covers_both_languages_and_names_what_there_is() -> None:
    found = load_contexts()
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert len([one for one in found if one.language == "ja"]) >= 80
    assert len([one for one in found if one.language == "en"]) >= 40
    assert {intent for one in found for intent in one.intents} <= {one.intent for one in load_examples()}
    asked = {(one.situation.form, one.situation.asked) for one in found if one.situation.form}
    assert all(slot in domain["forms"][form]["required_slots"] for form, slot in asked)
    assert {form for form, _ in asked} == domain["forms"].keys()
