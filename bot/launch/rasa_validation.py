"""Tells ``rasa data validate`` which responses the code utters; Rasa itself looks for them in rules and stories only."""

from __future__ import annotations

import re

from rasa.shared.core.domain import Domain
from rasa.validator import Validator

from bot.settings import ROOT

_NAME = re.compile(r"utter_(?:\w|\{[^{}\"]+\})+")
_FILLED_IN = re.compile(r"\{[^{}]+\}")


def apply() -> None:
    """Keep the warning about unused responses for those that really are."""
    gather = Validator._gather_utterance_actions

    def without_those_of_the_code(self: Validator) -> set[str]:
        in_stories = {
            getattr(event, "action_name", None) for step in self.story_graph.story_steps for event in step.events
        }
        found: set[str] = gather(self)
        return found - (uttered_by_code(self.domain) - in_stories)

    Validator._gather_utterance_actions = without_those_of_the_code


def uttered_by_code(domain: Domain) -> set[str]:
    """The responses that actions utter by name and forms ask with."""
    questions = {
        f"utter_ask_{form}_{slot}" for form in domain.form_names for slot in domain.required_slots_for_form(form)
    }
    sources = [*(ROOT / "bot" / "dialogue").glob("*.py"), *(ROOT / "actions").glob("*.py")]
    named = {name for path in sources for name in _NAME.findall(path.read_text("utf-8"))}
    patterns = [re.compile(_FILLED_IN.sub(r"\\w+", name)) for name in named]
    return {name for name in domain.responses if name in questions or any(p.fullmatch(name) for p in patterns)}
