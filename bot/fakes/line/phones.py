"""The customers' phones: what each of them shows, and what can be tapped there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One message on a phone: the account's message object, or what the customer sent."""

    by: str
    message: Json
    at: float
    message_id: str

    @property
    def text(self) -> str:
        """What it says, as the list of chats would show it."""
        return str(self.message.get("text") or self.message.get("altText") or f"[{self.message.get('type')}]")


@dataclass
class Phone:
    """One chat: a customer's, or a group's as every member sees it."""

    chat_id: str
    name: str = "見本"
    language: str | None = "ja"
    blocked: bool = False
    shown: list[Shown] = field(default_factory=list)
    loading_until: float = 0.0
    rich_menu: str | None = None

    @property
    def transcript(self) -> list[tuple[str, str]]:
        """Who said what, in order."""
        return [(shown.by, shown.text) for shown in self.shown]

    @property
    def answers(self) -> list[Shown]:
        """What the account showed since the customer's last message."""
        found: list[Shown] = []
        for shown in reversed(self.shown):
            if shown.by == "customer":
                break
            found.insert(0, shown)
        return found

    @property
    def actions(self) -> list[Json]:
        """Everything that can be tapped now: quick replies of the last message, then whatever stands in cards."""
        last = self.shown[-1] if self.shown else None
        quick: list[Json] = []
        if last is not None and last.by == "account":
            quick = [item["action"] for item in last.message.get("quickReply", {}).get("items", [])]
        cards = [action for shown in reversed(self.shown) for action in tappable(shown.message.get("contents"))]
        return [*quick, *cards]


def tappable(component: Any) -> Iterator[Json]:
    """The actions within a Flex container."""
    if isinstance(component, dict):
        action = component.get("action")
        if isinstance(action, dict):
            yield action
        for name in ("header", "hero", "body", "footer", "contents"):
            yield from tappable(component.get(name))
    elif isinstance(component, list):
        for part in component:
            yield from tappable(part)


def words_of(component: Any) -> Iterator[str]:
    """The words that stand on a Flex container, in reading order."""
    if isinstance(component, dict):
        if component.get("type") == "text":
            yield str(component.get("text", ""))
        for name in ("header", "hero", "body", "footer", "contents"):
            yield from words_of(component.get(name))
    elif isinstance(component, list):
        for part in component:
            yield from words_of(part)
