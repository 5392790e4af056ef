"""Cases, their handoffs, and what happened to them."""

import sqlalchemy as sa

from core.assessment import Status
from core.attempt import Outcome
from core.event import COUNTED
from core.handoff import UNDER_WAY, Door, Passing, Priority, State
from storage.column import JSON, UTCDateTime, one_of, together
from storage.tables.making import a_word, among, key, metadata, number, of, text

DOINGS = sa.text(f"what IN ({', '.join(repr(what.value) for what in COUNTED)})")

cases = sa.Table(
    "cases",
    metadata,
    *key(),
    sa.Column("opened_at", UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    *key(),
    number("number"),
    sa.Column("case_id", sa.Uuid(), nullable=False),
    number("ordinal"),
    a_word("state"),
    number("version"),
    sa.Column("snapshot", JSON, nullable=False),
    a_word("priority"),
    sa.Column("rank", sa.SmallInteger(), nullable=False),
    sa.Column("escalator_id", sa.Uuid(), nullable=False),
    sa.Column("directed_id", sa.Uuid()),
    sa.Column("escalated_at", UTCDateTime(), nullable=False),
    a_word("door"),
    sa.Column("assignee_id", sa.Uuid()),
    sa.Column("claimed_at", UTCDateTime()),
    a_word("claim_door", nullable=True),
    sa.Column("ended_by", sa.Uuid()),
    sa.Column("ended_at", UTCDateTime()),
    sa.Column("ticket", sa.Text(), nullable=False, server_default=""),
    sa.Column("wake_at", UTCDateTime()),
    sa.Column("due_at", UTCDateTime()),
    sa.Column("end_note", sa.Text(), nullable=False, server_default=""),
    sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("next_number", sa.Integer()),
    sa.Column("turns", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("acted_at", UTCDateTime()),
    sa.Column("put_away", sa.Uuid()),
    sa.Column("own_way", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("steps", sa.Integer(), nullable=False, server_default="0"),
    of("case_id", "cases"),
    of("escalator_id", "members"),
    of("directed_id", "members"),
    of("assignee_id", "members"),
    of("ended_by", "members"),
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
"""``rank`` is the priority as a number, most pressing first. Both and ``ticket`` are as it stands now; the snapshot's,
as it was. ``turns``, ``attempts`` and ``steps`` count the rows of those tables, so that most handoffs are read without
them. ``acted_at``, ``put_away`` and ``own_way`` are of the present claim. ``due_at`` is the next of the times at which
its assignee is to be told something: ``wake_at``, and those to look again at attempts."""

sa.Index(
    "ix_handoffs_queue",
    *(handoffs.c[name] for name in ("account_id", "rank", "escalated_at", "id")),
    sqlite_where=sa.text("state = 'open'"),
    postgresql_where=sa.text("state = 'open'"),
)
sa.Index(
    "ix_handoffs_parked",
    *(handoffs.c[name] for name in ("account_id", "escalated_at", "id")),
    sqlite_where=sa.text("state = 'parked'"),
    postgresql_where=sa.text("state = 'parked'"),
)
sa.Index(
    "ix_handoffs_due",
    handoffs.c.due_at,
    sqlite_where=sa.text("state = 'claimed' AND due_at IS NOT NULL"),
    postgresql_where=sa.text("state = 'claimed' AND due_at IS NOT NULL"),
)
for _side in ("escalator", "assignee"):
    sa.Index(
        f"ix_handoffs_{_side}",
        *(handoffs.c[name] for name in (f"{_side}_id", "escalated_at", "id")),
        sqlite_where=among("state", UNDER_WAY),
        postgresql_where=among("state", UNDER_WAY),
    )

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("account_id", sa.Uuid(), nullable=False),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    number("ordinal"),
    sa.Column("member_id", sa.Uuid(), nullable=False),
    sa.Column("since", UTCDateTime(), nullable=False),
    sa.Column("until", UTCDateTime(), nullable=False),
    a_word("how"),
    sa.Column("ended_by", sa.Uuid()),
    text("why"),
    sa.PrimaryKeyConstraint("handoff_id", "ordinal", "account_id"),
    of("handoff_id", "handoffs"),
    of("member_id", "members"),
    of("ended_by", "members"),
    one_of("how", Passing),
)
"""Who had a handoff before, and why no longer. A turn is written when it ends; the present one is the claim."""

attempts = sa.Table(
    "attempts",
    metadata,
    *key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
    text("what"),
    a_word("outcome"),
    text("note"),
    sa.Column("look_at", UTCDateTime()),
    sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()),
    of("handoff_id", "handoffs"),
    of("by_id", "members"),
    one_of("outcome", Outcome),
    sa.Index("ix_attempts_handoff", "handoff_id"),
)

steps = sa.Table(
    "steps",
    metadata,
    sa.Column("account_id", sa.Uuid(), nullable=False),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    sa.Column("assessment_id", sa.Uuid(), nullable=False),
    number("place"),
    text("what"),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("handoff_id", "assessment_id", "place", "account_id"),
    of("handoff_id", "handoffs"),
    of("by_id", "members"),
)
"""Proposed steps that were ticked, by the assessment they stand in and their place there."""

seen = sa.Table(
    "seen",
    metadata,
    sa.Column("account_id", sa.Uuid(), nullable=False),
    sa.Column("member_id", sa.Uuid(), nullable=False),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("member_id", "handoff_id", "account_id"),
    of("member_id", "members"),
    of("handoff_id", "handoffs"),
)
"""Who has opened which handoff, and when for the first time. Who had it before is in ``turns``."""

events = sa.Table(
    "events",
    metadata,
    *key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("at", UTCDateTime(), nullable=False),
    sa.Column("by_id", sa.Uuid()),
    a_word("door", nullable=True),
    sa.Column("facts", JSON, nullable=False),
    sa.Column("text", sa.Text()),
    of("handoff_id", "handoffs"),
    of("by_id", "members"),
    one_of("door", Door),
    sa.Index("ix_events_handoff", "handoff_id"),
    sa.Index("ix_events_doing", "by_id", "at", sqlite_where=DOINGS, postgresql_where=DOINGS),
)
"""``what`` has no CHECK: the kinds of event grow with every verb, and SQLite rewrites a table to change one.
``text`` is what people said, and the only column here with words of theirs. What is counted of people has an
index of its own, in which the lost presses are not: they come in crowds."""

assessments = sa.Table(
    "assessments",
    metadata,
    *key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    a_word("status"),
    sa.Column("findings", JSON),
    text("why"),
    text("model"),
    sa.Column("assess_by", UTCDateTime()),
    sa.Column("finished_at", UTCDateTime()),
    sa.Column("ordinal", sa.Integer(), server_default="1", nullable=False),
    sa.Column("tokens_in", sa.Integer()),
    sa.Column("tokens_out", sa.Integer()),
    sa.Column("tokens_cached", sa.Integer()),
    of("handoff_id", "handoffs"),
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
