"""Accounts, their workspaces, and who is in them."""

import sqlalchemy as sa

from core.conversation import Shape
from core.people import Platform, Role
from storage.column import WORD, UTCDateTime, one_of
from storage.tables.making import a_word, key, metadata, number, of, text

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    text("name"),
    number("last_number"),
)

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("platform", WORD, primary_key=True),
    sa.Column("workspace", sa.Text(), primary_key=True),
    sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), nullable=False),
    text("name"),
    text("channel"),
    one_of("platform", Platform),
    sa.Index("ix_workspaces_account", "account_id"),
)

members = sa.Table(
    "members",
    metadata,
    *key(),
    text("name"),
    a_word("role"),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("email", sa.Text()),
    sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    one_of("role", Role),
    sa.Index("ix_members_email", "email"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("platform", WORD, primary_key=True),
    sa.Column("workspace", sa.Text(), primary_key=True),
    sa.Column("person", sa.Text(), primary_key=True),
    sa.Column("account_id", sa.Uuid(), nullable=False),
    sa.Column("member_id", sa.Uuid(), nullable=False),
    sa.Column("deleted", sa.Boolean(), nullable=False),
    of("member_id", "members"),
    one_of("platform", Platform),
    sa.Index("ix_identities_member", "member_id"),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("platform", WORD, primary_key=True),
    sa.Column("workspace", sa.Text(), primary_key=True),
    sa.Column("conversation", sa.Text(), primary_key=True),
    sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), nullable=False),
    a_word("shape"),
    text("address"),
    text("bot"),
    sa.Column("heard_at", UTCDateTime(), nullable=False),
    text("name"),
    text("team"),
    text("directory_group"),
    text("person"),
    text("closed"),
    one_of("platform", Platform),
    one_of("shape", Shape),
    sa.Index("ix_conversations_person", "person", "workspace", "platform"),
)
