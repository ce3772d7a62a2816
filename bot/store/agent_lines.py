"""What an agent says, in the transcript and in everything that it means for the conversation and its cases."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.messages import Message
from bot.store.case_changes import Change, agent_answered
from bot.store.records import Agent, StoredMessage
from bot.store.transcript import Draft, Held, append


def append_agents_line(
    connection: Connection,
    held: Held,
    message: Message,
    author: Agent,
    change: Change,
    *,
    message_id: str,
    reply_to: str | None = None,
) -> StoredMessage:
    """Say something in an agent's name: nobody waits for a human any more."""
    draft = Draft("agent", message.language, message.blocks, reply_to=reply_to, author=author.name)
    (stored,) = append(connection, held, [draft], turn_id=None, ids=[message_id], now=change.at, waiting_since=None)
    agent_answered(connection, held.id, change)
    return stored
