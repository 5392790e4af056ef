"""When an assignee is to be told of what they have, and whether they were.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LOOK = """
    SELECT min(attempts.look_at) FROM attempts
    WHERE attempts.account_id = handoffs.account_id AND attempts.handoff_id = handoffs.id
    AND attempts.outcome = 'waiting'
"""

FILLING = (
    "UPDATE handoffs SET due_at = wake_at WHERE ended_at IS NULL AND wake_at IS NOT NULL",
    f"UPDATE handoffs SET due_at = ({_LOOK}) WHERE ended_at IS NULL AND attempts > 0 "  # noqa: S608
    f"AND (due_at IS NULL OR due_at > ({_LOOK}))",
)
"""The times that were named before anybody was told of them."""


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("due_at", UTCDateTime(), nullable=True))
    op.add_column("attempts", sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    for statement in FILLING:
        op.execute(sa.text(statement))
    due = sa.text("state = 'claimed' AND due_at IS NOT NULL")
    op.create_index("ix_handoffs_due", "handoffs", ["due_at"], sqlite_where=due, postgresql_where=due)


def downgrade() -> None:
    op.drop_index("ix_handoffs_due", "handoffs")
    with op.batch_alter_table("attempts") as attempts:
        attempts.drop_column("asked")
    with op.batch_alter_table("handoffs") as handoffs:
        handoffs.drop_column("due_at")
