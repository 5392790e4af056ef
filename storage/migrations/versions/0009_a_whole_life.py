"""A handoff's whole life: turns that are over, attempts, endings in words, what is asked for now.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in _columns():
        op.add_column("handoffs", column)
    op.execute(sa.text(f"UPDATE handoffs SET ticket = {_ticket()}"))  # noqa: S608 - no word of it is anybody's
    _make_turns()
    _make_attempts()
    parked = sa.text("state = 'parked'")
    op.create_index(
        "ix_handoffs_parked",
        "handoffs",
        ["account_id", "escalated_at", "id"],
        sqlite_where=parked,
        postgresql_where=parked,
    )


def downgrade() -> None:
    op.drop_index("ix_handoffs_parked", "handoffs")
    op.drop_index("ix_attempts_handoff", "attempts")
    op.drop_table("attempts")
    op.drop_table("turns")
    with op.batch_alter_table("handoffs") as handoffs:
        for column in reversed(_columns()):
            handoffs.drop_column(column.name)


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("ticket", sa.Text(), nullable=False, server_default=""),
        sa.Column("wake_at", UTCDateTime(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=False, server_default=""),
        sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("next_number", sa.Integer(), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
    ]


def _ticket() -> str:
    if op.get_bind().dialect.name == "sqlite":
        return "coalesce(json_extract(snapshot, '$.ticket'), '')"
    return "coalesce(snapshot ->> 'ticket', '')"


def _make_turns() -> None:
    op.create_table(
        "turns",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("how IN ('handed_back', 'handed_over', 'resolved')", name=op.f("ck_turns_how")),
        _points("turns", "handoff_id", "handoffs"),
        _points("turns", "member_id", "members"),
        _points("turns", "ended_by", "members"),
        sa.PrimaryKeyConstraint("handoff_id", "ordinal", "account_id", name="pk_turns"),
    )


def _make_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("look_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('undecided', 'worked', 'partly', 'failed', 'waiting', 'dismissed')",
            name=op.f("ck_attempts_outcome"),
        ),
        _points("attempts", "handoff_id", "handoffs"),
        _points("attempts", "by_id", "members"),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_handoff", "attempts", ["handoff_id"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """The column holds the id of a row of the same account."""
    return sa.ForeignKeyConstraint(
        ["account_id", column], [f"{to}.account_id", f"{to}.id"], name=f"fk_{table}_account_id_{column}"
    )
