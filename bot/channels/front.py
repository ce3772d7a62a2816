"""The parts that the routes work with, put together once for each process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from bot.channels.addresses import Addresses
from bot.channels.choice_ids import ChoiceIds
from bot.channels.rates import RateLimit
from bot.channels.session_tokens import SessionTokens
from bot.dialogue.port import DialoguePort
from bot.feed import Feed
from bot.gate import Gate
from bot.inbox import Inbox
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store


@dataclass(frozen=True)
class Front:
    """Everything behind the routes."""

    settings: Settings
    store: Store
    dialogue: DialoguePort
    knowledge: Knowledge
    feed: Feed
    gate: Gate
    inbox: Inbox
    sessions: SessionTokens
    choices: ChoiceIds
    addresses: Addresses
    address_rate: RateLimit
    session_rate: RateLimit
    clock: Callable[[], datetime]
    ids: Callable[[], str]


def front_of(request: Request) -> Front:
    """The front that this request reached."""
    front = request.app.state.front
    assert isinstance(front, Front)
    return front
