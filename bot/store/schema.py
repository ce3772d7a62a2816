"""Brings a database to the newest schema and tells whether it is there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.store.database import unavailable_when_away

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it is used: it takes longer to load than the rest of the store.
_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing."""
    from alembic import command

    with unavailable_when_away(), engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether no migration is missing."""
    from alembic.migration import MigrationContext

    with unavailable_when_away(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _head()


@lru_cache(maxsize=1)
def _head() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
