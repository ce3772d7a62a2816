"""The values that go into the store and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.messages import Block, Choice, Choices, Language, Message

Handler = Literal["assistant", "agent"]
"""Who answers a conversation now."""

Role = Literal["customer", "assistant", "agent", "system"]
"""Who said a message."""

TurnKind = Literal["text", "choice", "language", "opening"]
"""What a customer did: typed, picked a choice, switched the language, or came in without a word."""

TurnState = Literal["waiting", "done", "held"]
"""Where a turn is: still to be answered, answered, or left to the agent."""

Audience = Literal["customer", "agents"]
"""To whom a link shows its conversation."""

DeliveryState = Literal["waiting", "sent", "refused", "dropped"]
"""Where a delivery is: on its way, there, turned down by the platform, or not wanted any more."""


@dataclass(frozen=True)
class Agent:
    """A human agent: an id that names the platform (``slack:T1:U1``) and the name that customers read."""

    id: str
    name: str


@dataclass(frozen=True)
class Conversation:
    """One customer's conversation on one channel.

    ``agent`` is who has claimed it; ``waiting_since`` is how long the customer has been waiting for a human.
    """

    id: str
    channel: str
    language: Language
    handler: Handler
    last_seq: int
    created_at: datetime
    agent: Agent | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True)
class Claim:
    """How a claim ended, and who has the conversation now."""

    won: bool
    by: Agent


@dataclass(frozen=True)
class Note:
    """What an agent wrote to the others beside a conversation; ``key`` is what it was kept under."""

    conversation_id: str
    author: Agent
    text: str
    created_at: datetime
    id: int
    key: str


@dataclass(frozen=True)
class Figures:
    """What the desk did since a moment; feedback counts the guides that helped and that did not."""

    conversations: int
    cases_opened: int
    cases_closed: int
    solved: int
    not_solved: int


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
    """One message of a transcript; the choices in its blocks still hold their payload and no id.

    ``author`` is the name of the agent who wrote it. A message without blocks was unsent by the customer.
    """

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
    author: str | None = None

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
    """The next turn of a conversation that has no answer yet.

    ``after_agent``: it is the first that the assistant answers since an agent handed the conversation back.
    """

    turn_id: str
    conversation_id: str
    channel: str
    kind: TurnKind
    text: str | None
    payload: str | None
    client_message_id: str
    language: Language
    handler: Handler
    after_agent: bool = False


@dataclass(frozen=True)
class Heard:
    """A line that was said while a human agent had the conversation."""

    speaker: Literal["customer", "agent"]
    text: str


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
class ApiToken:
    """A token of the assist API, without its secret."""

    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Link:
    """A place on a platform that shows a conversation: a customer's chat, or a thread of the agents.

    ``delivered_seq`` is the last message that was packed for it. ``data`` is what its channel keeps there.
    """

    id: str
    channel: str
    address: str
    conversation_id: str
    audience: Audience
    reachable: bool
    display_name: str | None
    delivered_seq: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class NewEvent:
    """One thing that a platform told, verified and not yet worked through.

    Args:
        event_id: the platform's own id; it counts once.
        address: whom it concerns; the events of one address keep their order.
        payload: the event as JSON.
        ticket: what an answer can be sent with, such as LINE's reply token.
        reference: another name of what happened, such as the id of a LINE message.
    """

    event_id: str
    address: str
    payload: str
    happened_at: datetime
    ticket: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class KeptEvent:
    """An event to be worked through."""

    channel: str
    event_id: str
    address: str
    payload: str
    happened_at: datetime
    ticket: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Parcel:
    """Messages on their way to one link.

    Args:
        id: the same in every try; a UUID.
        messages: one turn's answers, or one agent's lines; for agents what the customer wrote too.
        ticket: what came with the event that is answered, at ``ticket_at``.
        begun_at: when the part that is due was first tried; None when it never was, or failed for certain.
        parts_done: how many parts are there already, and what the platform gave back for each.
    """

    id: str
    link: Link
    messages: tuple[StoredMessage, ...]
    ticket: str | None = None
    ticket_at: datetime | None = None
    begun_at: datetime | None = None
    tries: int = 0
    parts_done: int = 0
    receipts: tuple[str | None, ...] = ()
