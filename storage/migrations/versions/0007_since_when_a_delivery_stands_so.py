"""Since when a delivery stands as it does.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("since", UTCDateTime()))


def downgrade() -> None:
    op.drop_column("deliveries", "since")
