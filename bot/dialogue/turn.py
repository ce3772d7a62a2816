"""The values a dialogue step works with: what was said, what is remembered, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.messages import Language, Message

FIELDS = ("problem", "purchase_date", "person_name", "email", "order_number")
"""What an agent needs for a case, in the order in which it is asked (the Kaspersky page's list of five)."""


NAMEABLE = ("provider", "device", "product", "order_number", "card_statement")
"""What a customer can name of a purchase outside a case."""


@dataclass(frozen=True)
class Entity:
    """Something found in the customer's words, with its normalised value."""

    name: str
    value: str
    negated: bool = False


@dataclass(frozen=True)
class Shown:
    """A guide, or one step of it, as it was shown in a certain turn; feedback belongs to it."""

    guide: str
    step: int | None
    turn: str

    def __str__(self) -> str:
        return f"{self.guide}/{self.step or ''}/{self.turn}"

    @classmethod
    def read(cls, text: str | None) -> Shown | None:
        """Read back what ``str`` wrote."""
        guide, _, rest = (text or "").partition("/")
        step, _, turn = rest.partition("/")
        return cls(guide, int(step) if step.isdigit() else None, turn) if guide else None


@dataclass(frozen=True)
class Felt:
    """Whether something that was shown helped the customer."""

    shown: Shown
    helped: bool


@dataclass(frozen=True)
class Turn:
    """One message of the customer as the classifier understood it."""

    text: str
    intent: str
    confidence: float = 1.0
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    also: tuple[str, ...] = ()
    """Questions of the same message that are answered before its main wish."""
    is_choice: bool = False
    message_id: str = ""
    conversation_id: str = ""
    channel: str = "web"
    language_hint: Language | None = None
    language_switch: Language | None = None
    after_agent: bool = False
    """Whether a human agent had the conversation since the last turn."""

    def value(self, name: str) -> str | None:
        """The last value of an entity that the customer did not rule out ("not the iPhone")."""
        found = [entity.value for entity in self.entities if entity.name == name and not entity.negated]
        return found[-1] if found else None

    def ruled_out(self, name: str) -> tuple[str, ...]:
        """The values the customer said it is not."""
        return tuple(entity.value for entity in self.entities if entity.name == name and entity.negated)

    def values(self, name: str) -> tuple[str, ...]:
        """The different values of an entity that the customer did not rule out, in order."""
        return tuple(dict.fromkeys(e.value for e in self.entities if e.name == name and not e.negated))

    @property
    def choice(self) -> str | None:
        """What a picked button stands for, when it is not an intent of its own."""
        return self.value("choice")

    @property
    def shown(self) -> Shown | None:
        """What the picked button stood under, for a button that judges a guide or walks through one."""
        return Shown.read(self.value("shown")) if self.is_choice else None

    @property
    def leaning(self) -> str | None:
        """Yes or no ("affirm", "deny") for a short message that the classifier was unsure of, where only these fit."""
        if self.is_choice or len(self.text) > 30:
            return None
        chances = dict(self.ranking)
        yes = sum(chances.get(name, 0.0) for name in ("affirm", "problem_solved"))
        no = sum(chances.get(name, 0.0) for name in ("deny", "problem_not_solved"))
        if max(yes, no) < 0.25 or abs(yes - no) < 0.1:
            return None
        return "affirm" if yes > no else "deny"

    @property
    def named(self) -> frozenset[str]:
        """What the message names of the purchase: names of NAMEABLE."""
        return frozenset(name for name in NAMEABLE if self.value(name))


@dataclass(frozen=True)
class Memory:
    """What the conversation remembers; every field is the Rasa slot of the same name."""

    turn_id: str | None = None
    language: Language = "ja"
    language_pinned: bool = False
    product_line: str | None = None
    product: str | None = None
    device: str | None = None
    provider: str | None = None
    order_number: str | None = None
    numbers: tuple[str, ...] = ()
    """The different order numbers that were said, in order, so that "the second number" can be one of them."""
    places_told: tuple[str, ...] = ()
    """The different places of purchase and devices that were named, in order, for "the other one"."""
    card_statement: str | None = None
    serial_number: str | None = None
    purchase_code: str | None = None
    ticket_number: str | None = None
    problem: str | None = None
    purchase_date: str | None = None
    person_name: str | None = None
    email: str | None = None
    topic: str | None = None
    topic_text: str | None = None
    complaint: str | None = None
    guide: str | None = None
    guide_step: int | None = None
    guide_turn: str | None = None
    steps_shown: str | None = None
    """The guide with steps that was shown last, which a question in between leaves behind."""
    guides_beside: tuple[str, ...] = ()
    """The guides that were told in one answer with the last one, before it."""
    awaiting: str | None = None
    fallbacks: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    correcting: str | None = None
    to_correct: tuple[str, ...] = ()
    last_given: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()
    escalation_id: str | None = None
    confirmation: str | None = None
    purchase_place: str | None = None
    identification: str | None = None
    date_hint: str | None = None
    status_email: str | None = None
    form_outcome: str | None = None
    case_number: str | None = None
    which_number: tuple[str, ...] = ()
    """The order numbers of which one is to be picked."""
    shop_told: bool = False
    """Whether a shop was named that is none of the providers."""
    contradicted: str | None = None
    """What the number of this very message speaks against: the provider told before, or ``shop``."""

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Memory:
        """Read the tracker's slots; an unset slot takes the field's default."""
        known = {item.name: slots[item.name] for item in fields(cls) if slots.get(item.name) is not None}
        for name in (
            "refused",
            "to_correct",
            "last_given",
            "paused",
            "numbers",
            "which_number",
            "guides_beside",
            "places_told",
        ):
            if name in known:
                known[name] = tuple(known[name])
        if "guide_step" in known:
            known["guide_step"] = int(known["guide_step"])
        return cls(**known)

    def after(self, remember: Mapping[str, Any]) -> Memory:
        """The memory once ``remember`` is written."""
        return replace(self, **dict(remember))

    @property
    def on_the_table(self) -> Shown | None:
        """The guide, or the step of it, that was shown last."""
        return Shown(self.guide, self.guide_step, self.guide_turn or "") if self.guide else None

    def paused_with(self, form: str) -> tuple[str, ...]:
        """The paused forms once ``form`` is the one that was paused last."""
        return (*(name for name in self.paused if name != form), form)

    def failed(self, name: str) -> dict[str, int]:
        """The failure counts with one more for ``name``."""
        return {**self.failures, name: self.failures.get(name, 0) + 1}


@dataclass(frozen=True)
class Response:
    """A response of domain.yml with the values that fill it."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


Utterance = Response | Message


@dataclass(frozen=True)
class Outcome:
    """What one step decided: what is said, what is remembered, what is asked, where it goes on.

    ``ask`` is the form slot to ask next; ``done`` ends the form; ``then`` names the action that follows; ``felt`` is what
    the customer said about a guide.
    """

    say: tuple[Utterance, ...] = ()
    remember: Mapping[str, Any] = field(default_factory=dict)
    ask: str | None = None
    done: bool = False
    then: str | None = None
    felt: Felt | None = None

    def plus(self, *say: Utterance, **remember: Any) -> Outcome:
        """The same outcome with more said and remembered."""
        return replace(self, say=(*self.say, *say), remember={**self.remember, **remember})

    def after(self, *say: Utterance) -> Outcome:
        """The same outcome with something said before it."""
        return replace(self, say=(*say, *self.say))


def respond(name: str, **values: str) -> Response:
    """Short form of a response with its values."""
    return Response(name, values)
