"""The people of the desk as values: who they are, what they prefer, how they prove who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.messages import Language
from bot.store.records import Agent

DeskRole = Literal["agent", "lead", "admin"]
"""What somebody may do: a lead may do all that an agent may, an admin all that a lead may."""

ROLES: tuple[DeskRole, ...] = ("agent", "lead", "admin")
"""Every role, the one that may least first."""

Theme = Literal["system", "light", "dark"]
"""The colours of somebody's pages."""


@dataclass(frozen=True)
class Person:
    """Somebody who works at the desk. ``invited`` is true until they have set a password."""

    id: str
    login: str
    name: str
    role: DeskRole
    language: Language = "ja"
    theme: Theme = "system"
    shortcuts: bool = True
    totp: bool = False
    active: bool = True
    invited: bool = False
    created_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def agent(self) -> Agent:
        """The same person as customers and the other channels know them."""
        return Agent(f"desk:{self.id}", self.name)

    def may(self, role: DeskRole) -> bool:
        """Whether this person may do what the role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class Credentials:
    """How somebody proves who they are; ``totp_step`` is the last time step whose code was used."""

    person: Person
    password: str | None
    totp_secret: str | None
    totp_step: int


@dataclass(frozen=True)
class DeskSession:
    """A sign-in that lasts; ``id`` is no secret."""

    id: str
    person: Person
    browser: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class AuditLine:
    """Who did what to what."""

    id: int
    at: datetime
    actor: Agent | None
    action: str
    subject: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class AuditFilter:
    """Which lines of the audit log to show; what is empty doesn't count.

    ``actor`` is an agent's id; ``action`` and ``subject`` are the beginning of what is looked for.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
