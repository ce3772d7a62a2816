"""The stories themselves: each can be told to its end in all its ways."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from bot.desk.demo.cast import cast, somebody
from bot.desk.demo.planning import Line
from bot.desk.demo.playing import Script
from bot.desk.demo.stories import SPOKEN, Story, stories, stories_of_this_moment
from bot.knowledge import Knowledge, identify
from bot.messages import Language
from tests.desk.demo.conftest import Demo
from tests.dialogue.in_memory import domain_file

ALL = (*stories(), *stories_of_this_moment())
TODAY = date(2026, 11, 20)


def whole(story: Story, language: Language, variant: int) -> Script:
    """Everything the assistant answers in a story if nobody leaves."""
    told = somebody(random.Random(variant), language, story.seller, TODAY)
    lines, held, after = [], False, False
    for step in story.turns:
        if step.do not in SPOKEN:
            held = step.do == "claim" or (held and step.do not in ("hand_back", "close", "settle"))
            after = after or step.do in ("hand_back", "close", "settle")
            continue
        words = step.words(language, variant)
        if words is not None and not held:
            lines.append(Line(told.fill(words), step.do == "pick", after))
            after = False
    return language, tuple(lines)


def languages(story: Story) -> tuple[Language, ...]:
    return (story.language,) if story.language else story.languages


def test_every_label_that_a_customer_picks_is_offered(demo: Demo) -> None:
    scripts = {
        whole(story, language, variant): story.id
        for story in ALL
        for language in languages(story)
        for variant in range(story.variants)
    }
    played = demo.play(set(scripts))
    broken = {
        f"{scripts[script]}: {script[1][len(answers)].words}"
        for script, answers in played.items()
        if len(answers) < len(script[1])
    }
    assert not broken


@pytest.mark.parametrize("story", [story for story in ALL if story.has_agents], ids=lambda story: story.id)
def test_a_case_is_filed_in_every_story_in_which_agents_take_one(story: Story, demo: Demo) -> None:
    for language in languages(story):
        for variant in range(story.variants):
            script = whole(story, language, variant)
            filed = [case for answered in demo.play({script})[script] for case in answered.filed]
            takes = any(step.do == "take_case" for step in story.turns)
            assert bool(filed) == takes or story.began is not None, (language, variant)


def test_both_languages_tell_the_same_number_of_lines() -> None:
    for story in ALL:
        for step in story.turns:
            if not story.language and set(story.languages) == {"ja", "en"}:
                assert bool(step.ja) == bool(step.en), (story.id, step)


def test_what_messages_mean_are_intents_of_the_assistant() -> None:
    known = set(domain_file()["intents"])
    meant = {intent for story in ALL for step in story.turns for intent in step.means if intent}
    assert meant
    assert meant <= known


def test_guides_that_were_suggested_exist(knowledge: Knowledge) -> None:
    subjects = {step.subject for story in ALL for step in story.turns if step.subject}
    assert subjects
    assert subjects | {flag.guide for flag in cast().flags} <= set(knowledge.guides)


@pytest.mark.parametrize("seller", ["digital_river", "2checkout", "nexway", "allsoft"])
def test_an_order_number_is_of_its_seller(seller: str, knowledge: Knowledge) -> None:
    for seed in range(20):
        told = somebody(random.Random(seed), "ja", seller, TODAY)  # type: ignore[arg-type]
        found = identify(told.order, knowledge, "order_number")
        assert found.provider == seller, told.order


def test_nobody_could_take_the_cast_for_real_people() -> None:
    everybody = [customer for language in cast().customers.values() for customer in language]
    mails = [customer.mail for customer in everybody] + [agent.login for agent in cast().agents]
    assert all(re.fullmatch(r"[a-z.]+@example\.(jp|com)", mail) for mail in mails)
    assert all("demo" in agent.name or "デモ" in agent.name for agent in cast().agents)
    assert all("00" in pattern or pattern.startswith("9") for pattern in cast().orders.values())
