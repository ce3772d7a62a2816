"""domain.yml, the memory and the code say the same."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest
import yaml

from bot.dialogue.turn import Memory
from bot.settings import ROOT
from tests.dialogue.in_memory import first_actions, registered_actions, responses_used

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@pytest.mark.parametrize("name", DOMAIN["responses"])
def test_a_response_says_the_same_in_both_languages(name: str) -> None:
    variants = {variant["condition"][0]["value"]: variant for variant in DOMAIN["responses"][name]}
    assert set(variants) == {"ja", "en"}
    japanese, english = variants["ja"], variants["en"]
    assert set(PLACEHOLDER.findall(japanese["text"])) == set(PLACEHOLDER.findall(english["text"]))
    payloads = [[button["payload"] for button in variant.get("buttons", [])] for variant in (japanese, english)]
    assert payloads[0] == payloads[1]
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese["text"])
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", english["text"])


def test_every_button_fits_the_narrowest_channel() -> None:
    for variants in DOMAIN["responses"].values():
        for variant in variants:
            for button in variant.get("buttons", []):
                assert len(button["title"]) <= 26, button


def test_slots_are_the_fields_of_the_memory() -> None:
    assert set(DOMAIN["slots"]) == {field.name for field in fields(Memory)}


def test_actions_of_the_domain_are_the_actions_of_the_code() -> None:
    assert set(DOMAIN["actions"]) == set(registered_actions())


def test_every_response_is_used_and_every_used_response_is_there() -> None:
    used = responses_used() - {"utter_message", "utter_"}
    there = set(DOMAIN["responses"])
    assert {name for name in used if "{" not in name} - there == set()
    patterns = [re.compile(re.sub(r"\{[^{}]+\}", r"\\w*", name)) for name in used if "{" in name]
    asked = {f"utter_ask_{form}_{slot}" for form, o in DOMAIN["forms"].items() for slot in o["required_slots"]}
    assert {name for name in there - used - asked if not any(p.fullmatch(name) for p in patterns)} == set()


def test_every_intent_has_a_rule() -> None:
    assert set(DOMAIN["intents"]) | {"nlu_fallback"} == set(first_actions())
