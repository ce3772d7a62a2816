"""Messages with the state of the conversation in which they are said, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from bot.dialogue.turn import Memory
from bot.evaluation.samples import SamplesError
from bot.messages import Language
from bot.settings import ROOT

CONTEXT_SET = ROOT / "tests" / "nlu" / "dev" / "in_context.yml"


@dataclass(frozen=True)
class Situation:
    """Where a conversation is: the memory, the active form and the slot it asked for; ``title`` says it in words."""

    title: str
    memory: Memory
    form: str | None
    asked: str | None


@dataclass(frozen=True)
class SaidThere:
    """A message in a situation; any of ``intents`` leads to what a careful reader would do."""

    situation: Situation
    text: str
    language: Language
    intents: frozenset[str]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    lang: Language
    intent: list[str]

    @field_validator("intent", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    situation: str
    form: str | None = None
    asked: str | None = None
    memory: Mapping[str, Any] = Field(default_factory=dict)
    messages: list[_Said]

    @field_validator("memory")
    @classmethod
    def _known(cls, value: Mapping[str, Any]) -> Mapping[str, Any]:
        unknown = value.keys() - {field.name for field in fields(Memory)}
        if unknown:
            raise ValueError(f"the memory has no {', '.join(sorted(unknown))}")
        return value


_ENTRIES = TypeAdapter(list[_Entry])


def load_contexts(path: Path = CONTEXT_SET) -> tuple[SaidThere, ...]:
    """The messages of a set, situation by situation.

    Raises:
        SamplesError: an entry has another form, or its state names what the memory doesn't hold.
    """
    try:
        entries = _ENTRIES.validate_python(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except ValidationError as error:
        first = error.errors()[0]
        raise SamplesError(f"{path.name}: entry {first['loc']}: {first['msg']}") from None
    return tuple(
        SaidThere(situation, said.text, said.lang, frozenset(said.intent))
        for entry in entries
        for situation in [Situation(entry.situation, Memory.from_slots(entry.memory), entry.form, entry.asked)]
        for said in entry.messages
    )
