"""The statements of the outbox. ``core.delivery`` says what a delivery is, ``core.repository`` what each must do."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT DO NOTHING in the same words

from core.delivery import Condition, Kind
from core.people import Platform
from storage.column import UTCDateTime, word, words
from storage.tables import deliveries as d

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a new delivery is due: before everything that was put off."""

_IS_LIVE = d.c.condition == word(Condition.LIVE)
_OF_THIS_HANDOFF = sa.and_(d.c.account_id == bound("account"), d.c.handoff_id == bound("about"))
_HELD = sa.and_(d.c.account_id == bound("account"), d.c.id == bound("delivery"), d.c.lease == bound("token"))
_card = d.alias("card")
_POSTED_OR_GIVEN_UP = (
    sa.select(sa.or_(_card.c.message.is_not(None), _card.c.condition != word(Condition.LIVE)))
    .where(_card.c.account_id == d.c.account_id, _card.c.id == d.c.under_id)
    .scalar_subquery()
)
"""No EXISTS: PostgreSQL would answer that for every delivery there ever was, at once, by reading them all."""

_HAS_WHAT_IT_STANDS_UNDER = sa.or_(d.c.under_id.is_(None), _POSTED_OR_GIVEN_UP)
"""A line under a card waits until the card is posted, or is known never to be."""

_before = d.alias("before")
_SOMETHING_BEFORE_IT = (
    sa.select(_before.c.id)
    .where(
        _before.c.under_id.is_not(None),
        _before.c.under_id == d.c.under_id,
        _before.c.account_id == d.c.account_id,
        _before.c.id < d.c.id,
        _before.c.condition == word(Condition.LIVE),
        _before.c.shown < _before.c.wanted,
    )
    .order_by(_before.c.id)
    .limit(sa.literal_column("1"))
    .scalar_subquery()
)
"""What must go out under the same card first, also while somebody is sending it, and while it waits for its next try.
No EXISTS, as above."""

_IS_NEXT = sa.or_(d.c.under_id.is_(None), _SOMETHING_BEFORE_IT.is_(None))
"""Lines under one card go out in the order they were written; one that is given up holds up nobody."""

_WAITING = sa.and_(
    d.c.condition == word(Condition.LIVE),
    d.c.shown < d.c.wanted,
    d.c.kind.in_(bound("kinds", expanding=True)),
    _HAS_WHAT_IT_STANDS_UNDER,
    _IS_NEXT,
)

ADD = insert(d).on_conflict_do_nothing()


@cache
def announcing(kinds: frozenset[Kind]) -> sa.Update:
    """Wants a version at every destination of these kinds. They are written out: a bound list is spelled anew, and
    its statement looked at anew, with every claim."""
    return (
        sa.update(d)
        .where(_OF_THIS_HANDOFF, d.c.kind.in_(words(kinds)), d.c.wanted < bound("version"))
        .values(
            wanted=bound("version"),
            condition=word(Condition.LIVE),
            attempts=sa.case((_IS_LIVE, d.c.attempts), else_=0),
            due_at=sa.case((_IS_LIVE, d.c.due_at), else_=sa.literal(AT_ONCE, UTCDateTime())),
        )
        .returning(*d.c)
    )


OF = sa.select(d).where(_OF_THIS_HANDOFF).order_by(d.c.id)
CARDS = sa.select(d).where(_OF_THIS_HANDOFF, d.c.kind == word(Kind.CARD)).order_by(d.c.id)
CARD_AT = sa.select(d).where(
    d.c.account_id == bound("account"),
    d.c.kind == word(Kind.CARD),
    d.c.message == bound("posted"),
    d.c.conversation == bound("in_conversation"),
    d.c.platform == bound("chat"),
    d.c.workspace == bound("there"),
)
GET = sa.select(d).where(d.c.account_id == bound("account"), d.c.id == bound("delivery"))


def _waiting(platform: Platform | None) -> sa.ColumnElement[bool]:
    """COALESCE keeps PostgreSQL from looking for the chat in an index of all deliveries there ever were."""
    return _WAITING if platform is None else sa.and_(_WAITING, sa.func.coalesce(d.c.platform, "") == word(platform))


@cache
def leasing(platform: Platform | None) -> sa.Update:
    """Takes what is due, of one chat alone where it is named."""
    # A sub-select that PostgreSQL may run again could lock more rows than it may take: MATERIALIZED.
    due = (
        sa.select(d.c.account_id, d.c.id)
        .where(_waiting(platform), d.c.due_at <= bound("now"))
        .order_by(d.c.due_at, d.c.id)
        .limit(bound("most", type_=sa.Integer()))
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    return (
        sa.update(d)
        .where(d.c.account_id == due.c.account_id, d.c.id == due.c.id)
        .values(due_at=bound("until"), lease=bound("token"), unconfirmed=d.c.unconfirmed + 1)
        .returning(*d.c)
    )


@cache
def next_due(platform: Platform | None) -> sa.Select[Any]:
    """When something is due next, of one chat alone where it is named."""
    return sa.select(d.c.due_at).where(_waiting(platform)).order_by(d.c.due_at).limit(1)


LEASE = leasing(None)
NEXT_DUE = next_due(None)

RENEW = sa.update(d).where(_HELD).values(due_at=bound("until"))

_RELEASED: dict[str, Any] = {"lease": None, "error": bound("told")}

_NOBODY_ELSE_SENT = d.c.unconfirmed == bound("leased_as", type_=sa.Integer())
"""Since this lease began; see DISTRUST."""

SHOWN = (
    sa.update(d)
    .where(_HELD)
    .values(
        shown=sa.case((sa.and_(_NOBODY_ELSE_SENT, d.c.shown < bound("version")), bound("version")), else_=d.c.shown),
        conversation=sa.func.coalesce(bound("in_conversation", type_=sa.Text()), d.c.conversation),
        message=sa.func.coalesce(bound("posted", type_=sa.Text()), d.c.message),
        digest=bound("fingerprint"),
        due_at=bound("now"),
        attempts=0,
        unconfirmed=sa.case((_NOBODY_ELSE_SENT, 0), else_=1),
        lease=None,
        error="",
    )
    .returning(d.c.wanted > d.c.shown)
)
AGAIN = (
    sa.update(d)
    .where(_HELD)
    .values(
        due_at=bound("due"),
        attempts=d.c.attempts + bound("counted", type_=sa.Integer()),
        unconfirmed=d.c.unconfirmed - bound("certain", type_=sa.Integer()),
        **_RELEASED,
    )
)
REPOST = (
    sa.update(d)
    .where(_HELD)
    .values(due_at=bound("now"), shown=0, conversation=None, message=None, digest="", unconfirmed=0, **_RELEASED)
)
_IS_FREE = sa.or_(d.c.lease.is_(None), d.c.due_at <= bound("now"))
DISTRUST = (
    sa.update(d)
    .where(d.c.account_id == bound("account"), d.c.id == bound("delivery"))
    .values(
        unconfirmed=d.c.unconfirmed + 1,
        shown=sa.case((d.c.shown < d.c.wanted, d.c.shown), else_=d.c.wanted - 1),
        lease=sa.case((_IS_FREE, sa.null()), else_=d.c.lease),
        due_at=sa.case((_IS_FREE, bound("now")), else_=d.c.due_at),
    )
)
"""One more send than the courier who may hold it now knows of: what they record is then not taken for settled."""
STOP = sa.update(d).where(_HELD).values(condition=bound("now_is"), **_RELEASED)
