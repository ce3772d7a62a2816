"""What every part of the store is made with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.service_levels import ServiceLevels
from bot.store.database import Database


class StorePart:
    """Holds the database, the clock and the sources of ids for one group of tables."""

    _database: Database
    _clock: Callable[[], datetime]
    _new_id: Callable[[], str]
    _random_below: Callable[[int], int]
    _service: ServiceLevels
