"""Conversations, for the chats whose API must be told where each of them is.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from storage.column import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shape", sa.String(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("heard_at", UTCDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("directory_group", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.CheckConstraint("platform IN ('slack', 'teams')", name="platform"),
        sa.CheckConstraint("shape IN ('channel', 'group', 'personal')", name="shape"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_conversations_account_id"),
        sa.PrimaryKeyConstraint("platform", "workspace", "conversation", name="pk_conversations"),
    )
    op.create_index("ix_conversations_person", "conversations", ["person", "workspace", "platform"])


def downgrade() -> None:
    op.drop_table("conversations")
