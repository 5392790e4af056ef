"""The statements of the outbox. ``core.delivery`` says what a delivery is, ``core.repository`` what each must do."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT DO NOTHING in the same words

from core.delivery import FACES, SHOWING, Condition, Kind, Rank
from core.handoff import UNDER_WAY
from storage.column import UTCDateTime, number, word, words
from storage.tables import deliveries as d
from storage.tables import handoffs, troubles

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a new delivery is due: before everything that was put off."""

_IS_LIVE = d.c.condition == word(Condition.LIVE)
_OF_THIS_HANDOFF = sa.and_(d.c.account_id == bound("account"), d.c.handoff_id == bound("about"))
_HELD = sa.and_(d.c.account_id == bound("account"), d.c.id == bound("delivery"), d.c.lease == bound("token"))
_NOW = bound("now", type_=UTCDateTime())
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

_WAITING = sa.and_(d.c.condition == word(Condition.LIVE), d.c.shown < d.c.wanted)
"""As the index says it."""

_ONLY_TO_BE_SURE = sa.and_(d.c.lease.is_(None), d.c.due_at == d.c.late_until)
"""The newest was sent, and is to be sent once more: see SHOWN."""

is_leased = sa.and_(_WAITING, d.c.lease.is_not(None))
"""Somebody carries it, or died while they did. As the index says it."""

ADD = insert(d).on_conflict_do_nothing()


