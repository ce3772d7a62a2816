from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.store import Store


def test_a_write_survives_a_database_that_blinks(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'koshin.db'}", pause=lambda _seconds: None)
    store.upgrade()
    failures = iter([True, True])

    @event.listens_for(store._database.engine, "do_execute")
    def blink(*_arguments: object) -> None:
        if next(failures, False):
            raise sqlite3.OperationalError("disk I/O error")

    conversation = store.open_conversation("web", "ja")
    assert store.conversation(conversation.id) is not None


@pytest.mark.postgres
def test_a_write_survives_connections_that_the_server_closed(postgres_url: str) -> None:
    store = Store(postgres_url, pause=lambda _seconds: None)
    store.upgrade()
    conversation = store.open_conversation("web", "ja")
    other = Store(postgres_url)
    other._database.write(
        lambda connection: connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    )
    assert store.conversation(conversation.id) is not None
    store.close()
    other.close()
