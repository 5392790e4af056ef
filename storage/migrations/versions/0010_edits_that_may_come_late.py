"""Until when an edit that nobody answered may still be carried out.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("late_until", UTCDateTime()))


def downgrade() -> None:
    op.drop_column("deliveries", "late_until")
