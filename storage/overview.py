"""The outbox as whoever hosts Baton sees it, over all accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.delivery import Condition, Delivery, Kind
from core.overview import Entry, Standing, Tally
from core.people import AccountId, Platform
from storage.column import UTCDateTime, word
from storage.deliveries import delivery_of
from storage.outbox import AT_ONCE
from storage.tables import accounts, conversations, handoffs, identities, members
from storage.tables import deliveries as d

MOST_COUNTED = 100_000
"""How far anything is counted: a scrape must stay cheap when a chat has been away for a day."""

_UNDER_WAY = sa.and_(d.c.condition == word(Condition.LIVE), d.c.shown < d.c.wanted)
_GIVEN_UP = d.c.condition != word(Condition.LIVE)
"""Both as the partial indexes have them, in whose order they are read."""

_STANDING = sa.case(
    (d.c.due_at <= bound("now", type_=UTCDateTime()), word(Standing.DUE)),
    (d.c.lease.is_not(None), word(Standing.SENDING)),
    else_=word(Standing.PUT_OFF),
)


def _tallied(standing: sa.ColumnElement[str], which: sa.ColumnElement[bool], *order: sa.Column[Any]) -> sa.Select[Any]:
    some = (
        sa.select(d.c.platform, d.c.kind, standing.label("standing"), d.c.since)
        .where(which)
        .order_by(*order)
        .limit(MOST_COUNTED)
        .subquery()
    )
    counted = (some.c.platform, some.c.kind, some.c.standing)
    return sa.select(*counted, sa.func.count().label("many"), sa.func.min(some.c.since).label("oldest")).group_by(
        *counted
    )


_TALLIES = sa.union_all(
    _tallied(_STANDING, _UNDER_WAY, d.c.platform, d.c.lane, d.c.rank, d.c.due_at),
    _tallied(d.c.condition, _GIVEN_UP, d.c.account_id, d.c.workspace, d.c.channel),
)
_MEMBER = sa.and_(members.c.account_id == identities.c.account_id, members.c.id == identities.c.member_id)
_HERE = sa.and_(identities.c.platform == d.c.platform, identities.c.workspace == d.c.workspace)
_THERE = sa.and_(conversations.c.platform == d.c.platform, conversations.c.workspace == d.c.workspace)
_ENTRIES = (
    sa.select(
        *d.c,
        accounts.c.name.label("account_name"),
        handoffs.c.number,
        sa.func.coalesce(members.c.name, conversations.c.name, "").label("place_name"),
    )
    .join(accounts, accounts.c.id == d.c.account_id)
    .join(handoffs, sa.and_(handoffs.c.account_id == d.c.account_id, handoffs.c.id == d.c.handoff_id))
    .outerjoin(identities, sa.and_(_HERE, identities.c.person == d.c.person))
    .outerjoin(members, _MEMBER)
    .outerjoin(conversations, sa.and_(_THERE, conversations.c.conversation == d.c.channel))
    .order_by(d.c.id.desc())
)
_RETRY = (
    sa.update(d)
    .where(d.c.account_id == bound("account"), d.c.id == bound("delivery"))
    .values(condition=word(Condition.LIVE), attempts=0, due_at=sa.literal(AT_ONCE, UTCDateTime()), since=bound("now"))
)


class Overview:
    """``core.repository.Overview`` on one connection. ``due`` tells whether this transaction made anything due."""

    __slots__ = ("_connection", "due")

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.due = False

    def tallies(self, now: datetime) -> Sequence[Tally]:
        """How many deliveries are under way, stopped or dead, by chat and kind."""
        return [_tally_of(row) for row in self._connection.execute(_TALLIES, {"now": now})]

    def accounts(self) -> Sequence[tuple[AccountId, str]]:
        """Every account, with its name."""
        rows = self._connection.execute(sa.select(accounts.c.id, accounts.c.name).order_by(accounts.c.id))
        return [(AccountId(row.id), row.name) for row in rows]

    def given_up(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What was stopped or is dead, newest first."""
        return self._entries(_ENTRIES.where(_GIVEN_UP), account, most)

    def under_way(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What is not shown yet and not given up, newest first."""
        return self._entries(_ENTRIES.where(_UNDER_WAY), account, most)

    def all(self, account: AccountId | None, number: int | None, most: int) -> Sequence[Entry]:
        """Every delivery, of one handoff where its number is given, newest first."""
        which = _ENTRIES if number is None else _ENTRIES.where(handoffs.c.number == number)
        return self._entries(which, account, most)

    def retry(self, delivery: Delivery, now: datetime) -> None:
        """Make it live and due at once, as if it had never been tried."""
        self._connection.execute(_RETRY, {"account": delivery.account, "delivery": delivery.id, "now": now})
        self.due = True

    def _entries(self, which: sa.Select[Any], account: AccountId | None, most: int) -> Sequence[Entry]:
        asked = which.limit(most) if account is None else which.where(d.c.account_id == account).limit(most)
        return [_entry_of(row) for row in self._connection.execute(asked)]


def _tally_of(row: Any) -> Tally:
    platform = Platform(row.platform) if row.platform else None
    oldest = UTCDateTime().process_result_value(row.oldest, None)  # type: ignore[arg-type]
    return Tally(platform, Kind(row.kind), Standing(row.standing), row.many, oldest)


def _entry_of(row: Any) -> Entry:
    return Entry(delivery_of(row), row.account_name, row.number, row.place_name)
