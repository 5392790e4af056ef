"""The outbox, and the requests that had an effect."""

import sqlalchemy as sa

from core.delivery import Condition
from core.people import Platform
from storage.column import UTCDateTime, one_of, together
from storage.tables.making import a_word, key, metadata, number, of, text

deliveries = sa.Table(
    "deliveries",
    metadata,
    *key(),
    sa.Column("handoff_id", sa.Uuid(), nullable=False),
    a_word("kind"),
    a_word("platform"),
    text("workspace"),
    text("channel"),
    text("person"),
    sa.Column("about_id", sa.Uuid(), nullable=False),
    number("wanted"),
    number("shown"),
    sa.Column("conversation", sa.Text()),
    sa.Column("message", sa.Text()),
    text("digest"),
    number("attempts"),
    number("unconfirmed"),
    text("lane"),
    number("rank"),
    number("hurried"),
    a_word("condition"),
    text("error"),
    sa.Column("under_id", sa.Uuid()),
    sa.Column("event_id", sa.Uuid()),
    sa.Column("due_at", UTCDateTime(), nullable=False),
    sa.Column("lease", sa.Uuid()),
    sa.Column("since", UTCDateTime()),
    sa.Column("late_until", UTCDateTime()),
    of("handoff_id", "handoffs"),
    of("under_id", "deliveries"),
    of("event_id", "events"),
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

inbound = sa.Table(
    "inbound",
    metadata,
    sa.Column("account_id", sa.Uuid(), primary_key=True),
    sa.Column("request", sa.String(64), primary_key=True),
    sa.Column("handoff_id", sa.Uuid()),
    sa.Column("at", UTCDateTime(), nullable=False),
    of("handoff_id", "handoffs"),
    sa.Index("ix_inbound_at", "at"),
)
"""A request by the name that ``core.inbound`` gives it, and the handoff that it made or told something of, if any."""
