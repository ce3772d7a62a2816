"""How the store fails.

::

    StoreError
    ├── StoreUnavailable      the database can't be reached or isn't migrated; later it may be
    ├── UnknownConversation   no conversation has this id
    ├── UnknownCase           no case has this number
    ├── CaseChanged           somebody changed the case behind what the agent had seen
    ├── CaseMerged            the case was merged into another one, which has to be changed instead
    ├── CannotMerge           the two cases can't become one
    ├── CannotErase           the case is no open request for erasure
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


class CaseChanged(StoreError):
    """Somebody changed the case behind what the agent had seen."""


class CaseMerged(StoreError):
    """The case was merged into another one; ``into`` is its number."""

    def __init__(self, into: str) -> None:
        super().__init__(into)
        self.into = into


class CannotMerge(StoreError):
    """The two cases can't become one: they are the same already."""


class CannotErase(StoreError):
    """The case is no request for erasure that still waits."""


class AgentNotInCharge(StoreError):
    """The agent has not claimed the conversation, or no longer has it."""


class NewerMessages(StoreError):
    """The conversation went on behind what the agent had seen; ``last_seq`` is where it is now."""

    def __init__(self, last_seq: int) -> None:
        super().__init__(last_seq)
        self.last_seq = last_seq
