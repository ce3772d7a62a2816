"""Two corrections of Rasa 3.6, each at one named place."""

from __future__ import annotations

import functools

from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import Event


def apply() -> None:
    """Apply them all to this process."""
    refuse_memory_fallback()
    remember_event_types()


def refuse_memory_fallback() -> None:
    """Make a failing tracker store fail the turn.

    Rasa would go on with trackers in memory, and the conversation's state would be lost without a word; a failed turn
    is tried again instead.
    """
    FailSafeTrackerStore.on_tracker_store_error = _raise
    FailSafeTrackerStore.on_tracker_store_retrieve_error = _raise


def remember_event_types() -> None:
    """Look an event's class up once per type instead of walking all classes for every stored event of every turn."""
    resolve = Event.resolve_by_type
    if hasattr(resolve, "cache_info"):
        return
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=256)(resolve))


def _raise(store: FailSafeTrackerStore, error: Exception) -> None:
    raise error
