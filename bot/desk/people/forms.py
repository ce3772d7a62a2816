"""What people type about people, checked."""

from __future__ import annotations

import re
import unicodedata

from bot.desk.people.door import login_of
from bot.messages import Language
from bot.store.people_records import ROLES, DeskRole, Theme

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._+@-]{1,99}")
_LONGEST_NAME = 60

LANGUAGES: tuple[Language, ...] = ("ja", "en")
THEMES: tuple[Theme, ...] = ("system", "light", "dark")


def name_of(typed: str) -> str:
    """A name on one line, without what can't be seen."""
    visible = (character if unicodedata.category(character)[0] != "C" else " " for character in typed)
    return " ".join("".join(visible).split())


def name_flaw(name: str) -> str | None:
    """The key of the text that says why a name can't be used."""
    if not name:
        return "base.required"
    return "people.name_long" if len(name) > _LONGEST_NAME else None


def login_flaw(typed: str) -> str | None:
    """The key of the text that says why a login can't be used."""
    return None if _LOGIN.fullmatch(login_of(typed)) else "people.login_bad"


def role_of(value: str) -> DeskRole:
    """The role that was picked; the least one when it is none of ours."""
    return value if value in ROLES else "agent"


def language_of(value: str) -> Language:
    """The language that was picked."""
    return value if value in LANGUAGES else "ja"


def theme_of(value: str) -> Theme:
    """The colours that were picked."""
    return value if value in THEMES else "system"
