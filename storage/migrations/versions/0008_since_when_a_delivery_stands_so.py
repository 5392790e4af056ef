"""Since when a delivery stands as it does.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("since", UTCDateTime()))


def downgrade() -> None:
    op.drop_column("deliveries", "since")