@cache
def announcing(kinds: frozenset[Kind], rank: Rank) -> sa.Update:
    """Wants a version at every destination of these kinds. They are written out: a bound list is spelled anew, and
    its statement looked at anew, with every claim."""
    faces = d.c.kind.in_(words(kinds & FACES)) if kinds & FACES else sa.false()
    hurries = faces if rank is Rank.FIRST else sa.false()
    ranked = sa.case((faces, number(rank)), else_=number(max(rank, Rank.SOON)))
    at_once = sa.or_(~_IS_LIVE, sa.and_(hurries, d.c.lease.is_(None)))
    rested = bound("rested", type_=UTCDateTime())
    return (
        sa.update(d)
        .where(_OF_THIS_HANDOFF, d.c.kind.in_(words(kinds)), d.c.wanted < bound("version"))
        .values(
            wanted=bound("version"),
            condition=word(Condition.LIVE),
            attempts=sa.case((_IS_LIVE, d.c.attempts), else_=0),
            due_at=sa.case(
                (at_once, sa.literal(AT_ONCE, UTCDateTime())),
                (sa.and_(_ONLY_TO_BE_SURE, d.c.due_at > rested), rested),
                else_=d.c.due_at,
            ),
            rank=sa.case((sa.and_(d.c.shown < d.c.wanted, d.c.rank < ranked), d.c.rank), else_=ranked),
            hurried=sa.case((hurries, bound("version", type_=sa.Integer())), else_=d.c.hurried),
            since=sa.case((sa.and_(_IS_LIVE, d.c.shown < d.c.wanted), d.c.since), else_=_NOW),
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


_OF_THIS_CHAT = sa.and_(_WAITING, d.c.platform == bound("chat"))


def _walk() -> sa.Select[Any]:
    """The lanes of a chat in which something waits, and for each rank when its first is due.

    From lane to lane by the index, with one look at each rank: what waits behind the first is not looked at, be it
    ten thousand.
    """
    first = sa.select(d.c.lane).where(_OF_THIS_CHAT).order_by(d.c.lane).limit(1).scalar_subquery()
    lanes = sa.select(first.label("lane")).cte("lanes", recursive=True)
    further = sa.select(d.c.lane).where(_OF_THIS_CHAT, d.c.lane > lanes.c.lane).order_by(d.c.lane).limit(1)
    lanes = lanes.union_all(sa.select(further.scalar_subquery()).where(lanes.c.lane.is_not(None)))
    dues = [
        sa.select(d.c.due_at)
        .where(_OF_THIS_CHAT, d.c.lane == lanes.c.lane, d.c.rank == number(rank), _HAS_WHAT_IT_STANDS_UNDER, _IS_NEXT)
        .order_by(d.c.due_at)
        .limit(1)
        .scalar_subquery()
        .label(rank.name)
        for rank in Rank
    ]
    return sa.select(lanes.c.lane, *dues).where(lanes.c.lane.is_not(None))


WALK = _walk()

# A sub-select that PostgreSQL may run again could lock more rows than it may take: MATERIALIZED.
_due = (
    sa.select(d.c.account_id, d.c.id)
    .where(
        _OF_THIS_CHAT,
        d.c.lane == bound("in_lane"),
        d.c.rank == bound("ranked", type_=sa.Integer()),
        d.c.due_at <= bound("now"),
        _HAS_WHAT_IT_STANDS_UNDER,
        _IS_NEXT,
    )
    .order_by(d.c.due_at, d.c.id)
    .limit(bound("most", type_=sa.Integer()))
    .with_for_update(skip_locked=True)
    .cte("due")
    .prefix_with("MATERIALIZED")
)
_LATE = bound("late", type_=UTCDateTime())
_LEFT_IN_AN_EDIT = sa.and_(
    d.c.lease.is_not(None),
    d.c.kind.in_(words(SHOWING)),
    d.c.message.is_not(None),
)
"""Somebody held it until their lease ended, and may have sent an edit that is on its way."""

LEASE = (
    sa.update(d)
    .where(d.c.account_id == _due.c.account_id, d.c.id == _due.c.id)
    .values(
        due_at=bound("until"),
        lease=bound("token"),
        unconfirmed=d.c.unconfirmed + 1,
        late_until=sa.case((_LEFT_IN_AN_EDIT, _LATE), else_=d.c.late_until),
    )
    .returning(*d.c)
)
"""Takes the first that are due in a lane with a rank."""

RENEW = sa.update(d).where(_HELD).values(due_at=bound("until"))

_RELEASED: dict[str, Any] = {"lease": None, "error": bound("told")}

_NOBODY_ELSE_SENT = d.c.unconfirmed == bound("leased_as", type_=sa.Integer())
"""Since this lease began; see DISTRUST."""

_IS_SURE = sa.and_(_NOBODY_ELSE_SENT, _LATE.is_(None))
"""No edit that was sent before may still be carried out."""

_HURRIES = d.c.hurried > bound("version", type_=sa.Integer())
"""A change that must not wait came while this one was sent."""

SHOWN = (
    sa.update(d)
    .where(_HELD)
    .values(
        shown=sa.case((sa.and_(_IS_SURE, d.c.shown < bound("version")), bound("version")), else_=d.c.shown),
        conversation=sa.func.coalesce(bound("in_conversation", type_=sa.Text()), d.c.conversation),
        message=sa.func.coalesce(bound("posted", type_=sa.Text()), d.c.message),
        digest=bound("fingerprint"),
        lane=bound("edited_in"),
        rank=sa.case((_HURRIES, number(Rank.FIRST)), else_=number(Rank.SOON)),
        due_at=sa.case(
            (sa.or_(_HURRIES, ~_NOBODY_ELSE_SENT), bound("now", type_=UTCDateTime())),
            (sa.and_(_LATE.is_not(None), d.c.wanted <= bound("version", type_=sa.Integer())), _LATE),
            else_=bound("rested", type_=UTCDateTime()),
        ),
        late_until=_LATE,
        since=_NOW,
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
        late_until=sa.func.coalesce(_LATE, d.c.late_until),
        **_RELEASED,
    )
)
REPOST = (
    sa.update(d)
    .where(_HELD)
    .values(
        due_at=bound("now"),
        shown=0,
        conversation=None,
        message=None,
        digest="",
        lane=bound("posted_in"),
        rank=number(Rank.FIRST),
        unconfirmed=0,
        late_until=None,
        **_RELEASED,
    )
)
_IS_FREE = sa.or_(d.c.lease.is_(None), d.c.due_at <= bound("now"))
DISTRUST = (
    sa.update(d)
    .where(d.c.account_id == bound("account"), d.c.id == bound("delivery"))
    .values(
        unconfirmed=d.c.unconfirmed + 1,
        shown=sa.case((d.c.shown < d.c.wanted, d.c.shown), else_=d.c.wanted - 1),
        since=sa.case((d.c.shown < d.c.wanted, d.c.since), else_=_NOW),
        lease=sa.case((_IS_FREE, sa.null()), else_=d.c.lease),
        due_at=sa.case((_IS_FREE, bound("now")), else_=d.c.due_at),
    )
)
"""One more send than the courier who may hold it now knows of: what they record is then not taken for settled."""
STOP = (
    sa.update(d)
    .where(_HELD)
    .values(
        condition=bound("now_is"),
        since=_NOW,
        unconfirmed=d.c.unconfirmed - bound("certain", type_=sa.Integer()),
        **_RELEASED,
    )
)

ADOPT = (
    sa.update(d)
    .where(d.c.account_id == bound("account"), d.c.id == bound("delivery"), d.c.message.is_(None))
    .values(
        conversation=bound("in_conversation"),
        message=bound("posted"),
        lane=bound("edited_in"),
        rank=number(Rank.FIRST),
        shown=0,
        digest="",
        condition=word(Condition.LIVE),
        attempts=0,
        error="",
        due_at=sa.case((d.c.lease.is_(None), sa.literal(AT_ONCE, UTCDateTime())), else_=d.c.due_at),
    )
)
"""A message that was posted after all. Whoever holds the delivery keeps it."""

_STILL_MATTERS = sa.exists().where(
    handoffs.c.account_id == d.c.account_id, handoffs.c.id == d.c.handoff_id, handoffs.c.state.in_(words(UNDER_WAY))
)
REVIVE = (
    sa.update(d)
    .where(
        d.c.account_id == bound("account"),
        d.c.platform == bound("chat"),
        d.c.workspace == bound("home"),
        d.c.channel == bound("there"),
        d.c.condition != word(Condition.LIVE),
        d.c.shown < d.c.wanted,
        d.c.kind.in_(words(SHOWING)),
        _STILL_MATTERS,
    )
    .values(condition=word(Condition.LIVE), attempts=0, error="", since=_NOW, due_at=sa.literal(AT_ONCE, UTCDateTime()))
)
"""What was stopped in a channel, of handoffs that are under way: the rest is nobody's business any more."""

TROUBLED = insert(troubles).on_conflict_do_nothing().returning(troubles.c.since)
HEALED = sa.delete(troubles).where(troubles.c.account_id == bound("account"), troubles.c.place == bound("there"))
