"""What happens in the demo week: stories of customers and agents, told in YAML in both languages.

A story is a list of steps. ``say`` and ``pick`` are the customer's; the others are the agents' or the desk's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from bot.messages import Language
from bot.service_levels import CasePriority
from bot.store import CaseStatus

Act = Literal[
    "say",
    "pick",
    "take_case",
    "status",
    "verify_mail",
    "merge_cases",
    "answer_case",
    "claim",
    "reply",
    "note",
    "schedule",
    "hand_back",
    "close",
    "settle",
    "settle_case",
]
"""What a step does; ``settle`` ends both the conversation and its case, ``settle_case`` the case alone."""

SPOKEN: frozenset[Act] = frozenset(("say", "pick"))
"""The customer's steps."""

Seller = Literal["digital_river", "2checkout", "nexway", "allsoft", "undecided"]
Channel = Literal["web", "line", "slack"]

_FOLDER = Path(__file__).parent / "stories"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Told):
    """One step.

    Args:
        ja, en: other ways to say the same; of a ``pick`` the one label, of the agents' steps their words.
        chance: how likely it happens; when a customer's step does not, the customer is gone.
        after: minutes since the step before; without it what is usual.
        order: whose number stands for ``{order}`` in the story.
        means: what each of the ways to say it should have been understood as; empty when it means nothing.
        subject: the guide that was suggested to the agent.
        canned: the words began as a canned reply.
    """

    do: Act = "say"
    ja: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    chance: float = 1.0
    after: float | None = None
    order: Seller | None = None
    means: tuple[str, ...] = ()
    suggestion: Literal["accepted", "edited", "rejected"] | None = None
    subject: str | None = None
    canned: bool = False
    reason: Literal["solved", "no_answer", "duplicate", "elsewhere", "other"] | None = None
    priority: CasePriority | None = None
    to: CaseStatus | None = None

    @model_validator(mode="before")
    @classmethod
    def _picked(cls, told: Any) -> Any:
        """``pick: {ja: …, en: …}`` is short for a step that picks this label."""
        if isinstance(told, dict) and "pick" in told:
            labels = {language: (label,) for language, label in told["pick"].items()}
            return {"do": "pick", **{key: value for key, value in told.items() if key != "pick"}, **labels}
        return told

    def words(self, language: Language, variant: int) -> str | None:
        """One of the ways to say it; None when there is nothing to say."""
        ways = self.ja if language == "ja" else self.en
        return ways[variant % len(ways)] if ways else None


class Story(_Told):
    """A story; ``weight`` is how often it happens beside the others.

    Args:
        began: so many minutes ago it began; only stories of this very moment have it.
        channel, language: where it happens if not anywhere.
    """

    id: str
    turns: tuple[Step, ...]
    weight: float = 1.0
    languages: tuple[Language, ...] = ("ja", "en")
    began: float | None = None
    channel: Channel | None = None
    language: Language | None = None

    @property
    def variants(self) -> int:
        """In how many ways it can be told."""
        return max(max(len(step.ja), len(step.en), 1) for step in self.turns if step.do in SPOKEN)

    @property
    def seller(self) -> Seller | None:
        """Whose order number the customer has."""
        return next((step.order for step in self.turns if step.order), None)

    @property
    def has_agents(self) -> bool:
        """Whether anybody but the assistant has a part in it."""
        return any(step.do not in SPOKEN for step in self.turns)


@lru_cache(maxsize=1)
def stories() -> tuple[Story, ...]:
    """All stories that can happen at any time."""
    return tuple(story for story in _all() if story.began is None)


@lru_cache(maxsize=1)
def stories_of_this_moment() -> tuple[Story, ...]:
    """What is under way when the week ends."""
    return tuple(story for story in _all() if story.began is not None)


def _all() -> Sequence[Story]:
    files = sorted(_FOLDER.glob("*.yml"))
    return [Story.model_validate(told) for file in files for told in yaml.safe_load(file.read_text("utf-8"))]
