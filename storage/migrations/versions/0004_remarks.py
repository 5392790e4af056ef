"""What people write under cards: their words, the card found by its message, and lines that keep their order.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CARDS = "kind = 'card'"
_LINES = "under_id IS NOT NULL AND condition = 'live' AND shown < wanted"


def upgrade() -> None:
    op.add_column("events", sa.Column("text", sa.Text(), nullable=True))
    _index("ix_deliveries_card", ["message", "conversation"], _CARDS)
    _index("ix_deliveries_under", ["under_id", "id"], _LINES)


def downgrade() -> None:
    op.drop_index("ix_deliveries_under", table_name="deliveries")
    op.drop_index("ix_deliveries_card", table_name="deliveries")
    op.drop_column("events", "text")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "deliveries", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
