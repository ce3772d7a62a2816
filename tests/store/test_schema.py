from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.store import Store, StoreUnavailable
from bot.store.models import Base


def test_upgrade_from_empty_gives_exactly_the_models(empty_store: Store, empty_url: str) -> None:
    empty_store.upgrade()
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": _is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _is_ours(_item: object, name: str | None, *_more: object) -> bool:
    # Each database keeps its trigrams in its own way, so that no model can describe them.
    return not (name or "").startswith(("search_index", "search_terms", "search_texts_trigrams"))


def test_a_database_is_current_after_the_upgrade_and_not_before(empty_store: Store) -> None:
    assert not empty_store.is_current()
    empty_store.upgrade()
    empty_store.upgrade()
    assert empty_store.is_current()


def test_a_database_without_tables_is_unavailable(empty_store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        empty_store.unfinished_conversations()


def test_sqlite_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'koshin.db'}"
    Store(url).upgrade()
    with create_engine(url).connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_every_column_that_can_hold_a_customers_words_is_declared_personal() -> None:
    personal = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("personal")
    }
    assert personal == {
        "candidates.comparison",
        "case_events.after",
        "case_events.before",
        "case_events.words",
        "cases.close_reason",
        "cases.email",
        "cases.email_folded",
        "cases.name",
        "cases.order_folded",
        "cases.order_number",
        "cases.problem",
        "cases.purchase_date",
        "conversations.close_reason",
        "flags.question",
        "inbox.payload",
        "inbox.text",
        "labels.text",
        "links.address",
        "links.data",
        "links.display_name",
        "messages.blocks",
        "notes.text",
        "platform_events.address",
        "platform_events.payload",
        "scheduled_replies.text",
        "search_texts.text",
    }
