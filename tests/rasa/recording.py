"""A conversation with the desk in memory that notes the route it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.dialogue.in_memory import Conversation
from tests.rasa.routes import Step


@dataclass
class RecordedConversation(Conversation):
    """Also a customer that a script can be played with."""

    steps: list[Step] = field(default_factory=list)
    inside_form: bool = False

    @property
    def language(self) -> str:
        return self.last[-1].language

    @property
    def case_numbers(self) -> list[str]:
        return [case.number for case in self.services.store.cases_of(self.name)]

    def hear(self, said: str) -> tuple[Step, ...]:
        """Take a text, or a button's payload as Rasa writes it; what this turn did, its intent first."""
        before = len(self.steps)
        if said.startswith("/"):
            self.send(said)
        else:
            self.say(said)
        return tuple(self.steps[before:])

    def _turn(self, message: dict[str, Any], metadata: dict[str, Any]) -> str:
        self.steps.append(("intent", message["intent"]["name"]))
        return super()._turn(message, metadata)

    def _run_form(self, form: str) -> str | None:
        before = self.form
        self.steps.append(("action", form))
        self.inside_form = True
        try:
            following = super()._run_form(form)
        finally:
            self.inside_form = False
        if self.form is None or self.form != before:
            self.steps.append(("form", self.form))
        return following

    def _run(self, name: str) -> str | None:
        if not self.inside_form and name != "action_read_message":
            self.steps.append(("action", name))
        return super()._run(name)
