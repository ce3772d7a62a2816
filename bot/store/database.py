"""One database, SQLite or PostgreSQL: transactions that survive its short absences."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.errors import StoreUnavailable

T = TypeVar("T")

_PAUSES = (0.05, 0.15, 0.4, 1.0)


class Database:
    """Runs functions in transactions; a function may run again, so it must only touch the connection."""

    def __init__(self, url: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(koshin_write=True)
        self._pause = pause
        embedded = self.engine.dialect.name == "sqlite"
        # Waiting in Python hands the file over at once; SQLite's own waiting sleeps in growing steps.
        self._writer: AbstractContextManager[Any] = threading.Lock() if embedded else nullcontext()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that changes nothing."""

        def once() -> T:
            with self.engine.connect() as connection:
                return work(connection)

        return self._persist(once)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` and commit what it did, all or nothing."""

        def once() -> T:
            with self._writer, self._writing.begin() as connection:
                return work(connection)

        return self._persist(once)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _persist(self, once: Callable[[], T]) -> T:
        pauses: Iterator[float] = iter(_PAUSES)
        while True:
            try:
                return once()
            except (DBAPIError, PoolTimeout) as error:
                if not _is_absence(error):
                    raise
                pause = None if _lacks_tables(error) else next(pauses, None)
                if pause is None:
                    raise StoreUnavailable(type(error).__name__) from error
                self._pause(pause)


@contextmanager
def unavailable_when_away() -> Iterator[None]:
    """Translate a database's absence for code that needs a connection of its own."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if not _is_absence(error):
            raise
        raise StoreUnavailable(type(error).__name__) from error


def _is_absence(error: DBAPIError | PoolTimeout) -> bool:
    if isinstance(error, PoolTimeout):
        return True
    return error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError)) or _lacks_tables(error)


def _lacks_tables(error: Exception) -> bool:
    if isinstance(error, ProgrammingError):
        return getattr(error.orig, "pgcode", None) == "42P01"
    return isinstance(error, OperationalError) and "no such table" in str(error.orig)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        # Parameters are hidden because errors reach the log, and customers' words don't belong there.
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 10})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=5,
        connect_args={"connect_timeout": 3},
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for a read that a write relies on.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("koshin_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
