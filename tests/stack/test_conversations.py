"""Whole conversations, played against the running desk through the chat API."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.dialogue.playing import SCRIPTS, play
from tests.stack.running import Customer, Stack


@dataclass
class ThroughTheApi:
    """A customer at the chat API."""

    customer: Customer
    stack: Stack

    def say(self, text: str) -> str:
        return self.customer.say(text)

    def pick(self, label: str) -> str:
        return self.customer.pick(label)

    @property
    def labels(self) -> list[str]:
        return [choice["label"] for choice in self.customer.choices]

    @property
    def language(self) -> str:
        return self.customer.language

    @property
    def case_numbers(self) -> list[str]:
        return [case["number"] for case in self.stack.cases(self.customer.conversation_id)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_conversation(path: Path, stack: Stack) -> None:
    play(path, ThroughTheApi(stack.customer(), stack))
