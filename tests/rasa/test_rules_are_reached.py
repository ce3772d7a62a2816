"""Every rule and story can be reached, and some conversation of the tests passes through it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from actions.services import Services
from bot.settings import ROOT
from tests.dialogue.in_memory import registered_actions
from tests.dialogue.playing import SCRIPTS, play
from tests.dialogue.understanding import Understanding, training_messages
from tests.rasa.recording import RecordedConversation
from tests.rasa.routes import Route, Step, Story, conversation_tests, rule_routes, training_story_routes

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
REPORT = ROOT / "results" / "rules_reached.md"
ROUTES = [*rule_routes(), *training_story_routes()]
Conversations = dict[str, Sequence[Step]]


@pytest.fixture(scope="module")
def scripts(understanding: Understanding, services: Services) -> Conversations:
    """The route of each script in scenarios/conversations, played against the desk in memory."""
    routes: Conversations = {}
    for path in SCRIPTS:
        conversation = RecordedConversation(understanding.parse, services, name=f"reached:{path.stem}")
        # what went wrong in a script is for tests/dialogue/test_conversations.py to say
        with contextlib.suppress(AssertionError):
            play(path, conversation)
        routes[path.stem] = conversation.steps
    return routes


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_what_a_rule_or_story_names_is_there(route: Route) -> None:
    predicted = {*training_messages()[1], "nlu_fallback"}
    runnable = {*registered_actions(), *DOMAIN["responses"], *DOMAIN["forms"]}
    for kind, name in (*route.steps, ("form", route.form)):
        if name is not None:
            assert name in {"intent": predicted, "action": runnable, "form": DOMAIN["forms"]}[kind], (kind, name)


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_a_form_can_be_begun_filled_and_finished(form: str) -> None:
    assert set(DOMAIN["forms"][form]["required_slots"]) <= set(DOMAIN["slots"])
    assert f"validate_{form}" in registered_actions()
    begun = [route for route in rule_routes() if route.steps[1:] == (("action", form), ("form", form))]
    finished = [route for route in rule_routes() if route.form == form and ("form", None) in route.steps]
    assert begun
    assert finished


def test_every_intent_is_in_a_test_story_of_each_language() -> None:
    for language in ("ja", "en"):
        played = {turn.intent for story in conversation_tests() if story.language == language for turn in story.turns}
        assert {*DOMAIN["intents"], "nlu_fallback"} - played == set(), language


@pytest.mark.parametrize("story", conversation_tests(), ids=lambda story: story.name)
def test_a_test_story_is_what_the_desk_really_does(
    story: Story, understanding: Understanding, services: Services
) -> None:
    """Rasa's test runs no actions and believes each story what a form asks next; here the actions are run."""
    conversation = RecordedConversation(understanding.parse, services, name=f"story:{story.name}")
    for turn in story.turns:
        done = conversation.hear(turn.said)
        expected = (("intent", turn.intent), *turn.steps)
        assert done[: len(expected)] == expected, turn.said
        if turn is not story.turns[-1]:
            assert done == expected, f"an action went on after {turn.said!r}, which only the last turn can show"
        if turn.steps[-1] == ("form", conversation.form) or turn.asked:
            assert conversation.slots["requested_slot"] == turn.asked, turn.said


@pytest.mark.slow
def test_every_rule_and_story_is_passed_through(scripts: Conversations) -> None:
    stories: Conversations = {story.name: story.steps for story in conversation_tests()}
    found = [(route, _through(route, scripts), _through(route, stories)) for route in ROUTES]
    _write_report(found)
    unreached = [route.name for route, by_scripts, by_stories in found if not by_scripts and not by_stories]
    assert unreached == []


def _through(route: Route, conversations: Conversations) -> list[str]:
    return [name for name, steps in conversations.items() if route.lies_in(steps)]


def _write_report(found: list[tuple[Route, list[str], list[str]]]) -> None:
    lines = ["# Conversations that pass through each rule and story", "", "| rule or story | scripts | test stories |"]
    lines += ["| --- | --- | --- |"]
    lines += [f"| {route.name} | {_cell(scripts)} | {_cell(stories)} |" for route, scripts, stories in found]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")


def _cell(names: list[str]) -> str:
    shown = "; ".join(names[:3])
    return f"{len(names)}: {shown}{' …' if len(names) > 3 else ''}" if names else "none"
