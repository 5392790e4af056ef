"""What happened while people had a handoff: the turns that are over, the attempts, and the steps that were ticked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects.postgresql import insert  # SQLite says ON CONFLICT in the same words

from core.attempt import Attempt, AttemptId, Outcome
from core.handoff import Handoff, HandoffId, Passing, Turn
from core.people import AccountId, MemberId, Party
from core.step import DoneStep
from storage.tables import attempts, members, steps, turns

Turns = dict[UUID, tuple[Turn, ...]]
Attempts = dict[UUID, tuple[Attempt, ...]]
Steps = dict[UUID, tuple[DoneStep, ...]]

_by = members.alias("by")
_ender = members.alias("ender")


def _named(who: sa.FromClause, table: sa.Table, column: str) -> sa.ColumnElement[bool]:
    return sa.and_(who.c.account_id == table.c.account_id, who.c.id == table.c[column])


_TURNS = (
    sa.select(*turns.c, _by.c.name.label("by_name"), _ender.c.name.label("ender_name"))
    .join(_by, _named(_by, turns, "member_id"))
    .outerjoin(_ender, _named(_ender, turns, "ended_by"))
    .where(turns.c.account_id == bound("account"), turns.c.handoff_id.in_(bound("asked", expanding=True)))
    .order_by(turns.c.ordinal)
)
_ATTEMPTS = (
    sa.select(*attempts.c, _by.c.name.label("by_name"))
    .join(_by, _named(_by, attempts, "by_id"))
    .where(attempts.c.account_id == bound("account"), attempts.c.handoff_id.in_(bound("asked", expanding=True)))
    .order_by(attempts.c.id)
)
_STEPS = (
    sa.select(*steps.c, _by.c.name.label("by_name"))
    .join(_by, _named(_by, steps, "by_id"))
    .where(steps.c.account_id == bound("account"), steps.c.handoff_id.in_(bound("asked", expanding=True)))
    .order_by(steps.c.at, steps.c.assessment_id, steps.c.place)
)
_ADD_STEP = sa.insert(steps)
_ADD_TURN = sa.insert(turns)
_new = insert(attempts)
_KEEP_ATTEMPT = _new.on_conflict_do_update(
    index_elements=[attempts.c.id, attempts.c.account_id],
    set_={name: _new.excluded[name] for name in ("by_id", "outcome", "note", "look_at", "asked")},
)


def turns_of(connection: sa.Connection, account: AccountId, asked: Iterable[HandoffId]) -> Turns:
    """The turns of some handoffs, oldest first."""
    found: Turns = {}
    for row in connection.execute(_TURNS, {"account": account, "asked": list(asked)}):
        found[row.handoff_id] = (*found.get(row.handoff_id, ()), _turn_of(row))
    return found


def attempts_of(connection: sa.Connection, account: AccountId, asked: Iterable[HandoffId]) -> Attempts:
    """The attempts of some handoffs, oldest first."""
    found: Attempts = {}
    for row in connection.execute(_ATTEMPTS, {"account": account, "asked": list(asked)}):
        found[row.handoff_id] = (*found.get(row.handoff_id, ()), _attempt_of(row))
    return found


def steps_of(connection: sa.Connection, account: AccountId, asked: Iterable[HandoffId]) -> Steps:
    """The ticked steps of some handoffs, in the order in which they were."""
    found: Steps = {}
    for row in connection.execute(_STEPS, {"account": account, "asked": list(asked)}):
        done = DoneStep(row.assessment_id, row.place, row.what, Party(MemberId(row.by_id), row.by_name), row.at)
        found[row.handoff_id] = (*found.get(row.handoff_id, ()), done)
    return found


def keep_course(connection: sa.Connection, now: Handoff, was: Handoff | None = None) -> None:
    """Keep the turns and ticked steps that are new, and the attempts that are new or changed: all where there was
    nothing before."""
    turns_before, steps_before = (len(was.turns), len(was.steps)) if was else (0, 0)
    for ordinal, turn in enumerate(now.turns[turns_before:], turns_before + 1):
        connection.execute(_ADD_TURN, _turn_row(now, ordinal, turn))
    before = set(was.attempts) if was else set()
    for attempt in now.attempts:
        if attempt not in before:
            connection.execute(_KEEP_ATTEMPT, _attempt_row(now, attempt))
    for step in now.steps[steps_before:]:
        connection.execute(_ADD_STEP, _step_row(now, step))


def _turn_row(handoff: Handoff, ordinal: int, turn: Turn) -> dict[str, object]:
    return {
        "account_id": handoff.account,
        "handoff_id": handoff.id,
        "ordinal": ordinal,
        "member_id": turn.by.member,
        "since": turn.since,
        "until": turn.until,
        "how": turn.how,
        "ended_by": turn.ended_by.member if turn.ended_by else None,
        "why": turn.why,
    }


def _turn_of(row: Any) -> Turn:
    return Turn(
        by=Party(MemberId(row.member_id), row.by_name),
        since=row.since,
        until=row.until,
        how=Passing(row.how),
        ended_by=Party(MemberId(row.ended_by), row.ender_name) if row.ended_by else None,
        why=row.why,
    )


def _attempt_row(handoff: Handoff, attempt: Attempt) -> dict[str, object]:
    return {
        "account_id": handoff.account,
        "id": attempt.id,
        "handoff_id": handoff.id,
        "by_id": attempt.by.member,
        "at": attempt.at,
        "what": attempt.what,
        "outcome": attempt.outcome,
        "note": attempt.note,
        "look_at": attempt.look_at,
        "asked": attempt.asked,
    }


def _step_row(handoff: Handoff, step: DoneStep) -> dict[str, object]:
    return {
        "account_id": handoff.account,
        "handoff_id": handoff.id,
        "assessment_id": step.assessment,
        "place": step.place,
        "what": step.what,
        "by_id": step.by.member,
        "at": step.at,
    }


def _attempt_of(row: Any) -> Attempt:
    return Attempt(
        id=AttemptId(row.id),
        what=row.what,
        by=Party(MemberId(row.by_id), row.by_name),
        at=row.at,
        outcome=Outcome(row.outcome),
        note=row.note,
        look_at=row.look_at,
        asked=row.asked,
    )
