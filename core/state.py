"""Which verb is allowed in which state. Every pair is here; a pair that is not allowed names its reason.

``docs/states.md`` shows this table, and tests walk it pair by pair and hold the page to it.
"""

from enum import StrEnum

from core.handoff import UNDER_WAY, State
from core.permission import Verb


class Refusal(StrEnum):
    """Why a verb is not possible in a state; ``core.answer`` has the words."""

    TAKEN = "somebody has it already"
    WITHDRAWN = "it was withdrawn"
    RESOLVED = "it is resolved"
    PASSED_ON = "it was passed on"
    RESUMED = "whoever set it aside went on with it"


ALLOWED = None
"""In a cell of the table: go ahead."""

_FINISHED = {
    State.WITHDRAWN: Refusal.WITHDRAWN,
    State.RESOLVED: Refusal.RESOLVED,
    State.PASSED_ON: Refusal.PASSED_ON,
    State.RESUMED: Refusal.RESUMED,
}

TABLE: dict[Verb, dict[State, Refusal | None]] = {
    Verb.CLAIM: {
        State.OPEN: ALLOWED,
        State.PARKED: ALLOWED,
        State.CLAIMED: Refusal.TAKEN,
        **_FINISHED,
    },
    Verb.WITHDRAW: {
        State.OPEN: ALLOWED,
        State.PARKED: ALLOWED,
        State.CLAIMED: Refusal.TAKEN,  # the assignee is asked instead
        **_FINISHED,
    },
    Verb.DETAILS: dict.fromkeys(State, ALLOWED),
    Verb.ASSESS: {**dict.fromkeys(UNDER_WAY, ALLOWED), **_FINISHED},
    Verb.DIG_DEEPER: {**dict.fromkeys(UNDER_WAY, ALLOWED), **_FINISHED},
}


def refusal(verb: Verb, state: State) -> Refusal | None:
    """Why this cannot be done now, or None when it can."""
    return TABLE[verb][state]
