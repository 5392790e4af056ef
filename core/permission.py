"""Who may do what with a handoff: the table, and nothing else.

Rows are verbs, columns how a member stands to the handoff. Where a rule decides a race (claim), the database
repeats it in its conditional write, and a contract test holds both to this table.
"""

from enum import StrEnum

from core.handoff import Handoff
from core.people import Member


class Verb(StrEnum):
    """What a member can do with a handoff."""

    CLAIM = "claim"
    WITHDRAW = "withdraw"
    DETAILS = "details"
    ASSESS = "assess"
    DIG_DEEPER = "dig deeper"


class Standing(StrEnum):
    """How a member stands to a handoff. Whoever escalated it stays its escalator, admin or not."""

    ESCALATOR = "escalator"
    ASSIGNEE = "assignee"
    ENGINEER = "engineer"
    ADMIN = "admin"
    VIEWER = "viewer"


_ALLOWED: dict[Verb, frozenset[Standing]] = {
    Verb.CLAIM: frozenset({Standing.ENGINEER, Standing.ADMIN}),
    Verb.WITHDRAW: frozenset({Standing.ESCALATOR, Standing.ADMIN}),
    Verb.DETAILS: frozenset({Standing.ESCALATOR, Standing.ASSIGNEE, Standing.ENGINEER, Standing.ADMIN}),
    Verb.ASSESS: frozenset({Standing.ESCALATOR, Standing.ASSIGNEE, Standing.ENGINEER, Standing.ADMIN}),
    Verb.DIG_DEEPER: frozenset({Standing.ASSIGNEE, Standing.ADMIN}),
}


def standing(member: Member, handoff: Handoff) -> Standing:
    """How this member stands to this handoff."""
    if member.id == handoff.escalator.member:
        return Standing.ESCALATOR
    if handoff.assigned_to(member.id):
        return Standing.ADMIN if member.admin else Standing.ASSIGNEE
    if member.admin:
        return Standing.ADMIN
    return Standing.ENGINEER if member.engineer else Standing.VIEWER


def may(member: Member, verb: Verb, handoff: Handoff) -> bool:
    """Whether the table allows it. Being deactivated takes everything away; the state is another question."""
    return member.active and standing(member, handoff) in _ALLOWED[verb]


def sees_inside(member: Member, handoff: Handoff) -> bool:
    """Whether Details shows history and thread: while it is open to every engineer, afterwards to those in it."""
    if not may(member, Verb.DETAILS, handoff):
        return False
    return handoff.claim is None or standing(member, handoff) is not Standing.ENGINEER
