"""Cases from before the queue get what it needs."""

from __future__ import annotations

from datetime import datetime, timezone

from alembic import command
from sqlalchemy import create_engine, text

from bot.store import Store
from bot.store.schema import _config


def test_cases_from_before_get_deadlines_and_are_found_by_what_they_hold(empty_url: str) -> None:
    engine = create_engine(empty_url)
    insert = text(
        "INSERT INTO cases (number, idempotency_key, kind, conversation_id, channel, language, email, order_number,"
        " status, created_at, updated_at, closed_at) VALUES (:number, :number, 'escalation', 'c', 'web', 'ja', :email,"
        " '305-6477', :status, :at, :at, :closed)"
    )
    filed, closed = (datetime(2026, 11, 26, hour, tzinfo=timezone.utc) for hour in (1, 3))
    with engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        rows = (
            {"number": "KD-00000018", "email": "Ａ@Example.jp", "status": "open", "at": filed, "closed": None},
            {"number": "KD-00000026", "email": "a@example.jp", "status": "closed", "at": filed, "closed": closed},
        )
        connection.execute(insert, rows)
    engine.dispose()
    store = Store(empty_url, pause=lambda _seconds: None)
    store.upgrade()
    opened, ended = store.find_case("KD-00000018"), store.find_case("KD-00000026")
    assert opened is not None
    assert ended is not None
    assert opened.clock is not None
    assert ended.clock is not None
    assert opened.clock.due_at == datetime(2026, 11, 26, 9, tzinfo=timezone.utc)
    assert (ended.clock.resolved_at, ended.clock.due_at) == (closed, None)
    assert store.alike_cases(opened.number) == [ended]
    assert [(event.kind, event.at) for event in store.case_events(opened.number)] == [("filed", filed)]
    store.close()
