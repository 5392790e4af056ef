"""Handoffs: the claim and the other conditional writes, and the ways to find them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.errors import NotFound
from core.handoff import CLAIMABLE, UNDER_WAY, Door, Handoff, HandoffId, Priority, State
from core.people import ENGINEERS, AccountId, MemberId
from storage.column import UTCDateTime, word, words
from storage.course import keep_course
from storage.document import snapshot_document
from storage.prepared import Prepared
from storage.reading import HANDOFFS, handoffs_of
from storage.tables import cases, handoffs, members

_RANK = {priority: rank for rank, priority in enumerate(Priority)}

_CHANGEABLE = (
    "state",
    "version",
    "priority",
    "rank",
    "ticket",
    "directed_id",
    "escalated_at",
    "assignee_id",
    "claimed_at",
    "claim_door",
    "ended_by",
    "ended_at",
    "end_note",
    "settled",
    "next_number",
    "wake_at",
    "due_at",
    "turns",
    "attempts",
    "steps",
    "acted_at",
    "put_away",
    "own_way",
)
"""Columns of what may change in a handoff's life."""

_THIS = sa.and_(handoffs.c.account_id == bound("account"), handoffs.c.id == bound("handoff"))
_CLAIMABLE = handoffs.c.state.in_(words(CLAIMABLE))
_MOST = bound("most", type_=sa.Integer())

_BY_AN_ENGINEER = sa.exists().where(
    members.c.account_id == bound("account"),
    members.c.id == bound("by"),
    members.c.active,
    members.c.role.in_(words(ENGINEERS)),
)
_CLAIM = (
    sa.update(handoffs)
    .where(_THIS, _CLAIMABLE, handoffs.c.escalator_id != bound("by"), _BY_AN_ENGINEER)
    .values(
        state=word(State.CLAIMED),
        version=handoffs.c.version + 1,
        assignee_id=bound("by"),
        claimed_at=bound("now"),
        claim_door=bound("through"),
        acted_at=sa.null(),
        put_away=sa.null(),
        own_way=sa.false(),
    )
    .returning(*HANDOFFS.selected_columns)
)
_WITHDRAW = (
    sa.update(handoffs)
    .where(_THIS, _CLAIMABLE)
    .values(
        state=word(State.WITHDRAWN),
        version=handoffs.c.version + 1,
        ended_by=bound("by"),
        ended_at=bound("now"),
    )
    .returning(*HANDOFFS.selected_columns)
)
_PUT = (
    sa.update(handoffs)
    .where(_THIS, handoffs.c.version == bound("was", type_=sa.Integer()))
    .values({name: bound(f"to_{name}", type_=handoffs.c[name].type) for name in _CHANGEABLE})
)
_ACT = (
    sa.update(handoffs)
    .where(_THIS, handoffs.c.acted_at.is_(None), handoffs.c.assignee_id == bound("by"))
    .values(acted_at=bound("now", type_=UTCDateTime()))
)
_LOCK = sa.select(handoffs.c.id).where(_THIS).with_for_update(key_share=True)
_TOUCH = sa.update(handoffs).where(_THIS).values(version=handoffs.c.version + 1).returning(handoffs.c.version)

_ADD = sa.insert(handoffs)
_ADD_CASE = sa.insert(cases)

_GET = HANDOFFS.where(_THIS)
_NUMBERED = HANDOFFS.where(handoffs.c.account_id == bound("account"), handoffs.c.number == bound("numbered"))
_WAITS = sa.and_(
    handoffs.c.account_id == bound("account"),
    handoffs.c.state == word(State.OPEN),
    handoffs.c.escalator_id != bound("member"),
)
_QUEUE = HANDOFFS.where(_WAITS).order_by(handoffs.c.rank, handoffs.c.escalated_at, handoffs.c.id).limit(_MOST)
_PARKED = (
    HANDOFFS.where(
        handoffs.c.account_id == bound("account"),
        handoffs.c.state == word(State.PARKED),
        handoffs.c.escalator_id != bound("member"),
    )
    .order_by(handoffs.c.escalated_at, handoffs.c.id)
    .limit(_MOST)
)
_WAITING = sa.select(sa.func.count().label("counted")).select_from(
    sa.select(handoffs.c.id).where(_WAITS).limit(_MOST).subquery()
)
_ASKED_ALREADY = (
    HANDOFFS.where(
        handoffs.c.account_id == bound("account"),
        handoffs.c.escalator_id == bound("member"),
        handoffs.c.escalated_at >= bound("since"),
        handoffs.c.state == word(State.OPEN),
        handoffs.c.state.in_(words(UNDER_WAY)),  # the index's own words: SQLite draws no conclusions
        handoffs.c.snapshot["problem"].as_string() == bound("problem", type_=sa.Text()),
        handoffs.c.snapshot["ticket"].as_string().is_not_distinct_from(bound("on_ticket", type_=sa.Text())),
    )
    .order_by(handoffs.c.escalated_at.desc(), handoffs.c.id.desc())
    .limit(sa.literal_column("1"))
)


