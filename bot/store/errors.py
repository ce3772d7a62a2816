"""How the store fails.

::

    StoreError
    ├── StoreUnavailable      the database can't be reached or isn't migrated; later it may be
    ├── UnknownConversation   no conversation has this id
    ├── UnknownCase           no case has this number
    ├── AgentNotInCharge      another agent, or none, has claimed the conversation
    └── NewerMessages         the conversation went on behind what the agent had seen
"""

from __future__ import annotations


class StoreError(Exception):
    """Something the store can't do."""


class StoreUnavailable(StoreError):
    """The database is away, also after several tries."""


class UnknownConversation(StoreError):
    """No conversation has this id."""


class UnknownCase(StoreError):
    """No case has this number."""


class AgentNotInCharge(StoreError):
    """The agent has not claimed the conversation, or no longer has it."""


class NewerMessages(StoreError):
    """The conversation went on behind what the agent had seen; ``last_seq`` is where it is now."""

    def __init__(self, last_seq: int) -> None:
        super().__init__(last_seq)
        self.last_seq = last_seq
