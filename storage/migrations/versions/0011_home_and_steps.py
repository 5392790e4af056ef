"""What somebody has opened, the steps that were ticked, and the first action of a claim.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DOINGS = "what IN ('escalated', 'claimed', 'resolved', 'handed_back')"


def upgrade() -> None:
    for column in _columns():
        op.add_column("handoffs", column)
    op.create_table(
        "steps",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        _points("steps", "handoff_id", "handoffs"),
        _points("steps", "by_id", "members"),
        sa.PrimaryKeyConstraint("handoff_id", "assessment_id", "place", "account_id", name="pk_steps"),
    )
    op.create_table(
        "seen",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        _points("seen", "member_id", "members"),
        _points("seen", "handoff_id", "handoffs"),
        sa.PrimaryKeyConstraint("member_id", "handoff_id", "account_id", name="pk_seen"),
    )
    doings = sa.text(_DOINGS)
    op.create_index("ix_events_doing", "events", ["by_id", "at"], sqlite_where=doings, postgresql_where=doings)


def downgrade() -> None:
    op.drop_index("ix_events_doing", "events")
    op.drop_table("seen")
    op.drop_table("steps")
    with op.batch_alter_table("handoffs") as handoffs:
        for column in reversed(_columns()):
            handoffs.drop_column(column.name)


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("acted_at", UTCDateTime(), nullable=True),
        sa.Column("put_away", sa.Uuid(), nullable=True),
        sa.Column("own_way", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("steps", sa.Integer(), nullable=False, server_default="0"),
    ]


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """The column holds the id of a row of the same account."""
    return sa.ForeignKeyConstraint(
        ["account_id", column], [f"{to}.account_id", f"{to}.id"], name=f"fk_{table}_account_id_{column}"
    )
