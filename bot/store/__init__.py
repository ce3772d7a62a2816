"""What the desk remembers: conversations, their inbox and messages, cases, feedback and API tokens."""

from bot.store.errors import StoreError, StoreUnavailable, UnknownCase, UnknownConversation
from bot.store.records import (
    Accepted,
    ApiToken,
    Case,
    CaseKind,
    CaseStatus,
    Conversation,
    Handler,
    Incoming,
    NewCase,
    Role,
    StoredMessage,
    TurnEnd,
    TurnKind,
    TurnState,
    WaitingTurn,
)
from bot.store.store import Store

__all__ = [
    "Accepted",
    "ApiToken",
    "Case",
    "CaseKind",
    "CaseStatus",
    "Conversation",
    "Handler",
    "Incoming",
    "NewCase",
    "Role",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "StoredMessage",
    "TurnEnd",
    "TurnKind",
    "TurnState",
    "UnknownCase",
    "UnknownConversation",
    "WaitingTurn",
]
