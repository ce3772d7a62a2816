from __future__ import annotations

from tests.desk.conftest import admin, agent, lead, sign_in
from tests.front.conftest import customer, desk, dialogue, knowledge, settings, store, time

__all__ = [
    "admin",
    "agent",
    "customer",
    "desk",
    "dialogue",
    "knowledge",
    "lead",
    "settings",
    "sign_in",
    "store",
    "time",
]
