"""Cases as the agents work on them: priority, deadlines, verified addresses, merging, and what was changed by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.case_backfill import fill_cases

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("cases") as batch_op:
        batch_op.add_column(sa.Column("priority", sa.String(length=8), server_default="normal", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("opened_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("first_response_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("first_response_due_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("resolved_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("resolution_due_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("due_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("paused_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("paused_seconds", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("merged_into", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("merged_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("email_folded", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("order_folded", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("email_verified_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("email_verified_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("email_verified_how", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("erased_at", _MOMENT, nullable=True))
    for columns in (
        ["status", "due_at", "number"],
        ["assignee_id", "status"],
        ["created_at", "number"],
        ["resolved_at"],
        ["merged_into"],
        ["email_folded"],
        ["order_folded"],
    ):
        op.create_index(op.f(f"ix_cases_{'_'.join(columns)}"), "cases", columns)
    op.create_table(
        "case_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor_id", sa.String(length=100), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_events_case_number_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index(op.f("ix_case_events_case_number_id"), "case_events", ["case_number", "id"])
    op.create_index(op.f("ix_case_events_kind_at"), "case_events", ["kind", "at"])
    fill_cases(op.get_bind())
