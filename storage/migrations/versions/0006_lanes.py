"""Lanes in which deliveries wait, and the places that are in trouble.

Revision ID: 0006
Revises: 0005
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DUE = "condition = 'live' AND shown < wanted"
_ENDED = "condition <> 'live'"
_LEASED = f"{_DUE} AND lease IS NOT NULL"
_LANE = (
    "CASE WHEN platform = '' THEN kind || '///post' ELSE platform || '/' || workspace || '/' || "
    "CASE WHEN channel = '' THEN person ELSE channel END || '/' || "
    "CASE WHEN message IS NULL THEN 'post' ELSE 'edit' END END"
)
_RANK = "CASE WHEN message IS NULL AND kind IN ('card', 'dm_card', 'briefing') THEN 0 ELSE 1 END"


def upgrade() -> None:
    op.drop_index("ix_deliveries_due", "deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("lane", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("hurried", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE deliveries SET lane = {_LANE}, rank = {_RANK}")  # noqa: S608 - all of it is above
    with op.batch_alter_table("deliveries") as table:
        for name in ("lane", "rank", "hurried"):
            table.alter_column(name, server_default=None)
    op.create_index("ix_deliveries_lane", "deliveries", ["platform", "lane", "rank", "due_at", "id"], **_where(_DUE))
    op.create_index("ix_deliveries_ended", "deliveries", ["account_id", "workspace", "channel"], **_where(_ENDED))
    op.create_index("ix_deliveries_leased", "deliveries", ["due_at"], **_where(_LEASED))
    op.create_table(
        "troubles",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_troubles_account_id"),
        sa.PrimaryKeyConstraint("account_id", "place", "why", name="pk_troubles"),
    )


def downgrade() -> None:
    op.drop_table("troubles")
    op.drop_index("ix_deliveries_leased", "deliveries")
    op.drop_index("ix_deliveries_ended", "deliveries")
    op.drop_index("ix_deliveries_lane", "deliveries")
    with op.batch_alter_table("deliveries") as table:
        for name in ("hurried", "rank", "lane"):
            table.drop_column(name)
    op.create_index("ix_deliveries_due", "deliveries", ["due_at", "id"], **_where(_DUE))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
