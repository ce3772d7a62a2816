"""Rasa's part of a turn in a few lines, so that dialogue tests run the real actions and responses without a server.

It reads the same ``domain.yml`` and ``data/rules.yml``; what it leaves out (policies, trackers, HTTP) is covered by the
tests that run the whole stack.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.base
import actions.cases
import actions.forms
import actions.questions
import actions.reading
import actions.replies
from actions.services import Services
from bot.dialogue.answers import is_question
from bot.dialogue.assembling import assemble
from bot.dialogue.context import obeyed, reweigh
from bot.dialogue.on_the_table import picked
from bot.dialogue.priors import prior
from bot.dialogue.turn import Memory
from bot.dialogue.wishes import could_hold_two, parts_of, read_wishes
from bot.messages import Choices, Message
from bot.settings import ROOT

Parse = Callable[[str], dict[str, Any]]
_MODULES = (actions.cases, actions.forms, actions.questions, actions.reading, actions.replies)


@lru_cache(maxsize=1)
def domain_file() -> dict[str, Any]:
    """domain.yml as it stands."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def registered_actions() -> dict[str, Action]:
    """Every concrete action of the package by its name."""
    found: dict[str, Action] = {}
    for module in _MODULES:
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Action) and kind.__module__ == module.__name__ and not inspect.isabstract(kind):
                action = kind()
                found[action.name()] = action
    return found


@lru_cache(maxsize=1)
def first_actions() -> dict[str, str]:
    """The action that data/rules.yml gives each intent."""
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text("utf-8"))["rules"]
    found: dict[str, str] = {}
    for rule in rules:
        head, *rest = rule["steps"]
        intents = [item["intent"] for item in head.get("or", [head])] if "action" not in head else []
        for intent in intents:
            found.setdefault(intent, rest[0]["action"])
    return found


