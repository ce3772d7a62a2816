"""Three corrections of Rasa 3.6, each at one named place."""

from __future__ import annotations

import functools
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException


def apply() -> None:
    """Apply them all to this process."""
    refuse_memory_fallback()
    remember_event_types()
    compile_the_action_schema()


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


def compile_the_action_schema() -> None:
    """Check what actions answer against a schema that was itself checked once.

    Rasa checks the schema anew with every answer, which takes three quarters of a turn's time.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(action: RemoteAction, result: dict[str, Any]) -> bool:
        error = next(validator.iter_errors(result), None)
        if error is None:
            return True
        raise RasaException(
            f"The answer of action {action.name()!r} has not the form that Rasa expects: {error.message}"
        )

    RemoteAction._validate_action_result = validate


def _raise(store: FailSafeTrackerStore, error: Exception) -> None:
    raise error
