"""Who may do what with a handoff: the table, and nothing else.

Rows are verbs, columns how a member stands to the handoff. Where a rule decides a race (claim), the database
repeats it in its conditional write, and a contract test holds both to this table.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from core.handoff import Handoff
from core.people import Member

LEASE = timedelta(hours=4)
"""So long after the claim the escalator, too, may hand it back or over: whoever has it may be ill."""


class Verb(StrEnum):
    """What a member can do with a handoff."""

    CLAIM = "claim"
    HAND_BACK = "hand_back"
    HAND_OVER = "hand_over"
    ATTEMPT = "attempt"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    PASS_ON = "pass_on"  # noqa: S105 - to escalate further
    STEP = "step"  # tick one of the proposed steps
    HIDE_STEPS = "hide steps"
    CONTINUE = "continue"  # what somebody else had begun
    OWN_WAY = "own way"
    PARK = "park"  # set aside what one has
    RESUME = "resume"
    ESCALATE = "escalate"  # what was parked
    CHANGE = "change"
    WITHDRAW = "withdraw"
    DETAILS = "details"
    ASSESS = "assess"
    DIG_DEEPER = "dig deeper"


class Standing(StrEnum):
    """How a member stands to a handoff. An admin is an admin besides."""

    ESCALATOR = "escalator"
    ASSIGNEE = "assignee"
    ENGINEER = "engineer"
    ADMIN = "admin"
    VIEWER = "viewer"


_ITS_ASSIGNEE = frozenset({Standing.ASSIGNEE, Standing.ADMIN})
_ALONE = frozenset({Standing.ASSIGNEE})
_ITS_ESCALATOR = frozenset({Standing.ESCALATOR, Standing.ADMIN})
_EITHER = _ITS_ASSIGNEE | _ITS_ESCALATOR

_ALLOWED: dict[Verb, frozenset[Standing]] = {
    Verb.CLAIM: frozenset({Standing.ENGINEER, Standing.ADMIN}),
    Verb.HAND_BACK: _ITS_ASSIGNEE,
    Verb.HAND_OVER: _ITS_ASSIGNEE,
    Verb.ATTEMPT: _ITS_ASSIGNEE,
    Verb.RESOLVE: _ITS_ASSIGNEE,
    Verb.REOPEN: _EITHER,
    Verb.PASS_ON: _ITS_ASSIGNEE,
    Verb.STEP: _ALONE,
    Verb.HIDE_STEPS: _ALONE,
    Verb.CONTINUE: _ALONE,
    Verb.OWN_WAY: _ALONE,
    Verb.PARK: _ALONE,
    Verb.RESUME: _EITHER,
    Verb.ESCALATE: _ITS_ESCALATOR,
    Verb.CHANGE: _EITHER,
    Verb.WITHDRAW: _ITS_ESCALATOR,
    Verb.DETAILS: frozenset({Standing.ESCALATOR, Standing.ASSIGNEE, Standing.ENGINEER, Standing.ADMIN}),
    Verb.ASSESS: frozenset({Standing.ESCALATOR, Standing.ASSIGNEE, Standing.ENGINEER, Standing.ADMIN}),
    Verb.DIG_DEEPER: frozenset({Standing.ASSIGNEE, Standing.ADMIN}),
}


_ENGINEERS_ONLY = frozenset({Verb.CLAIM, Verb.REOPEN})
"""What makes a handoff theirs, which is never a viewer's."""


def standing(member: Member, handoff: Handoff) -> Standing:
    """How this member stands to this handoff, first of all: who reopened their own is its assignee besides."""
    if member.id == handoff.escalator.member:
        return Standing.ESCALATOR
    if handoff.assigned_to(member.id):
        return Standing.ASSIGNEE
    if member.admin:
        return Standing.ADMIN
    return Standing.ENGINEER if member.engineer else Standing.VIEWER


_AFTER_THE_LEASE = frozenset({Verb.HAND_BACK, Verb.HAND_OVER})
"""What the escalator may besides, once somebody has had it for so long."""


def may(member: Member, verb: Verb, handoff: Handoff, at: datetime | None = None) -> bool:
    """Whether the table allows it, at that time where it matters. Being deactivated takes everything away; the state
    is another question."""
    escalated_it = member.id == handoff.escalator.member
    if not member.active or (verb is Verb.CLAIM and escalated_it):
        return False
    if verb in _ENGINEERS_ONLY and not member.engineer:
        return False
    if _standings(member, handoff) & _ALLOWED[verb]:
        return True
    return verb in _AFTER_THE_LEASE and escalated_it and _lease_is_over(handoff, at)


def _standings(member: Member, handoff: Handoff) -> set[Standing]:
    """All that this member is to this handoff."""
    also = {Standing.ADMIN: member.admin, Standing.ASSIGNEE: handoff.assigned_to(member.id)}
    return {standing(member, handoff), *(each for each, is_ in also.items() if is_)}


def _lease_is_over(handoff: Handoff, at: datetime | None) -> bool:
    return handoff.claim is not None and at is not None and at - handoff.claim.at > LEASE


def sees_inside(member: Member, handoff: Handoff) -> bool:
    """Whether Details shows history and thread: while it is open to every engineer, afterwards to those in it."""
    if not may(member, Verb.DETAILS, handoff):
        return False
    had_it = any(turn.by.member == member.id for turn in handoff.turns)
    return handoff.claim is None or had_it or standing(member, handoff) is not Standing.ENGINEER