_AWAY = sa.select(members.c.id).where(~members.c.active).scalar_subquery()
_LEFT_BEHIND = (
    sa.select(handoffs.c.account_id, handoffs.c.id)
    .where(
        handoffs.c.assignee_id.in_(_AWAY),  # of the same account: the foreign key says so
        handoffs.c.state == word(State.CLAIMED),
        handoffs.c.state.in_(words(UNDER_WAY)),  # the index's own words, as above
    )
    .limit(_MOST)
)
_DUE = (
    sa.select(handoffs.c.account_id, handoffs.c.id)
    .where(handoffs.c.state == word(State.CLAIMED), handoffs.c.due_at <= bound("now", type_=UTCDateTime()))
    .order_by(handoffs.c.due_at)
    .limit(_MOST)
)


def _newest(column: str) -> sa.Select[tuple[object]]:
    """The newest that this member escalated, or has: each side comes from an index of its own, in order."""
    side = (
        sa.select(handoffs.c.id)
        .where(
            handoffs.c.account_id == bound("account"),
            handoffs.c[column] == bound("member"),
            handoffs.c.state.in_(words(UNDER_WAY)),
        )
        .order_by(handoffs.c.escalated_at.desc(), handoffs.c.id.desc())
        .limit(_MOST)
        .subquery()
    )
    return sa.select(side.c.id)


_MINE = (
    HANDOFFS.where(
        handoffs.c.account_id == bound("account"),
        handoffs.c.id.in_(sa.union(_newest("escalator_id"), _newest("assignee_id"))),
    )
    .order_by(handoffs.c.escalated_at.desc(), handoffs.c.id.desc())
    .limit(_MOST)
)


_CLAIMING, _GETTING, _COUNTING = Prepared(_CLAIM), Prepared(_GET), Prepared(_WAITING)
"""What every press asks, whether it wins or loses."""


