"""The values that go into the store and come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.messages import Block, Choice, Choices, Language, Message

Handler = Literal["assistant", "agent"]
"""Who answers a conversation now."""

Role = Literal["customer", "assistant", "agent", "system"]
"""Who said a message."""

TurnKind = Literal["text", "choice", "language"]
"""What a customer did: typed, picked a choice, or switched the language."""

TurnState = Literal["waiting", "done", "held"]
"""Where a turn is: still to be answered, answered, or left to the agent."""

CaseKind = Literal["escalation", "erasure"]
CaseStatus = Literal["open", "in_progress", "resolved", "closed"]


@dataclass(frozen=True)
class Conversation:
    """One customer's conversation on one channel."""

    id: str
    channel: str
    language: Language
    handler: Handler
    last_seq: int
    created_at: datetime


@dataclass(frozen=True)
class Incoming:
    """Something a customer did, ready to be stored; card numbers are gone already.

    ``text`` is what the transcript shows (a choice's label), ``payload`` what a choice stands for.
    """

    conversation_id: str
    client_message_id: str
    kind: TurnKind = "text"
    channel: str = "web"
    text: str | None = None
    payload: str | None = None
    choice_id: str | None = None
    language: Language | None = None


@dataclass(frozen=True)
class StoredMessage:
    """One message of a transcript; the choices in its blocks still hold their payload and no id."""

    id: str
    conversation_id: str
    seq: int
    role: Role
    language: Language
    created_at: datetime
    blocks: tuple[Block, ...]
    client_message_id: str | None = None
    reply_to: str | None = None
    choice_id: str | None = None

    @property
    def plain_text(self) -> str:
        """The same content as text alone."""
        return Message(language=self.language, blocks=self.blocks).plain_text

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice of the message in reading order."""
        return tuple(choice for block in self.blocks if isinstance(block, Choices) for choice in block.items)


@dataclass(frozen=True)
class Accepted:
    """What became of an incoming: its turn, and whether it was here before (``new`` is false then).

    ``next_turn`` is the turn itself when nothing of the conversation waits before it.
    """

    turn_id: str
    seq: int | None
    state: TurnState
    new: bool
    next_turn: WaitingTurn | None = None


@dataclass(frozen=True)
class WaitingTurn:
    """The next turn of a conversation that has no answer yet."""

    turn_id: str
    conversation_id: str
    channel: str
    kind: TurnKind
    text: str | None
    payload: str | None
    client_message_id: str
    language: Language
    handler: Handler


@dataclass(frozen=True)
class TurnEnd:
    """How a turn ended and the messages this call stored for it (none when it had ended before).

    ``whole`` says that these are all its messages, ``more`` that other turns of the conversation wait.
    """

    state: TurnState
    messages: tuple[StoredMessage, ...] = ()
    whole: bool = False
    more: bool = True


@dataclass(frozen=True)
class NewCase:
    """What a customer leaves for the human agents; what they couldn't say stays ``None``."""

    idempotency_key: str
    conversation_id: str
    kind: CaseKind = "escalation"
    channel: str = "web"
    language: Language = "ja"
    product_line: str | None = None
    problem: str | None = None
    purchase_date: date | None = None
    name: str | None = None
    email: str | None = None
    order_number: str | None = None
    provider: str | None = None


@dataclass(frozen=True)
class Case:
    """A filed case."""

    number: str
    kind: CaseKind
    conversation_id: str
    channel: str
    language: Language
    product_line: str | None
    problem: str | None
    purchase_date: date | None
    name: str | None
    email: str | None
    order_number: str | None
    provider: str | None
    status: CaseStatus
    created_at: datetime


@dataclass(frozen=True)
class ApiToken:
    """A token of the assist API, without its secret."""

    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None = None
