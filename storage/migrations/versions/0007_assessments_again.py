"""Several assessments of a handoff, in the order they were begun, and what each cost.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COSTS = ("tokens_in", "tokens_out", "tokens_cached")


def upgrade() -> None:
    op.add_column("assessments", sa.Column("ordinal", sa.Integer(), server_default="1", nullable=False))
    for name in _COSTS:
        op.add_column("assessments", sa.Column(name, sa.Integer(), nullable=True))
    op.drop_index("ix_assessments_handoff", table_name="assessments")
    op.create_index("ix_assessments_handoff", "assessments", ["handoff_id", "ordinal", "account_id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_assessments_handoff", table_name="assessments")
    op.create_index("ix_assessments_handoff", "assessments", ["handoff_id", "id"])
    for name in (*_COSTS, "ordinal"):
        op.drop_column("assessments", name)
