"""Every table. Rows carry ``account_id`` and point at rows of their own account only: foreign keys are composite.

Ids are UUIDv7: they grow with time, so that new rows land at the end of every index. Indexes start with an id, not
with the account: while a table is small PostgreSQL finds both equally good, and keeps the plan it made when the
table has grown (measured: claims fell from 900 to 250 a second).
"""

import sqlalchemy as sa

from core.assessment import Status
from core.conversation import Shape
from core.delivery import Condition
from core.handoff import UNDER_WAY, Door, Priority, State
from core.people import Platform, Role
from storage.column import JSON, WORD, UTCDateTime, one_of, together

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _key() -> tuple[sa.Column[object] | sa.PrimaryKeyConstraint, ...]:
    return (
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORD, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    """The column holds the id of a row of the same account."""
    return sa.ForeignKeyConstraint(["account_id", column], [f"{table}.account_id", f"{table}.id"])


def _in(column: str, values: frozenset[State]) -> sa.TextClause:
    listed = ", ".join(f"'{value}'" for value in sorted(values))
    return sa.text(f"{column} IN ({listed})")


accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    _text("name"),
    _number("last_number"),
)

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("platform", WORD, primary_key=True),
    sa.Column("workspace", sa.Text(), primary_key=True),
    sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), nullable=False),
    _text("name"),
    _text("channel"),
    one_of("platform", Platform),
    sa.Index("ix_workspaces_account", "account_id"),
)

members = sa.Table(
    "members",
    metadata,
    *_key(),
    _text("name"),
    _word("role"),
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
    _of("member_id", "members"),
    one_of("platform", Platform),
    sa.Index("ix_identities_member", "member_id"),
)

