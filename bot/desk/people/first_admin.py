"""The first way into a new desk."""

from __future__ import annotations

from datetime import timedelta

from bot.settings import Settings
from bot.store import Store

LINK_LASTS = timedelta(hours=72)
"""How long a link to set a password can be used."""

FIRST_LOGIN = "admin"


def first_admin_link(store: Store, settings: Settings) -> str | None:
    """A one-time link with which the first admin sets a password; None once an admin has one.

    Each call ends the link of the one before.
    """
    if store.has_admin():
        return None
    waiting = next((person for person in store.people() if person.active and person.may("admin")), None)
    if waiting is None:
        name = {"ja": "管理者", "en": "Admin"}[settings.default_language]
        login = _free_login({person.login for person in store.people()})
        waiting = store.add_person(login, name, "admin", settings.default_language)
        store.audit(None, "person_added", f"person:{waiting.id}", {"role": "admin"})
    secret = store.make_password_link(waiting.id, LINK_LASTS)
    return f"{settings.people_url}/desk/set-password/{secret}"


def _free_login(taken: set[str]) -> str:
    names = [FIRST_LOGIN, *(f"{FIRST_LOGIN}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
