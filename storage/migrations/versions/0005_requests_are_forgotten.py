"""Requests that made no handoff are kept too, and all of them are forgotten after a while.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbound") as table:
        table.alter_column("handoff_id", existing_type=sa.Uuid(), nullable=True)
    op.create_index("ix_inbound_at", "inbound", ["at"])


def downgrade() -> None:
    op.drop_index("ix_inbound_at", "inbound")
    op.execute("DELETE FROM inbound WHERE handoff_id IS NULL")
    with op.batch_alter_table("inbound") as table:
        table.alter_column("handoff_id", existing_type=sa.Uuid(), nullable=False)