@dataclass
class Conversation:
    """One customer's conversation."""

    parse: Parse
    services: Services
    name: str = "conversation"
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    count: int = 0
    last: tuple[Message, ...] = ()
    intent: str = ""

    def __post_init__(self) -> None:
        domain = domain_file()
        self.responses = domain["responses"]
        self.actions = registered_actions()
        self.rules = first_actions()
        self.slots = dict.fromkeys(domain["slots"]) | {"requested_slot": None}

    def say(self, text: str, **metadata: Any) -> str:
        """Send a text; the answer's plain text."""
        payload = picked(text, [c for m in self.last for b in m.blocks if isinstance(b, Choices) for c in b.items])
        if payload is not None:
            return self.send(payload)
        memory = Memory.from_slots(self.slots)
        weighed = reweigh(self.parse(text), prior(memory, self.form, self.slots["requested_slot"]))
        parse = obeyed(weighed, memory, self.form)
        if not self.form and could_hold_two(text):
            knowledge = self.services.knowledge
            parts = {part: self.parse(part) for part in parts_of(text)}
            parse = read_wishes(parse, parts, lambda intent: is_question(intent, knowledge))
        return self._turn({**parse, "text": text}, {"is_choice": False, **metadata})

    def pick(self, label: str) -> str:
        """Pick the button whose label matches."""
        for message in self.last:
            for block in message.blocks:
                if isinstance(block, Choices):
                    for choice in block.items:
                        if re.search(label, choice.label):
                            return self.send(choice.payload)
        raise AssertionError(f"no button {label!r} in {[m.plain_text for m in self.last]}")

    def send(self, payload: str, **metadata: Any) -> str:
        """Send a button's payload."""
        intent, _, rest = payload[1:].partition("{")
        entities = [{"entity": key, "value": value} for key, value in json.loads("{" + rest).items()] if rest else []
        parsed = {
            "intent": {"name": intent, "confidence": 1.0},
            "entities": entities,
            "intent_ranking": [],
            "text": payload,
        }
        return self._turn(parsed, {"is_choice": True, **metadata})

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons now on the table."""
        return [c.label for m in self.last for b in m.blocks if isinstance(b, Choices) for c in b.items]

    def _turn(self, message: dict[str, Any], metadata: dict[str, Any]) -> str:
        self.count += 1
        self.intent = message["intent"]["name"]
        self.message = {**message, "metadata": {"message_id": f"m{self.count}", **metadata}}
        self.uttered: list[dict[str, Any]] = []
        actions.base.services = lambda: self.services  # type: ignore[assignment]
        self._run("action_read_message")
        following: str | None = self.form or self.rules[self.intent]
        for _ in range(10):
            if following in (None, "action_listen"):
                break
            following = self._run_form(following) if following.endswith("_form") else self._run(following)
        language = "en" if self.slots["language"] == "en" else "ja"
        self.last = assemble(self.uttered, language)  # type: ignore[arg-type]
        assert self.last, f"no answer to {message['text']!r} ({self.intent})"
        text = "\n".join(m.plain_text for m in self.last)
        assert not re.search(r"\{[a-z_]+\}|utter_|None", text), text
        return text

    def _run_form(self, form: str) -> str | None:
        if self.form != form:
            self.form = form
            self.slots["requested_slot"] = None
        following = self._run(f"validate_{form}")
        asked = self.slots["requested_slot"]
        if asked is None:
            self.form = None
            return following
        for name in (f"action_ask_{form}_{asked}", f"utter_ask_{form}_{asked}"):
            if name in self.actions or name in self.responses:
                self._run(name)
                break
        return None

    def _run(self, name: str) -> str | None:
        if name.startswith("utter_"):
            self._utter(name, {})
            return None
        dispatcher = CollectingDispatcher()
        tracker = Tracker(
            sender_id=self.name,
            slots=dict(self.slots),
            latest_message=self.message,
            events=[],
            paused=False,
            followup_action=None,
            active_loop={"name": self.form} if self.form else {},
            latest_action_name=None,
        )
        events = asyncio.run(self.actions[name].run(dispatcher, tracker, {}))
        following = None
        if name.startswith("validate_"):
            written = {event["name"] for event in events if event["event"] == "slot"} - {"requested_slot"}
            assert written, "Rasa takes a validation that writes no slot for a rejected form"
        for event in events:
            if event["event"] == "slot":
                assert event["name"] in self.slots, f"{name} writes the unknown slot {event['name']}"
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "followup":
                following = event["name"]
        for said in dispatcher.messages:
            if said.get("response"):
                known = {
                    k: v
                    for k, v in said.items()
                    if k not in ("text", "buttons", "elements", "custom", "response", "image", "attachment", "template")
                }
                self._utter(said["response"], known)
            else:
                self.uttered.append({"custom": said["custom"]})
        return following

    def _utter(self, name: str, values: dict[str, Any]) -> None:
        language = self.slots["language"]
        variants = [v for v in self.responses[name] if v["condition"][0]["value"] == language]
        assert len(variants) == 1, f"{name} has {len(variants)} variants in {language}"
        text = re.sub(
            r"\{([a-z_]+)\}", lambda found: str(values.get(found[1], self.slots.get(found[1]))), variants[0]["text"]
        )
        # Rasa fills payloads too, so that domain.yml doubles their braces
        buttons = [{**b, "payload": b["payload"].format()} for b in variants[0].get("buttons", [])]
        self.uttered.append({"text": text, "buttons": buttons})


def responses_used() -> set[str]:
    """The names of responses that appear in the dialogue code or in rules; some hold a ``{...}`` of an f-string."""
    sources = [
        *Path(ROOT / "bot" / "dialogue").glob("*.py"),
        *Path(ROOT / "actions").glob("*.py"),
        ROOT / "data" / "rules.yml",
    ]
    return {name for path in sources for name in re.findall(r"utter_(?:\w|\{[^{}\"]+\})*", path.read_text("utf-8"))}
