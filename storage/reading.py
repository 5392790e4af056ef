"""The one way a handoff is read: with the names of its people and its newest assessment, in one statement."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam as bound

from core.assessment import OFF, Assessment, Status
from core.handoff import Claim, Door, Ending, Handoff, Priority, State
from core.people import AccountId, Identity, MemberId, Party
from storage.column import word
from storage.course import attempts_of, steps_of, turns_of
from storage.document import findings_of, snapshot_of
from storage.people import identity_of
from storage.tables import assessments, handoffs, identities, members


def _outer(column: str) -> sa.ColumnElement[object]:
    """A column of the handoff around a sub-select.

    Written out, because SQLAlchemy leaves the tables' names away in what SQLite returns from an UPDATE: the
    sub-select would then take its own ``account_id`` for the handoff's.
    """
    return sa.literal_column(f"handoffs.{column}", handoffs.c[column].type)


def _name(column: str) -> sa.Label[str]:
    """The name of the member whose id the column holds."""
    there = sa.and_(members.c.account_id == _outer("account_id"), members.c.id == _outer(column))
    return sa.select(members.c.name).where(there).scalar_subquery().label(f"{column}_name")


def _newest(column: str, *, ready: bool = False) -> sa.Label[object]:
    """A column of the handoff's newest assessment, or of the newest that is ready."""
    there = [assessments.c.account_id == _outer("account_id"), assessments.c.handoff_id == _outer("id")]
    if ready:
        there.append(assessments.c.status == word(Status.READY))
    newest = sa.select(assessments.c[column]).where(*there).order_by(assessments.c.ordinal.desc())
    name = f"ready_{column}" if ready else f"assessment_{column}"
    return newest.limit(sa.literal_column("1")).scalar_subquery().label(name)


HANDOFFS = sa.select(
    *handoffs.c,
    *(_name(column) for column in ("escalator_id", "directed_id", "assignee_id", "ended_by")),
    *(_newest(column) for column in ("id", "status", "why", "model", "assess_by")),
    *(_newest(column, ready=True) for column in ("id", "findings", "model")),
)
"""Every column that ``handoffs_of`` needs; add a WHERE, or return them from an UPDATE of handoffs.

Sub-selects, and not joins: each looks a row up for every handoff that is shown, whatever the tables' sizes. For a
join PostgreSQL weighs orders and methods every time, and reads a table from end to end while it is of middling size.
"""

_IDENTITIES = (
    sa.select(identities)
    .where(
        identities.c.account_id == bound("account"),
        identities.c.member_id.in_(bound("directed", expanding=True)),
    )
    .order_by(identities.c.platform, identities.c.workspace, identities.c.person)
)

Mentions = dict[MemberId, tuple[Identity, ...]]


def handoffs_of(connection: sa.Connection, account: AccountId, rows: Sequence[sa.Row[Any]]) -> list[Handoff]:
    """The handoffs in rows of HANDOFFS. A second statement finds the identities of whom they are for."""
    directed = {row.directed_id for row in rows if row.directed_id}
    mentions = _mentions(connection, account, directed) if directed else {}
    read = [_handoff_of(row, mentions) for row in rows]
    counts = {row.id: (row.turns, row.attempts, row.steps) for row in rows}
    return _with_their_course(connection, account, read, counts)


def _with_their_course(
    connection: sa.Connection, account: AccountId, read: list[Handoff], counts: dict[UUID, tuple[int, int, int]]
) -> list[Handoff]:
    """Most handoffs have none yet, and cost no statement."""
    turned = [handoff.id for handoff in read if counts[handoff.id][0]]
    tried = [handoff.id for handoff in read if counts[handoff.id][1]]
    ticked = [handoff.id for handoff in read if counts[handoff.id][2]]
    if not turned and not tried and not ticked:
        return read
    turns = turns_of(connection, account, turned) if turned else {}
    attempts = attempts_of(connection, account, tried) if tried else {}
    steps = steps_of(connection, account, ticked) if ticked else {}
    return [
        replace(h, turns=turns.get(h.id, ()), attempts=attempts.get(h.id, ()), steps=steps.get(h.id, ())) for h in read
    ]


def _mentions(connection: sa.Connection, account: AccountId, directed: set[MemberId]) -> Mentions:
    found: Mentions = {}
    for row in connection.execute(_IDENTITIES, {"account": account, "directed": sorted(directed)}):
        found[row.member_id] = (*found.get(row.member_id, ()), identity_of(row))
    return found


def _handoff_of(row: sa.Row[Any], mentions: Mentions) -> Handoff:
    return Handoff(
        id=row.id,
        account=row.account_id,
        number=row.number,
        case=row.case_id,
        ordinal=row.ordinal,
        state=State(row.state),
        version=row.version,
        snapshot=snapshot_of(row.snapshot),
        priority=Priority(row.priority),
        ticket=row.ticket,
        escalator=Party(row.escalator_id, row.escalator_id_name),
        escalated_at=row.escalated_at,
        door=Door(row.door),
        assessment=_assessment_of(row),
        directed=_directed_of(row, mentions),
        claim=_claim_of(row),
        ending=_ending_of(row),
        wake_at=row.wake_at,
    )


def _assessment_of(row: sa.Row[Any]) -> Assessment:
    if row.assessment_id is None:
        return OFF
    found = findings_of(row.ready_findings) if row.ready_findings else None
    status = Status(row.assessment_status)
    ready = status is Status.READY
    return Assessment(
        status=status,
        findings=found if ready else None,
        why=row.assessment_why,
        model=row.assessment_model,
        assess_by=row.assessment_assess_by,
        id=row.assessment_id,
        earlier=Assessment(Status.READY, found, model=row.ready_model, id=row.ready_id)
        if found and not ready
        else None,
    )


def _directed_of(row: sa.Row[Any], mentions: Mentions) -> Party | None:
    if row.directed_id is None:
        return None
    return Party(row.directed_id, row.directed_id_name, mentions.get(row.directed_id, ()))


def _claim_of(row: sa.Row[Any]) -> Claim | None:
    if row.assignee_id is None:
        return None
    by = Party(row.assignee_id, row.assignee_id_name)
    return Claim(by, row.claimed_at, Door(row.claim_door), row.acted_at, row.put_away, row.own_way)


def _ending_of(row: sa.Row[Any]) -> Ending | None:
    if row.ended_by is None:
        return None
    return Ending(Party(row.ended_by, row.ended_by_name), row.ended_at, row.end_note, row.settled, row.next_number)
