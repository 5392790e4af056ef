"""Requests that had an effect, so that their repeats have none.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbound",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name="fk_inbound_account_id_handoff_id",
        ),
        sa.PrimaryKeyConstraint("account_id", "request", name="pk_inbound"),
    )


def downgrade() -> None:
    op.drop_table("inbound")
