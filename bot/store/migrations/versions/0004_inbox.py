"""The agents' inbox: queues and their order, search, mentions, saved filters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.models import QUEUE
from bot.store.search_backfill import fill_index

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEEP_IN_STEP = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_texts', content_rowid='id', tokenize='trigram')",
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, 'row')",
    """CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN
         INSERT INTO search_index(rowid, text) VALUES (new.id, new.text);
       END""",
    """CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN
         INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text);
       END""",
    """CREATE TRIGGER search_texts_changed AFTER UPDATE ON search_texts BEGIN
         INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text);
         INSERT INTO search_index(rowid, text) VALUES (new.id, new.text);
       END""",
)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.add_column(sa.Column("last_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.Text(), nullable=True))
    # Not in the same batch: the column is computed from one that must be there already.
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.add_column(sa.Column("queue", sa.String(length=16), sa.Computed(QUEUE), nullable=False))
    op.create_index(op.f("ix_conversations_queue_last_at_id"), "conversations", ["queue", "last_at", "id"])
    op.create_index(op.f("ix_conversations_queue_waiting_since_id"), "conversations", ["queue", "waiting_since", "id"])
    op.create_index(op.f("ix_conversations_agent_id_last_at"), "conversations", ["agent_id", "last_at"])
    op.create_index(op.f("ix_conversations_last_at_id"), "conversations", ["last_at", "id"])
    op.create_table(
        "search_texts",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=256), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_search_texts_kind_key")),
    )
    op.create_index(op.f("ix_search_texts_conversation_id"), "search_texts", ["conversation_id"])
    op.create_table(
        "mentions",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("note_key", sa.String(length=128), nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_mentions_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sa.UniqueConstraint(
            "conversation_id", "note_key", "agent_id", name=op.f("uq_mentions_conversation_id_note_key_agent_id")
        ),
    )
    op.create_index(op.f("ix_mentions_agent_id_read_at"), "mentions", ["agent_id", "read_at"])
    op.create_table(
        "saved_filters",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("agent_id", "name", name=op.f("uq_saved_filters_agent_id_name")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _KEEP_IN_STEP:
            op.execute(statement)
    elif connection.scalar(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")):
        # Without the extension the search still answers, only slower.
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX search_texts_trigrams ON search_texts USING gin (text gin_trgm_ops)")
    op.execute(
        "UPDATE conversations SET last_at = "
        "(SELECT max(created_at) FROM messages WHERE messages.conversation_id = conversations.id)"
    )
    fill_index(connection)
