"""The one port to the dialogue: what the front asks, what comes back, and how it fails.

Errors::

    DialogueError
    ├── DialogueUnavailable   nothing was saved; the same request may be sent again
    └── DialogueRefused       this request will never be answered; sending it again is useless
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from bot.messages import Language, Message

ParseResult = dict[str, Any]
"""Rasa's own parse format, handed through untouched."""


class DialogueError(Exception):
    """A turn that brought no answer; ``reason`` is a machine word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DialogueUnavailable(DialogueError):
    """Rasa, its model, its tracker or the actions are away: try the same request again."""


class DialogueRefused(DialogueError):
    """The request, or the answer to it, can't be understood: the same request will fail again."""


@dataclass(frozen=True)
class TurnRequest:
    """One turn of a conversation: a text, a signed choice's payload or a switch of the language.

    The same ``message_id`` always stands for the same turn, however often it is asked. ``after_agent``: a human agent
    had the conversation since the last turn.
    """

    conversation_id: str
    message_id: str
    text: str | None = None
    payload: str | None = None
    channel: str = "web"
    language_hint: Language | None = None
    language_switch: Language | None = None
    after_agent: bool = False


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RankedIntent(_Answer):
    """One reading of the customer's words and how sure it is."""

    name: str | None = None
    confidence: float = 0.0


class TurnTrace(_Answer):
    """How an answer came about, for the people at the desk.

    ``policies`` decided on the actions (``RulePolicy`` by a rule, ``MemoizationPolicy`` by a story); ``guide`` is the
    one that the turn began or went on with, ``guide_step`` the step of it that was shown alone, from 1; ``provider``
    is the place of purchase as far as the conversation has found it out.
    """

    intent: str | None = None
    confidence: float | None = None
    ranking: tuple[RankedIntent, ...] = ()
    actions: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    guide: str | None = None
    guide_step: int | None = None
    provider: str | None = None


class TurnReply(_Answer):
    """What the assistant says in one turn."""

    language: Language
    messages: tuple[Message, ...] = ()
    trace: TurnTrace = TurnTrace()


class DialoguePort(Protocol):
    """Whoever answers the customer's turns: Rasa, or its in-memory twin."""

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Answer one turn.

        Raises:
            DialogueUnavailable: nothing was saved, ask again.
            DialogueRefused: asking again is useless.
        """
        ...

    async def ready(self) -> list[str]:
        """The reasons why turns can't be answered now; empty when they can."""
        ...

    async def forget(self, conversation_id: str, message_id: str) -> None:
        """Let what the customer said in one turn vanish from the dialogue's memory; again changes nothing.

        Raises:
            DialogueUnavailable: ask again.
        """
        ...

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        """How a text is understood, without a turn.

        Raises:
            DialogueUnavailable: ask again.
        """
        ...