class Handoffs:
    """``core.repository.Handoffs`` on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, handoff: Handoff) -> None:
        """Keep a new handoff with its attempts, and its case with the first."""
        if handoff.ordinal == 1:
            opened = {"account_id": handoff.account, "id": handoff.case, "opened_at": handoff.escalated_at}
            self._connection.execute(_ADD_CASE, opened)
        self._connection.execute(_ADD, _row(handoff))
        keep_course(self._connection, handoff)

    def claim(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime, door: Door) -> Handoff | None:
        """The race, decided in one conditional write: None unless it was claimable and this member may."""
        asked = {"account": account, "handoff": handoff, "by": by, "now": at, "through": door}
        return self._only(account, _CLAIMING.rows(self._connection, asked))

    def withdraw(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime) -> Handoff | None:
        """End a handoff that nobody has; None when it was not in such a state."""
        return self._first(account, _WITHDRAW, {"handoff": handoff, "by": by, "now": at})

    def put(self, handoff: Handoff, was: Handoff) -> None:
        """Keep a handoff as it stands now over what it was when it was locked. Raises NotFound."""
        row = _row(handoff)
        changed = {f"to_{name}": row[name] for name in _CHANGEABLE}
        keys = {"account": handoff.account, "handoff": handoff.id, "was": was.version}
        if not self._connection.execute(_PUT, {**keys, **changed}).rowcount:
            raise NotFound("the handoff is not as it was")
        keep_course(self._connection, handoff, was)

    def act(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime) -> bool:
        """Keep the assignee's first action since their claim; False unless it is theirs, and the first."""
        asked = {"account": account, "handoff": handoff, "by": by, "now": at}
        return self._connection.execute(_ACT, asked).rowcount == 1

    def lock(self, account: AccountId, handoff: HandoffId) -> Handoff | None:
        """A handoff as it stands, which nobody else changes before this transaction ends."""
        self._connection.execute(_LOCK, {"account": account, "handoff": handoff})
        return self.get(account, handoff)

    def touch(self, account: AccountId, handoff: HandoffId) -> int:
        """Raise the version, because something that is shown with the handoff has changed. Raises NotFound."""
        version: int | None = self._connection.execute(_TOUCH, {"account": account, "handoff": handoff}).scalar()
        if version is None:
            raise NotFound("no such handoff")
        return version

    def get(self, account: AccountId, handoff: HandoffId) -> Handoff | None:
        """A handoff as it stands."""
        asked = {"account": account, "handoff": handoff}
        return self._only(account, _GETTING.rows(self._connection, asked))

    def numbered(self, account: AccountId, number: int) -> Handoff | None:
        """A handoff by its number."""
        return self._first(account, _NUMBERED, {"numbered": number})

    def asked_already(
        self, account: AccountId, by: MemberId, since: datetime, problem: str, ticket: str | None
    ) -> Handoff | None:
        """The newest that this member escalated since then with this problem and ticket, and nobody has picked up."""
        asked = {"member": by, "since": since, "problem": problem, "on_ticket": ticket}
        return self._first(account, _ASKED_ALREADY, asked)

    def queue(self, account: AccountId, besides: MemberId, limit: int) -> Sequence[Handoff]:
        """What is open and was not escalated by this member: most pressing first, then oldest."""
        return self._all(account, _QUEUE, {"member": besides, "most": limit})

    def parked(self, account: AccountId, besides: MemberId, limit: int) -> Sequence[Handoff]:
        """What is parked and is not this member's own: oldest first."""
        return self._all(account, _PARKED, {"member": besides, "most": limit})

    def waiting(self, account: AccountId, besides: MemberId, most: int) -> int:
        """How many there are in that queue, counted up to ``most``."""
        asked = {"account": account, "member": besides, "most": most}
        ((counted,),) = _COUNTING.rows(self._connection, asked)
        return int(counted)

    def left_behind(self, most: int) -> Sequence[tuple[AccountId, HandoffId]]:
        """What deactivated people have, in all accounts."""
        found = self._connection.execute(_LEFT_BEHIND, {"most": most})
        return [(AccountId(row.account_id), HandoffId(row.id)) for row in found]

    def due(self, now: datetime, most: int) -> Sequence[tuple[AccountId, HandoffId]]:
        """What somebody has and is to be told of now, in all accounts: the longest due first."""
        found = self._connection.execute(_DUE, {"now": now, "most": most})
        return [(AccountId(row.account_id), HandoffId(row.id)) for row in found]

    def mine(self, account: AccountId, member: MemberId, limit: int) -> Sequence[Handoff]:
        """What this member escalated or has, and is not over: newest first."""
        return self._all(account, _MINE, {"member": member, "most": limit})

    def _first(self, account: AccountId, statement: sa.Executable, keys: dict[str, object]) -> Handoff | None:
        return self._only(account, self._connection.execute(statement, {"account": account, **keys}).all())

    def _only(self, account: AccountId, rows: Sequence[Any]) -> Handoff | None:
        return next(iter(handoffs_of(self._connection, account, rows)), None)

    def _all(self, account: AccountId, statement: sa.Executable, keys: dict[str, object]) -> list[Handoff]:
        rows = self._connection.execute(statement, {"account": account, **keys}).all()
        return handoffs_of(self._connection, account, rows)


def _row(handoff: Handoff) -> dict[str, object]:
    claim, ending = handoff.claim, handoff.ending
    return {
        "account_id": handoff.account,
        "id": handoff.id,
        "number": handoff.number,
        "case_id": handoff.case,
        "ordinal": handoff.ordinal,
        "state": handoff.state,
        "version": handoff.version,
        "snapshot": snapshot_document(handoff.snapshot),
        "priority": handoff.priority,
        "ticket": handoff.ticket,
        "rank": _RANK[handoff.priority],
        "escalator_id": handoff.escalator.member,
        "directed_id": handoff.directed.member if handoff.directed else None,
        "escalated_at": handoff.escalated_at,
        "door": handoff.door,
        "assignee_id": claim.by.member if claim else None,
        "claimed_at": claim.at if claim else None,
        "claim_door": claim.door if claim else None,
        "ended_by": ending.by.member if ending else None,
        "ended_at": ending.at if ending else None,
        "end_note": ending.note if ending else "",
        "settled": ending.settled if ending else True,
        "next_number": ending.next if ending else None,
        "wake_at": handoff.wake_at,
        "due_at": handoff.due_at,
        "turns": len(handoff.turns),
        "attempts": len(handoff.attempts),
        "steps": len(handoff.steps),
        "acted_at": claim.acted_at if claim else None,
        "put_away": claim.put_away if claim else None,
        "own_way": claim.own_way if claim else False,
    }
