"""Figures: each answered turn in short, and indexes to count a period by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.figures_digest import fill_digests

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.add_column(sa.Column("intent", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("guide", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("guide_step", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("provider", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sign", sa.String(length=16), nullable=True))
    fill_digests(op.get_bind())
    op.create_index(
        "ix_inbox_figures",
        "inbox",
        ["received_at", "conversation_id", "seq", "kind", "intent", "guide", "guide_step", "provider", "sign"],
    )
    op.create_index(
        "ix_messages_of_agents",
        "messages",
        ["created_at", "conversation_id"],
        sqlite_where=sa.text("role = 'agent'"),
        postgresql_where=sa.text("role = 'agent'"),
    )
    op.create_index(op.f("ix_feedback_created_at"), "feedback", ["created_at"])
