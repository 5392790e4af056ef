"""When those acted who had picked something up before that was kept.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_VISIBLE = """
    FROM events
    WHERE events.account_id = handoffs.account_id AND events.handoff_id = handoffs.id
    AND events.by_id = handoffs.assignee_id AND events.at >= handoffs.claimed_at
    AND events.what IN ('said', 'attempted', 'decided', 'step_done', 'continued', 'resolved', 'passed_on')
    AND (events.what <> 'said' OR handoffs.ended_at IS NULL OR events.at <= handoffs.ended_at)
"""

FILLING = (
    f"UPDATE handoffs SET acted_at = (SELECT min(events.at) {_VISIBLE}) "  # noqa: S608
    f"WHERE acted_at IS NULL AND assignee_id IS NOT NULL AND EXISTS (SELECT 1 {_VISIBLE})"
)
"""The earliest of what others could see: else what they did next would be their first action, hours after another."""


def upgrade() -> None:
    op.execute(sa.text(FILLING))


def downgrade() -> None:
    """What is filled in is as if it had been kept: it stays until its column goes."""
