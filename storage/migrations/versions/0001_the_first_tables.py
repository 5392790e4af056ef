"""The first tables.

Revision ID: 0001
Revises:
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.column import JSON, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_table(
        "cases",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_cases_account_id"),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_cases"),
    )
    op.create_table(
        "members",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.CheckConstraint("role IN ('owner', 'admin', 'engineer', 'viewer')", name="role"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_members_account_id"),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_members"),
    )

    op.create_index("ix_members_email", "members", ["email"])

    op.create_table(
        "workspaces",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.CheckConstraint("platform IN ('slack', 'teams')", name="platform"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_workspaces_account_id"),
        sa.PrimaryKeyConstraint("platform", "workspace", name="pk_workspaces"),
    )

    op.create_index("ix_workspaces_account", "workspaces", ["account_id"])

    op.create_table(
        "handoffs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot", JSON, nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("escalator_id", sa.Uuid(), nullable=False),
        sa.Column("directed_id", sa.Uuid()),
        sa.Column("escalated_at", UTCDateTime(), nullable=False),
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("assignee_id", sa.Uuid()),
        sa.Column("claimed_at", UTCDateTime()),
        sa.Column("claim_door", sa.String(length=20)),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("ended_at", UTCDateTime()),
        sa.CheckConstraint("claim_door IN ('slack', 'teams', 'api')", name="claim_door"),
        sa.CheckConstraint("door IN ('slack', 'teams', 'api')", name="door"),
        sa.CheckConstraint("priority IN ('urgent', 'high', 'normal', 'low')", name="priority"),
        sa.CheckConstraint("state <> 'claimed' OR assignee_id IS NOT NULL", name="claimed_by_somebody"),
        sa.CheckConstraint(
            "state IN ('open', 'claimed', 'withdrawn', 'resolved', 'passed_on', 'parked', 'resumed')",
            name="state",
        ),
        sa.CheckConstraint(
            "(assignee_id IS NULL) = (claimed_at IS NULL) AND (assignee_id IS NULL) = (claim_door IS NULL)",
            name="assignee_id_whole",
        ),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_by_whole"),
        sa.ForeignKeyConstraint(
            ["account_id", "assignee_id"],
            ["members.account_id", "members.id"],
            name="fk_handoffs_account_id_assignee_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "case_id"], ["cases.account_id", "cases.id"], name="fk_handoffs_account_id_case_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "directed_id"],
            ["members.account_id", "members.id"],
            name="fk_handoffs_account_id_directed_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "ended_by"],
            ["members.account_id", "members.id"],
            name="fk_handoffs_account_id_ended_by",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "escalator_id"],
            ["members.account_id", "members.id"],
            name="fk_handoffs_account_id_escalator_id",
        ),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_handoffs"),
        sa.UniqueConstraint("case_id", "ordinal", name="uq_handoffs_case_id_ordinal"),
        sa.UniqueConstraint("number", "account_id", name="uq_handoffs_number_account_id"),
    )

    op.create_index(
        "ix_handoffs_assignee",
        "handoffs",
        ["assignee_id", "escalated_at", "id"],
        **_where("state IN ('claimed', 'open', 'parked')"),
    )
    op.create_index(
        "ix_handoffs_escalator",
        "handoffs",
        ["escalator_id", "escalated_at", "id"],
        **_where("state IN ('claimed', 'open', 'parked')"),
    )
    op.create_index(
        "ix_handoffs_queue",
        "handoffs",
        ["account_id", "rank", "escalated_at", "id"],
        **_where("state = 'open'"),
    )

    op.create_table(
        "identities",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("platform IN ('slack', 'teams')", name="platform"),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name="fk_identities_account_id_member_id",
        ),
        sa.PrimaryKeyConstraint("platform", "workspace", "person", name="pk_identities"),
    )

    op.create_index("ix_identities_member", "identities", ["member_id"])

    op.create_table(
        "assessments",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("findings", JSON),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("assess_by", UTCDateTime()),
        sa.Column("finished_at", UTCDateTime()),
        sa.CheckConstraint("status IN ('writing', 'ready', 'unavailable', 'off')", name="status"),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name="fk_assessments_account_id_handoff_id",
        ),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_assessments"),
    )

    op.create_index("ix_assessments_handoff", "assessments", ["handoff_id", "id"])
    op.create_index("ix_assessments_overdue", "assessments", ["assess_by"], **_where("status = 'writing'"))

    op.create_table(
        "events",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("door", sa.String(length=20)),
        sa.Column("facts", JSON, nullable=False),
        sa.CheckConstraint("door IN ('slack', 'teams', 'api')", name="door"),
        sa.ForeignKeyConstraint(
            ["account_id", "by_id"], ["members.account_id", "members.id"], name="fk_events_account_id_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name="fk_events_account_id_handoff_id",
        ),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_events"),
    )

    op.create_index("ix_events_handoff", "events", ["handoff_id"])

    op.create_table(
        "deliveries",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Text()),
        sa.Column("message", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unconfirmed", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=20), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("under_id", sa.Uuid()),
        sa.Column("event_id", sa.Uuid()),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("lease", sa.Uuid()),
        sa.CheckConstraint("condition IN ('live', 'stopped', 'dead')", name="condition"),
        sa.CheckConstraint("platform IN ('', 'slack', 'teams')", name="platform"),
        sa.CheckConstraint("(conversation IS NULL) = (message IS NULL)", name="conversation_whole"),
        sa.ForeignKeyConstraint(
            ["account_id", "event_id"],
            ["events.account_id", "events.id"],
            name="fk_deliveries_account_id_event_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name="fk_deliveries_account_id_handoff_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "under_id"],
            ["deliveries.account_id", "deliveries.id"],
            name="fk_deliveries_account_id_under_id",
        ),
        sa.PrimaryKeyConstraint("id", "account_id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "handoff_id",
            "kind",
            "platform",
            "workspace",
            "channel",
            "person",
            "about_id",
            name="uq_deliveries_once",
        ),
    )

    op.create_index(
        "ix_deliveries_due", "deliveries", ["due_at", "id"], **_where("condition = 'live' AND shown < wanted")
    )


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("events")
    op.drop_table("assessments")
    op.drop_table("identities")
    op.drop_table("handoffs")
    op.drop_table("workspaces")
    op.drop_table("members")
    op.drop_table("cases")
    op.drop_table("accounts")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