cases = sa.Table(
    "cases",
    metadata,
    *_key(),
    sa.Column("opened_at", UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    *_key(),
    _number("number"),
    sa.Column("case_id", sa.Uuid(), nullable=False),
    _number("ordinal"),
    _word("state"),
    _number("version"),
    sa.Column("snapshot", JSON, nullable=False),
    _word("priority"),
    sa.Column("rank", sa.SmallInteger(), nullable=False),
    sa.Column("escalator_id", sa.Uuid(), nullable=False),
    sa.Column("directed_id", sa.Uuid()),
    sa.Column("escalated_at", UTCDateTime(), nullable=False),
    _word("door"),
    sa.Column("assignee_id", sa.Uuid()),
    sa.Column("claimed_at", UTCDateTime()),
    _word("claim_door", nullable=True),
    sa.Column("ended_by", sa.Uuid()),
    sa.Column("ended_at", UTCDateTime()),
    _of("case_id", "cases"),
    _of("escalator_id", "members"),
    _of("directed_id", "members"),
    _of("assignee_id", "members"),
    _of("ended_by", "members"),
    one_of("state", State),
    one_of("priority", Priority),
    one_of("door", Door),
    one_of("claim_door", Door),
    together("assignee_id", "claimed_at", "claim_door"),
    together("ended_by", "ended_at"),
    sa.CheckConstraint("state <> 'claimed' OR assignee_id IS NOT NULL", name="claimed_by_somebody"),
    sa.UniqueConstraint("number", "account_id"),
    sa.UniqueConstraint("case_id", "ordinal"),
)
"""``rank`` is the priority as a number, most pressing first. Both are as it stands now; the snapshot's, as it was."""

sa.Index(
    "ix_handoffs_queue",
    *(handoffs.c[name] for name in ("account_id", "rank", "escalated_at", "id")),
    sqlite_where=sa.text("state = 'open'"),
    postgresql_where=sa.text("state = 'open'"),
)
for _side in ("escalator", "assignee"):
    sa.Index(
        f"ix_handoffs_{_side}",
        *(handoffs.c[name] for name in (f"{_side}_id", "escalated_at", "id")),
        sqlite_where=_in("state", UNDER_WAY),
        postgresql_where=_in("state", UNDER_WAY),
    )

events = sa.Table(
    "events",
    metadata,
    *_key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
    sa.Column("by_id", sa.Uuid()),
    _word("door", nullable=True),
    sa.Column("facts", JSON, nullable=False),
    sa.Column("text", sa.Text()),
    _of("handoff_id", "handoffs"),
    _of("by_id", "members"),
    one_of("door", Door),
    sa.Index("ix_events_handoff", "handoff_id"),
)
"""``what`` has no CHECK: the kinds of event grow with every verb, and SQLite rewrites a table to change one.
``text`` is what people said, and the only column here with words of theirs."""

deliveries = sa.Table(
    "deliveries",
    metadata,
    *_key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    _word("kind"),
    _word("platform"),
    _text("workspace"),
    _text("channel"),
    _text("person"),
    sa.Column("about_id", sa.Uuid(), nullable=False),
    _number("wanted"),
    _number("shown"),
    sa.Column("conversation", sa.Text()),
    sa.Column("message", sa.Text()),
    _text("digest"),
    _number("attempts"),
    _number("unconfirmed"),
    _text("lane"),
    _number("rank"),
    _number("hurried"),
    _word("condition"),
    _text("error"),
    sa.Column("under_id", sa.Uuid()),
    sa.Column("event_id", sa.Uuid()),
    sa.Column("due_at", UTCDateTime(), nullable=False),
    sa.Column("lease", sa.Uuid()),
    sa.Column("since", UTCDateTime()),
    sa.Column("late_until", UTCDateTime()),
    _of("handoff_id", "handoffs"),
    _of("under_id", "deliveries"),
    _of("event_id", "events"),
    one_of("platform", Platform, also=("",)),
    one_of("condition", Condition),
    together("conversation", "message"),
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
"""The outbox. ``about_id`` is the event a note tells, or the handoff itself: never empty, so that it can be unique.
``hurried`` is the newest version that must not wait until the message has rested. ``since`` is when a row came to stand
as it does; rows from before it was kept have none. ``late_until`` is until when an edit that nobody answered may still
be carried out: what is sent before that settles nothing."""

sa.Index(
    "ix_deliveries_lane",
    *(deliveries.c[name] for name in ("platform", "lane", "rank", "due_at", "id")),
    sqlite_where=sa.text("condition = 'live' AND shown < wanted"),
    postgresql_where=sa.text("condition = 'live' AND shown < wanted"),
)
sa.Index(
    "ix_deliveries_leased",
    deliveries.c.due_at,
    sqlite_where=sa.text("condition = 'live' AND shown < wanted AND lease IS NOT NULL"),
    postgresql_where=sa.text("condition = 'live' AND shown < wanted AND lease IS NOT NULL"),
)
sa.Index(
    "ix_deliveries_ended",
    *(deliveries.c[name] for name in ("account_id", "workspace", "channel")),
    sqlite_where=sa.text("condition <> 'live'"),
    postgresql_where=sa.text("condition <> 'live'"),
)

troubles = sa.Table(
    "troubles",
    metadata,
    sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("place", sa.Text(), primary_key=True),
    sa.Column("why", sa.Text(), primary_key=True),
    sa.Column("since", UTCDateTime(), nullable=False),
)
"""Places that take nothing, and why: the admins were told so, once, until something is taken there again."""

sa.Index(
    "ix_deliveries_under",
    *(deliveries.c[name] for name in ("under_id", "id")),
    sqlite_where=sa.text("under_id IS NOT NULL AND condition = 'live' AND shown < wanted"),
    postgresql_where=sa.text("under_id IS NOT NULL AND condition = 'live' AND shown < wanted"),
)
sa.Index(
    "ix_deliveries_card",
    *(deliveries.c[name] for name in ("message", "conversation")),
    sqlite_where=sa.text("kind = 'card'"),
    postgresql_where=sa.text("kind = 'card'"),
)
"""A card by its message: asked for with every message that is written in a thread of an escalation channel."""

assessments = sa.Table(
    "assessments",
    metadata,
    *_key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    _word("status"),
    sa.Column("findings", JSON),
    _text("why"),
    _text("model"),
    sa.Column("assess_by", UTCDateTime()),
    sa.Column("finished_at", UTCDateTime()),
    sa.Column("ordinal", sa.Integer(), server_default="1", nullable=False),
    sa.Column("tokens_in", sa.Integer()),
    sa.Column("tokens_out", sa.Integer()),
    sa.Column("tokens_cached", sa.Integer()),
    _of("handoff_id", "handoffs"),
    one_of("status", Status),
    sa.Index("ix_assessments_handoff", "handoff_id", "ordinal", "account_id", unique=True),
)
"""``ordinal`` counts those of a handoff as they were begun. ``tokens_cached`` are those of ``tokens_in`` that the
vendor had kept; all three are empty where the model did not say what it took."""

sa.Index(
    "ix_assessments_overdue",
    assessments.c.assess_by,
    sqlite_where=sa.text("status = 'writing'"),
    postgresql_where=sa.text("status = 'writing'"),
)

inbound = sa.Table(
    "inbound",
    metadata,
    sa.Column("account_id", sa.Uuid(), primary_key=True),
    sa.Column("request", sa.String(64), primary_key=True),
    sa.Column("handoff_id", sa.Uuid()),
    sa.Column("at", UTCDateTime(), nullable=False),
    _of("handoff_id", "handoffs"),
    sa.Index("ix_inbound_at", "at"),
)
"""A request by the name that ``core.inbound`` gives it, and the handoff that it made or told something of, if any."""

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("platform", WORD, primary_key=True),
    sa.Column("workspace", sa.Text(), primary_key=True),
    sa.Column("conversation", sa.Text(), primary_key=True),
    sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), nullable=False),
    _word("shape"),
    _text("address"),
    _text("bot"),
    sa.Column("heard_at", UTCDateTime(), nullable=False),
    _text("name"),
    _text("team"),
    _text("directory_group"),
    _text("person"),
    _text("closed"),
    one_of("platform", Platform),
    one_of("shape", Shape),
    sa.Index("ix_conversations_person", "person", "workspace", "platform"),
)
