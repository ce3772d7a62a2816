"""Rules, stories and conversations as routes of intents, actions and forms, so that they can be laid over each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

Step = tuple[str, str | None]
"""("intent", name), ("action", name) or ("form", the form that is active from here on, or None)."""

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Route:
    """What one rule or training story asks for; a rule with several intents is one route for each of them."""

    name: str
    form: str | None
    steps: tuple[Step, ...]

    def lies_in(self, conversation: Sequence[Step]) -> bool:
        """Whether the conversation passes through all of it without a detour."""
        form: str | None = None
        for start, (kind, value) in enumerate(conversation):
            if form == self.form and tuple(conversation[start : start + len(self.steps)]) == self.steps:
                return True
            if kind == "form":
                form = value
        return False


@dataclass(frozen=True)
class StoryTurn:
    """One turn of a test story: what the customer writes or picks, and what follows from it."""

    said: str
    intent: str
    steps: tuple[Step, ...]
    asked: str | None


@dataclass(frozen=True)
class Story:
    """One story of tests/test_conversations.yml; its name begins with its language."""

    name: str
    turns: tuple[StoryTurn, ...]

    @property
    def language(self) -> str:
        return self.name[:2]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for turn in self.turns for step in (("intent", turn.intent), *turn.steps))


def rule_routes() -> list[Route]:
    """The routes of data/rules.yml."""
    return [route for rule in _read(ROOT / "data" / "rules.yml", "rules") for route in _routes(rule, rule["rule"])]


def training_story_routes() -> list[Route]:
    """The routes of data/stories.yml."""
    return [
        route for story in _read(ROOT / "data" / "stories.yml", "stories") for route in _routes(story, story["story"])
    ]


def conversation_tests() -> list[Story]:
    """The stories of tests/test_conversations.yml."""
    return [
        Story(story["story"], tuple(_turns(story["steps"])))
        for story in _read(ROOT / "tests" / "test_conversations.yml", "stories")
    ]


def _read(path: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))[key]
    return found


def _routes(item: dict[str, Any], name: str) -> Iterator[Route]:
    form = next((part["active_loop"] for part in item.get("condition", []) if "active_loop" in part), None)
    choices = [[step for part in raw.get("or", [raw]) for step in _steps(part)] for raw in item["steps"]]
    for steps in product(*filter(None, choices)):
        intents = [value for kind, value in steps if kind == "intent"]
        several = any("or" in raw for raw in item["steps"])
        yield Route(f"{name} ({', '.join(map(str, intents))})" if several else name, form, steps)


def _turns(raw: list[dict[str, Any]]) -> Iterator[StoryTurn]:
    starts = [index for index, part in enumerate(raw) if "user" in part]
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        part, rest = raw[start], raw[start + 1 : end]
        slots = [slot for later in rest for slot in later.get("slot_was_set", [])]
        asked = next((slot["requested_slot"] for slot in slots if "requested_slot" in slot), None)
        said = _ANNOTATION.sub(r"\1", part["user"]).strip()
        yield StoryTurn(said, part["intent"], tuple(step for later in rest for step in _steps(later)), asked)


def _steps(part: dict[str, Any]) -> list[Step]:
    """The step that a line of a rule or story is; none for slots, which decide nothing here."""
    names = {"intent": "intent", "action": "action", "active_loop": "form"}
    return [(kind, part[key]) for key, kind in names.items() if key in part]
